import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Source } from '../../src/ingest/source.ts';
import { splitArchive } from '../../src/mail/archive.ts';

/** A source that reads an mbox from memory. */
export function memorySource(name: string, mbox: string | Uint8Array, fingerprint = '1'): Source {
  return {
    name,
    fingerprint,
    size: mbox.length,
    growsAtEnd: false,
    pieces: async function* (after) {
      const start = after === undefined ? -1 : Number(after);
      for await (const piece of splitArchive(Readable.from([Buffer.from(mbox)]), name)) {
        const offset = piece.kind === 'issue' ? start + 1 : piece.origin.offset;
        if (offset > start) yield { ...piece, position: String(offset), read: offset };
      }
    },
  };
}
