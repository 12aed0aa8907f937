import { createGunzip } from 'node:zlib';
import type { Issue } from '../issue.ts';

const CHUNK = 256 * 1024;

/** A piece of the unpacked bytes, or what went wrong while unpacking. */
export type Unpacked =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'issue'; readonly issue: Issue };

interface Packing {
  readonly name: string;
  readonly magic: readonly number[];
  readonly unpack: (packed: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>;
}

/** First bytes of RFC 1952 (gzip) and of The .xz File Format §2.1.1.1. */
const PACKINGS: readonly Packing[] = [
  { name: 'gzip', magic: [0x1f, 0x8b], unpack: gunzip },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], unpack: unxz },
];
const LONGEST_MAGIC = 6;

/**
 * Unpacks a gzip or xz stream, known by its first bytes; anything else passes as it is.
 *
 * What could be unpacked before damage or an early end is yielded first, then one issue `mail.unpack`.
 */
export async function* unpack(packed: AsyncIterable<Uint8Array>, source: string): AsyncGenerator<Unpacked> {
  const iterator = packed[Symbol.asyncIterator]();
  const first = await readAtLeast(iterator, LONGEST_MAGIC);
  const packing = PACKINGS.find(({ magic }) => magic.every((byte, at) => first[at] === byte));
  const whole = prepend(first, iterator);
  if (packing === undefined) {
    for await (const bytes of whole) yield { kind: 'bytes', bytes: asBuffer(bytes) };
    return;
  }
  try {
    for await (const bytes of packing.unpack(whole)) yield { kind: 'bytes', bytes: asBuffer(bytes) };
  } catch (error) {
    const says = `the ${packing.name} stream is damaged or ends early (${messageOf(error)}); what came before was read`;
    yield { kind: 'issue', issue: { code: 'mail.unpack', says, where: source } };
  }
}

/** Writes one piece at a time, so that all that came out before an error is handed on before the error. */
async function* gunzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  let out: Buffer[] = [];
  let failure: Error | undefined;
  gunzip.on('data', (piece: Buffer) => out.push(piece));
  gunzip.on('error', (error) => {
    failure = error;
  });
  const settled = (act: (done: () => void) => void) =>
    new Promise<void>((resolve) => {
      gunzip.once('error', () => resolve());
      act(resolve);
    });
  for await (const piece of packed) {
    await settled((done) => gunzip.write(piece, () => done()));
    gunzip.removeAllListeners('error').on('error', (error) => {
      failure = error;
    });
    yield* out;
    out = [];
    if (failure !== undefined) throw failure;
  }
  await settled((done) => gunzip.once('end', done).end());
  yield* out;
  if (failure !== undefined) throw failure;
}

/**
 * The xz reader is WebAssembly behind a web stream; it is loaded when the first .xz file comes.
 *
 * It is CommonJS whose names Node does not see: all of it is the default export.
 */
async function* unxz(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const {
    default: { XzReadableStream },
  } = await import('xz-decompress');
  const iterator = packed[Symbol.asyncIterator]();
  const source = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
  });
  const reader = new XzReadableStream(source).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

async function readAtLeast(iterator: AsyncIterator<Uint8Array>, size: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length < size) {
    const next = await iterator.next();
    if (next.done === true) break;
    pieces.push(next.value);
    length += next.value.length;
  }
  return pieces.length === 1 && pieces[0] !== undefined ? asBuffer(pieces[0]) : Buffer.concat(pieces);
}

async function* prepend(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
