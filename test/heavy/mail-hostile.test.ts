import { describe, expect, test } from 'vitest';
import { crewOf } from '../../src/ingest/crew.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { noProgress } from '../../src/ingest/progress.ts';
import { readArchive } from '../../src/mail/archive.ts';
import { buildThreads } from '../../src/thread/build.ts';
import { findSeries } from '../../src/thread/series.ts';
import { collectTags } from '../../src/thread/tags.ts';
import { memorySource } from '../ingest/archives.ts';
import { codesOf, itemsIn } from '../mail/mails.ts';
import { newStore } from '../store/stores.ts';
import { message } from '../thread/messages.ts';

const HEAD = 'From: A <a@b.org>\nDate: Thu, 28 Jun 2018 14:39:16 +0200\nMessage-ID: <1@x>\nSubject: s\n';
const FROM = 'From mboxrd@z Thu Jan  1 00:00:00 1970\n';
const NEXT = `\n${FROM}From: B <b@b.org>\nMessage-ID: <2@x>\nDate: 1 Jan 2020 00:00:00 +0000\n\nnext\n`;

async function timed<Result>(act: () => Promise<Result>): Promise<{ result: Result; seconds: number }> {
  const started = performance.now();
  const result = await act();
  return { result, seconds: (performance.now() - started) / 1000 };
}

