import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { splitArchive } from '../../src/mail/archive.ts';

/** Header fields that hold Message-IDs, with the lines that they go on in. */
const ID_FIELDS = /^(?:message-id|in-reply-to|references):.*(?:\n[ \t].*)*/gim;

/** The mails of an archive as they stood in it. */
export async function* mailsOf(archive: string): AsyncGenerator<Buffer> {
  for await (const piece of splitArchive(createReadStream(archive), archive)) {
    if (piece.kind !== 'issue') yield Buffer.from(piece.raw);
  }
}

/**
 * Writes an archive as an mboxrd, so many times one behind the other; each time but the first with other Message-IDs, so
 * that its threads are threads of their own.
 */
export async function writeCopies(archive: string, copies: number, path: string): Promise<void> {
  const mboxrd = async function* () {
    for (let copy = 0; copy < copies; copy += 1) {
      for await (const raw of mailsOf(archive)) yield mboxEntry(copy === 0 ? raw : withOtherIds(raw, copy));
    }
  };
  await pipeline(Readable.from(mboxrd()), createWriteStream(path));
}

/** Writes an archive as a maildir: what mu and notmuch read. */
export async function writeMaildir(archive: string, folder: string): Promise<number> {
  for (const part of ['cur', 'new', 'tmp']) await mkdir(join(folder, part), { recursive: true });
  let count = 0;
  for await (const raw of mailsOf(archive)) {
    await writeFile(join(folder, 'cur', `${count}:2,S`), raw);
    count += 1;
  }
  return count;
}

/** A mail as it stands in an mboxrd, a blank line behind it. Latin-1 stands for the bytes as they are. */
export function mboxEntry(raw: Buffer): Buffer {
  const text = raw.toString('latin1').replace(/^(>*From )/gm, '>$1');
  return Buffer.from(`From mboxrd@z Thu Jan  1 00:00:00 1970\n${text}${text.endsWith('\n') ? '' : '\n'}\n`, 'latin1');
}

function withOtherIds(raw: Buffer, copy: number): Buffer {
  const text = raw.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const head = text.slice(0, end).replace(ID_FIELDS, (field) => field.replace(/<(?=[^<>\s]+>)/g, `<${copy}.`));
  return Buffer.from(head + text.slice(end), 'latin1');
}
