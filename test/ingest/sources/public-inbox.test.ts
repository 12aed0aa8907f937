import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SourcePiece } from '../../../src/ingest/source.ts';
import { publicInbox } from '../../../src/ingest/sources/public-inbox.ts';
import { commitTo } from '../inboxes.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mmlore-inbox-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mail = (id: string) => `From: A <a@b.org>\nMessage-ID: <${id}@x>\nSubject: s\n\n${id}\n`;

const commit = (epoch: number, ...changes: readonly (readonly ['m' | 'd', string])[]) =>
  commitTo(folder, epoch, ...changes);

async function read(after?: string): Promise<readonly SourcePiece[]> {
  const source = await publicInbox(folder);
  const pieces: SourcePiece[] = [];
  if (source !== undefined) for await (const piece of source.pieces(after)) pieces.push(piece);
  return pieces;
}

const says = (pieces: readonly SourcePiece[]) =>
  pieces.map((piece) =>
    piece.kind === 'issue'
      ? `${piece.issue.code} ${piece.issue.says}`
      : (Buffer.from(piece.raw).toString().split('\n').at(-2) ?? ''),
  );

test('mails of all epochs come in the order in which they were added', async () => {
  commit(0, ['m', mail('1')], ['m', mail('2')]);
  commit(1, ['m', mail('3')]);
  expect(says(await read())).toEqual(['1', '2', '3']);
});

test('a mail that was deleted later is not read, in whichever epoch', async () => {
  commit(0, ['m', mail('1')], ['m', mail('spam')], ['d', mail('spam')], ['m', mail('private')]);
  commit(1, ['d', mail('private')], ['m', mail('2')]);
  expect(says(await read())).toEqual(['1', '2']);
});

test('reading goes on after the last commit seen', async () => {
  commit(0, ['m', mail('1')], ['m', mail('2')]);
  const last = (await read()).at(-1)?.position;
  commit(0, ['m', mail('3')]);
  commit(1, ['m', mail('4')]);
  expect(says(await read(last))).toEqual(['3', '4']);
  expect(says(await read((await read()).at(-1)?.position))).toEqual([]);
});

const kinds = (pieces: readonly SourcePiece[]) => pieces.map(({ kind }, at) => `${kind} ${says(pieces)[at]}`);

test('the deletion of a mail that an earlier run read comes in its place, in whichever epoch', async () => {
  commit(0, ['m', mail('1')], ['m', mail('2')]);
  const last = (await read()).at(-1)?.position;
  commit(0, ['d', mail('1')], ['m', mail('3')]);
  commit(1, ['m', mail('4')], ['d', mail('2')]);
  expect(kinds(await read(last))).toEqual(['deletion 1', 'mail 3', 'mail 4', 'deletion 2']);
});

test('a mail that was deleted and added again is there, read in one run or in two', async () => {
  commit(0, ['m', mail('1')], ['d', mail('1')], ['m', mail('1')]);
  const first = await read();
  expect(kinds(first)).toEqual(['mail 1']);
  commit(0, ['d', mail('1')], ['m', mail('1')]);
  expect(kinds(await read(first.at(-1)?.position))).toEqual(['deletion 1', 'mail 1']);
});

test('an epoch whose history was rewritten is read from its start', async () => {
  commit(0, ['m', mail('1')], ['m', mail('2')]);
  const last = (await read()).at(-1)?.position;
  rmSync(join(folder, 'git'), { recursive: true });
  commit(0, ['m', mail('1')], ['m', mail('3')]);
  expect(says(await read(last))).toEqual(['1', '3']);
});

test('one epoch alone is an inbox, a repository of something else is none', async () => {
  commit(0, ['m', mail('1')]);
  expect((await publicInbox(join(folder, 'git', '0.git')))?.growsAtEnd).toBe(true);
  expect(await publicInbox(folder)).toBeDefined();
  expect(await publicInbox(tmpdir())).toBeUndefined();
});

test('where git cannot be run, no folder is an inbox', async () => {
  commit(0, ['m', mail('1')]);
  const path = process.env.PATH;
  process.env.PATH = '/nonexistent';
  try {
    expect(await publicInbox(folder)).toBeUndefined();
  } finally {
    process.env.PATH = path;
  }
});

test('thousands of mails come in order, however long they are', async () => {
  const sizes = Array.from({ length: 300 }, (_, at) => (at * 7919) % 9000);
  const gitDir = join(folder, 'git', '0.git');
  mkdirSync(gitDir, { recursive: true });
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=master', gitDir]);
  const stream = sizes
    .map((size, at) => {
      const text = `${mail(String(at))}${'x'.repeat(size)}\n${at}\n`;
      return `commit refs/heads/master\ncommitter a <a@b.org> ${at} +0000\ndata 1\nc\ndeleteall\nM 100644 inline m\ndata ${text.length}\n${text}\n`;
    })
    .join('');
  execFileSync('git', ['--git-dir', gitDir, 'fast-import', '--quiet'], { input: stream });
  expect(says(await read())).toEqual(sizes.map((_, at) => String(at)));
});

test('a history that breaks off is an error, never the end of the inbox', async () => {
  commit(0, ['m', mail('1')], ['m', mail('2')], ['m', mail('3')]);
  const gitDir = join(folder, 'git', '0.git');
  const lost = execFileSync('git', ['--git-dir', gitDir, 'rev-parse', 'master~1']).toString().trim();
  rmSync(join(gitDir, 'objects', lost.slice(0, 2), lost.slice(2)));
  await expect(read()).rejects.toThrow(/git log of .*0\.git failed \(128\)/);
});
