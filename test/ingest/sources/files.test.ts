import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Source } from '../../../src/ingest/source.ts';
import { archiveFile, mailFolder, streamSource } from '../../../src/ingest/sources/files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mmlore-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mail = (id: string) => `From: A <a@b.org>\nMessage-ID: <${id}@x>\n\n${id}\n`;
const mbox = (...ids: readonly string[]) =>
  ids.map((id) => `From mboxrd@z Thu Jan  1 00:00:00 1970\n${mail(id)}\n`).join('');

function put(path: string, bytes: string | Uint8Array): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, bytes);
  return file;
}

async function read(source: Source, after?: string): Promise<readonly (readonly [string, string])[]> {
  const found: [string, string][] = [];
  for await (const piece of source.pieces(after)) {
    const text =
      piece.kind === 'issue' ? piece.issue.code : (Buffer.from(piece.raw).toString().split('\n').at(-2) ?? '');
    found.push([piece.position, text]);
  }
  return found;
}

test('an mbox is read on after a position in the unpacked bytes', async () => {
  const source = await archiveFile(put('a.mbox.gz', gzipSync(mbox('1', '2', '3'))));
  const all = await read(source);
  expect(all.map(([, text]) => text)).toEqual(['1', '2', '3']);
  expect((await read(source, all[0]?.[0])).map(([, text]) => text)).toEqual(['2', '3']);
});

test('what is wrong in an archive has the position of the mail before it', async () => {
  const source = await archiveFile(put('a.mbox', `${mbox('1', '2')}From mboxrd@z Thu Jan  1 00:00:00 1970\n`));
  const all = await read(source);
  expect(all.map(([, text]) => text)).toEqual(['1', '2', 'mail.empty']);
  expect(all[2]?.[0]).toBe(all[1]?.[0]);
});

test('the fingerprint of a file changes with the file', async () => {
  const file = put('a.mbox', mbox('1'));
  const before = (await archiveFile(file)).fingerprint;
  writeFileSync(file, mbox('1', '2'));
  expect((await archiveFile(file)).fingerprint).not.toBe(before);
});

test('a maildir: cur and new, not tmp', async () => {
  put('m/cur/1:2,S', mail('1'));
  put('m/new/2', mail('2'));
  put('m/tmp/3', mail('3'));
  put('m/cur/.hidden', mail('4'));
  const source = await mailFolder(join(folder, 'm'));
  expect(await read(source)).toEqual([
    ['cur/1:2,S', '1'],
    ['new/2', '2'],
  ]);
  expect(await read(source, 'cur/1:2,S')).toEqual([['new/2', '2']]);
});

test('a folder of mails and archives, at any depth, by name', async () => {
  put('d/b.eml', mail('2'));
  put('d/a/a.eml', mail('1'));
  put('d/c.mbox', mbox('3', '4'));
  put('d/junk', 'no mail');
  const source = await mailFolder(join(folder, 'd'));
  const all = await read(source);
  expect(all.map(([, text]) => text)).toEqual(['1', '2', '3', '4', 'mail.not-a-mailbox']);
  const insideArchive = all[2]?.[0];
  expect((await read(source, insideArchive)).map(([, text]) => text)).toEqual(['3', '4', 'mail.not-a-mailbox']);
});

test('a stream is read from its start', async () => {
  const source = streamSource(
    '-',
    (async function* () {
      yield Buffer.from(mail('1'));
    })(),
  );
  expect(source.fingerprint).toBeUndefined();
  expect(await read(source)).toEqual([['', '1']]);
});
