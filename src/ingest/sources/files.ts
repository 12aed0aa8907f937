import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type ArchivePiece, splitArchive } from '../../mail/archive.ts';
import { byText } from '../../order.ts';
import type { Source } from '../source.ts';

/** Bytes handed on at a time. */
const CHUNK = 256 * 1024;

/**
 * Opens an archive in one file: an mbox, one mail, an archive page; plain, gzip or xz.
 *
 * Positions are byte offsets in the unpacked archive. Size and time of the file are its fingerprint.
 */
export async function archiveFile(path: string): Promise<Source> {
  const { size, mtimeMs } = await stat(path);
  return {
    name: path,
    fingerprint: `${size} ${mtimeMs}`,
    size,
    growsAtEnd: false,
    async *pieces(after) {
      const file = createReadStream(path, { highWaterMark: CHUNK });
      let reached = after === undefined ? -1 : Number(after);
      for await (const piece of splitArchive(file, path)) {
        if (piece.kind !== 'issue') {
          if (piece.origin.offset <= reached) continue;
          reached = piece.origin.offset;
        }
        yield { ...piece, position: String(reached), read: file.bytesRead };
      }
    },
  };
}

/**
 * Opens a folder of mails: a maildir (its `cur` and `new`), or files of any depth, each a mail or an archive.
 *
 * Positions are paths, in the order of their names; an archive among them is behind its last mail only. Files whose names start with a dot are no mails, nor is what a maildir
 * still writes in `tmp`.
 */
export async function mailFolder(path: string): Promise<Source> {
  const names = await mailFiles(path);
  const hash = createHash('sha256');
  for (const name of names) {
    const { size, mtimeMs } = await stat(join(path, name));
    hash.update(`${name}\0${size}\0${mtimeMs}\n`);
  }
  return {
    name: path,
    fingerprint: hash.digest('hex'),
    size: names.length,
    growsAtEnd: false,
    async *pieces(after) {
      let finished = after ?? '';
      for (const [at, name] of names.entries()) {
        if (name <= finished) continue;
        let held: ArchivePiece | undefined;
        for await (const piece of splitArchive(createReadStream(join(path, name)), join(path, name))) {
          if (held !== undefined) yield { ...held, position: finished, read: at };
          held = piece;
        }
        finished = name;
        if (held !== undefined) yield { ...held, position: finished, read: at + 1 };
      }
    },
  };
}

/** Opens a stream, such as standard input: it is read once, from the start. */
export function streamSource(name: string, bytes: AsyncIterable<Uint8Array>): Source {
  return {
    name,
    fingerprint: undefined,
    size: undefined,
    growsAtEnd: false,
    async *pieces() {
      let read = 0;
      const counted = (async function* () {
        for await (const chunk of bytes) {
          read += chunk.length;
          yield chunk;
        }
      })();
      for await (const piece of splitArchive(counted, name)) yield { ...piece, position: '', read };
    },
  };
}

async function mailFiles(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const isMaildir = ['cur', 'new'].every((name) => entries.some((entry) => entry.isDirectory() && entry.name === name));
  const folders = isMaildir ? ['cur', 'new'].map((name) => join(path, name)) : [path];
  const found = await Promise.all(
    folders.map((folder) => readdir(folder, { withFileTypes: true, recursive: !isMaildir })),
  );
  return found
    .flat()
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(path, join(entry.parentPath, entry.name)))
    .sort(byText);
}
