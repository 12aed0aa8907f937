import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchThread, LORE_DEFAULTS, type Lore, readMessageLink } from '../../../src/ingest/sources/lore.ts';
import { openSource } from '../../../src/ingest/sources/open.ts';

describe('names of a mail', () => {
  const id = '20210527201927.29586-1-peterx@redhat.com';
  test.each([
    `<${id}>`,
    id,
    `mid:${id}`,
    `https://lore.kernel.org/r/${id}`,
    `https://lore.kernel.org/all/${id}/`,
    `https://lore.kernel.org/linux-mm/${id}/T/#u`,
    `https://lore.kernel.org/linux-mm/${id}/raw`,
    `https://msgid.link/${id}`,
    `https://patch.msgid.link/${id}`,
    `https://lore.kernel.org/all/${id.replace('@', '%40')}/t.mbox.gz`,
  ])('%s', (text) => expect(readMessageLink(text)).toBe(id));

  test('a slash in an id is escaped in links', () => {
    expect(readMessageLink('https://lore.kernel.org/linux-mm/X8Ga44uXHmzn%2FvB9@redhat.com/')).toBe(
      'X8Ga44uXHmzn/vB9@redhat.com',
    );
  });

  test.each(['thread.mbox', 'a b@c', 'https://lore.kernel.org/linux-mm/', '', './x@y'])('%s names no mail', (text) => {
    expect(readMessageLink(text)).toBeUndefined();
  });
});

describe('fetching from a server that speaks lore’s paths', () => {
  const thread = 'From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: A <a@b.org>\nMessage-ID: <1@x>\n\nhello\n\n'.repeat(50);
  const packed = gzipSync(thread);
  const asked: { url: string; agent: string }[] = [];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let server: Server;
  let lore: Lore;

  beforeEach(async () => {
    asked.length = 0;
    server = createServer((request, response) => {
      asked.push({ url: request.url ?? '', agent: request.headers['user-agent'] ?? '' });
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    lore = {
      ...LORE_DEFAULTS,
      base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      cacheFolder: mkdtempSync(join(tmpdir(), 'mmlore-cache-')),
      userAgent: 'mmlore/0 (+test)',
      timeout: 2000,
    };
    answer = (_request, response) => response.writeHead(200, { 'content-type': 'application/gzip' }).end(packed);
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(lore.cacheFolder, { recursive: true, force: true });
  });

  test('one request with an honest User-Agent; the answer is kept', async () => {
    const first = await fetchThread('a/b@x', lore);
    expect(first.kind === 'thread' && first.bytes.equals(packed)).toBe(true);
    await fetchThread('a/b@x', lore);
    expect(asked).toEqual([{ url: '/all/a%2Fb@x/t.mbox.gz', agent: 'mmlore/0 (+test)' }]);
  });

  test('a source of its messages comes of a Message-ID', async () => {
    const opened = await openSource('<1@x>', { standardInput: (async function* () {})(), lore });
    if (opened.kind !== 'source') throw new Error(`expected a source, got ${opened.issue.says}`);
    const kinds: string[] = [];
    for await (const piece of opened.source.pieces(undefined)) kinds.push(piece.kind);
    expect(kinds).toEqual(Array(50).fill('mail'));
  });

  test('a redirect is followed', async () => {
    const serve = answer;
    answer = (request, response) => {
      if (request.url?.startsWith('/all/')) response.writeHead(302, { location: '/linux-mm/1@x/t.mbox.gz' }).end();
      else serve(request, response);
    };
    expect((await fetchThread('1@x', lore)).kind).toBe('thread');
    expect(asked.map(({ url }) => url)).toEqual(['/all/1@x/t.mbox.gz', '/linux-mm/1@x/t.mbox.gz']);
  });

  test.each([
    ['404', (response: ServerResponse) => response.writeHead(404).end(), /does not have this mail/],
    ['500', (response: ServerResponse) => response.writeHead(500).end(), /answered 500/],
    ['a broken connection', (response: ServerResponse) => response.destroy(), /could not be asked/],
    ['silence', () => undefined, /no whole answer in time/],
    ['a slow answer', (response: ServerResponse) => response.writeHead(200).write('x'), /no whole answer in time/],
    [
      'a redirect without end',
      (response: ServerResponse) => response.writeHead(302, { location: '/all/1@x/t.mbox.gz' }).end(),
      /redirect/,
    ],
    [
      'too many bytes',
      (response: ServerResponse) => response.writeHead(200).end(Buffer.alloc(3000)),
      /more than 2000 bytes/,
    ],
  ])('%s is an issue, and nothing is kept', async (_name, reply, says) => {
    answer = (_request, response) => void reply(response);
    const fetched = await fetchThread('1@x', { ...lore, timeout: 300, mostBytes: 2000 });
    expect(fetched.kind === 'issue' && fetched.issue.says).toMatch(says);
    expect(readdirSync(lore.cacheFolder)).toEqual([]);
  });

  test('a gzip stream cut short is read as far as it goes, and not kept', async () => {
    answer = (_request, response) => response.writeHead(200).end(packed.subarray(0, packed.length - 20));
    const opened = await openSource('1@x', { standardInput: (async function* () {})(), lore });
    if (opened.kind !== 'source') throw new Error(`expected a source, got ${opened.issue.says}`);
    const kinds: string[] = [];
    for await (const piece of opened.source.pieces(undefined)) kinds.push(piece.kind);
    expect(kinds).toContain('mail');
    expect(kinds.at(-1)).toBe('issue');
    expect(readdirSync(lore.cacheFolder)).toEqual([]);
  });

  test('where an old copy is there and the archive does not answer, the copy serves, with an issue', async () => {
    await fetchThread('1@x', lore);
    for (const name of readdirSync(lore.cacheFolder)) utimesSync(join(lore.cacheFolder, name), 0, 0);
    answer = (_request, response) => response.writeHead(503).end();
    const fetched = await fetchThread('1@x', lore);
    expect(fetched.kind).toBe('thread');
    expect(fetched.kind === 'thread' && fetched.issues.map(({ code }) => code)).toEqual(['source.fetch']);
  });
});

test('what is neither a path nor a Message-ID is an issue', async () => {
  const opened = await openSource('no-such-file.mbox', {
    standardInput: (async function* () {})(),
    lore: { ...LORE_DEFAULTS, cacheFolder: '/nowhere', userAgent: '' },
  });
  expect(opened.kind === 'issue' && opened.issue.code).toBe('source.unknown');
});