describe('a hostile mail takes bounded time and memory, is kept, and has an issue', () => {
  const nested = (depth: number) =>
    `${HEAD}Content-Type: multipart/mixed; boundary=b0\n\n` +
    Array.from({ length: depth }, (_, at) => `--b${at}\nContent-Type: multipart/mixed; boundary=b${at + 1}\n\n`).join(
      '',
    ) +
    `--b${depth}\n\ninnermost\n`;
  const parts = (count: number) =>
    `${HEAD}Content-Type: multipart/mixed; boundary=b\n\n${'--b\nContent-Type: text/plain\n\nx\n'.repeat(count)}--b--\n`;

  test.each([
    [
      '100,000 headers',
      `${HEAD}${Array.from({ length: 100_000 }, (_, at) => `X-${at}: y\n`).join('')}\nbody\n`,
      'mail.too-many-headers',
    ],
    ['a head of 5 MB', `${HEAD}X-Long: ${'y'.repeat(5_000_000)}\n\nbody\n`, 'mail.head-too-long'],
    ['10,000 nested parts', nested(10_000), 'mail.mime'],
    ['10,000 parts side by side', parts(10_000), 'mail.mime'],
    ['100,000 encoded words', `${HEAD}X-Words: ${'=?utf-8?q?a?= '.repeat(100_000)}\n\nbody\n`, 'mail.head-too-long'],
    [
      '100,000 recipients',
      `${HEAD}Cc: ${Array.from({ length: 100_000 }, (_, at) => `"N ${at}" <${at}@x.org>`).join(', ')}\n\nbody\n`,
      'mail.head-too-long',
    ],
    ['a million open comments', `${HEAD}To: ${'('.repeat(900_000)}\n\nbody\n`, undefined],
    [
      '100,000 references',
      `${HEAD}References: ${Array.from({ length: 30_000 }, (_, at) => `<${at}@x>`).join(' ')}\n\nbody\n`,
      undefined,
    ],
    ['a line of 1 MB', `${HEAD}\n${'x'.repeat(1_000_000)}\n`, 'mail.long-line'],
    [
      'a line of 1 MB of blanks, quoted-printable',
      `${HEAD}Content-Transfer-Encoding: quoted-printable\n\n${' '.repeat(1_000_000)}x\n`,
      undefined,
    ],
    [
      'a line of 1 MB of quote marks, flowed',
      `${HEAD}Content-Type: text/plain; format=flowed\n\n${'> '.repeat(500_000)}\n`,
      undefined,
    ],
    ['HTML of 5 MB', `${HEAD}Content-Type: text/html\n\n${'<div>'.repeat(1_000_000)}\n`, 'mail.mime'],
    [
      'content-type on content-type',
      `${HEAD}X: format=flowed\nContent-Type: multipart/mixed; ${'content-type:;'.repeat(60_000)}\n\nbody\n`,
      undefined,
    ],
  ])('%s', async (_name, mail, code) => {
    const { result, seconds } = await timed(() => itemsIn(`${FROM}${mail}${NEXT}`, 256 * 1024));
    const found = result.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
    expect(found.map(({ messageId }) => messageId)).toEqual(['1@x', '2@x']);
    expect(found[1]?.text).toBe('next\n');
    expect(found[0]?.raw.length).toBeGreaterThan(Math.min(mail.length - 2, 16_000_000));
    if (code !== undefined) expect(codesOf(result)).toContain(code);
    expect(seconds).toBeLessThan(5);
  });

  test.each([
    ['in an mbox', FROM, ['1@x', '2@x']],
    ['alone', '', ['1@x']],
  ])('a mail of 200 MB %s: its first 16 MB are kept', async (_where, opening, ids) => {
    async function* bytes(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${opening}${HEAD}\n`);
      const megabyte = Buffer.from(`${'a line of text, and more of it\n'.repeat(33_825)}`);
      for (let at = 0; at < 200; at += 1) yield megabyte;
      if (opening !== '') yield Buffer.from(NEXT);
    }
    let highest = 0;
    const { result, seconds } = await timed(async () => {
      const found: { id: string; size: number; codes: readonly string[] }[] = [];
      for await (const item of readArchive(bytes(), 'test')) {
        highest = Math.max(highest, process.memoryUsage().rss);
        if (item.kind !== 'message') continue;
        const { messageId, raw, issues } = item.message;
        found.push({ id: messageId, size: raw.length, codes: issues.map((issue) => issue.code) });
      }
      return found;
    });
    expect(result.map(({ id }) => id)).toEqual(ids);
    expect(result[0]?.size).toBeLessThanOrEqual(16 * 1024 * 1024);
    expect(result[0]?.codes).toContain('mail.too-large');
    expect(seconds).toBeLessThan(10);
    expect(highest).toBeLessThan(1_000_000_000);
  });

  test('a million lines that look like From lines part no mails', async () => {
    const mail = `${HEAD}\n${'From here to there at 10:30 in 2020 we go\n'.repeat(200_000)}`;
    const { result, seconds } = await timed(() => itemsIn(`${FROM}${mail}${NEXT}`, 256 * 1024));
    expect(result).toHaveLength(2);
    expect(seconds).toBeLessThan(10);
  });

  test('50,000 mails whose references run in circles are threads, series and tags in time', async () => {
    const text = 'Reviewed-by: A <a@example.org>\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n';
    const messages = Array.from({ length: 50_000 }, (_, at) =>
      message({
        messageId: `${at}`,
        subject: `[PATCH ${at % 10}/9] x`,
        text,
        references: [`${(at * 7919) % 50_000}`, `${(at + 1) % 50_000}`],
      }),
    );
    const { result, seconds } = await timed(async () => {
      const threads = buildThreads(messages);
      const series = findSeries(threads);
      return collectTags(threads, series).length;
    });
    expect(result).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(60);
  });
});

describe('a hostile mail is read to the end by an ingest, and its issue is a row', () => {
  const never = new AbortController().signal;
  const prose = 'I think that this may race with reclaim, since no lock is held.\n';

  test.each([
    [
      '100,000 headers',
      `${HEAD}${Array.from({ length: 100_000 }, (_, at) => `X-${at}: y\n`).join('')}\nbody\n`,
      'mail.too-many-headers',
    ],
    [
      '10,000 nested parts',
      `${HEAD}Content-Type: multipart/mixed; boundary=b0\n\n${Array.from({ length: 10_000 }, (_, at) => `--b${at}\nContent-Type: multipart/mixed; boundary=b${at + 1}\n\n`).join('')}--b10000\n\nx\n`,
      'mail.mime',
    ],
    ['a line of 1 MB', `${HEAD}\n${'x'.repeat(1_000_000)}\n`, 'mail.long-line'],
    ['a million short lines', `${HEAD}\n${'> a\n'.repeat(500_000)}${'b\n'.repeat(500_000)}`, 'text.too-long'],
    ['17 MB of words', `${HEAD}\n${prose.repeat(17_000_000 / prose.length)}`, 'mail.too-large'],
    [
      'references in a circle',
      `${HEAD.replace('<1@x>', '<1@x>\nReferences: <2@x>')}\na\n\n${FROM}From: C <c@b.org>\nMessage-ID: <2@x>\nReferences: <1@x>\n\nb\n`,
      'thread.cycle',
    ],
  ])('%s', async (_name, mail, code) => {
    const store = await newStore();
    const crew = crewOf(1, never, undefined);
    await ingest(
      store,
      [memorySource('hostile.mbox', `${FROM}${mail}${NEXT.replaceAll('2@x', '3@x')}`)],
      crew,
      noProgress,
      never,
    );
    expect(await store.all('SELECT message_id, is_pending FROM message WHERE NOT is_ghost')).toContainEqual({
      message_id: '3@x',
      is_pending: 0,
    });
    expect((await store.all<{ code: string }>('SELECT DISTINCT code FROM v_issue')).map((row) => row.code)).toContain(
      code,
    );
    const { raw_bytes } = (await store.get<{ raw_bytes: number }>(
      "SELECT raw_bytes FROM v_message WHERE message_id = '1@x'",
    )) ?? { raw_bytes: 0 };
    expect(raw_bytes).toBeGreaterThan(0);
    expect(process.memoryUsage().rss).toBeLessThan(2_000_000_000);
  });
});
