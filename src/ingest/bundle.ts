/** Byte strings behind each other in one buffer of their own, which a thread can hand to another without a copy. */
export interface Bundle {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly lengths: readonly number[];
}

/** Packs byte strings into a bundle. */
export function bundle(parts: readonly Uint8Array[]): Bundle {
  const lengths = parts.map((part) => part.byteLength);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return { bytes, lengths };
}

/** Gives the byte strings of a bundle, as views into it. */
export function unbundle({ bytes, lengths }: Bundle): Buffer[] {
  let at = 0;
  return lengths.map((length) => {
    const part = Buffer.from(bytes.buffer, bytes.byteOffset + at, length);
    at += length;
    return part;
  });
}

/** The buffers of byte strings that stand in the fields of a message: they are handed over with it, not copied. */
export function handedOver(message: unknown): ArrayBuffer[] {
  if (typeof message !== 'object' || message === null) return [];
  return Object.values(message).flatMap((value) =>
    value instanceof Uint8Array && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
  );
}
