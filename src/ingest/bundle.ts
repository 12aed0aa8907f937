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
