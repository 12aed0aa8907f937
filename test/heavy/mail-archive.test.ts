import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { simpleParser } from 'mailparser';
import { beforeAll, describe, expect, test } from 'vitest';
import { readArchive } from '../../src/mail/archive.ts';
import { mergeCopies } from '../../src/mail/copies.ts';
import type { Message } from '../../src/mail/message.ts';
import { buildThreads } from '../../src/thread/build.ts';
import { findSeries } from '../../src/thread/series.ts';
import { linkVersions } from '../../src/thread/versions.ts';
import { filesOf, messagesOf, shared, withoutMail } from '../mail/mails.ts';

const ARCHIVE = 'mail/bench/nvdimm.mbox.gz';
const MAILS = 14_925;

/** Mails whose text this project and Python's `email` read differently, with why; all others agree. */
const EXPLAINED: readonly { readonly why: string; readonly holds: (message: Message) => boolean }[] = [
  {
    why: 'bytes that gb2312 has not, from mail programs that mean gbk: Python goes on to other charsets',
    holds: ({ headers }) => /gb2312/i.test(headers.get('content-type')?.join() ?? ''),
  },
  {
    why: 'a report of delivery: its status part is text here',
    holds: ({ headers }) => /multipart\/report/i.test(headers.get('content-type')?.join() ?? ''),
  },
  {
    why: 'HTML only: its text is taken out of that here, Python has none',
    holds: ({ issues }) => issues.some(({ code }) => code === 'mail.html-only'),
  },
];

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version']);
    return true;
  } catch {
    return false;
  }
}

/** White space runs as one blank; where lines were joined, quote marks dropped, as some went with the line ends. */
function normal(text: string, flowed: boolean): string {
  const joined = flowed ? text.replace(/[>\s]+/g, ' ') : text;
  return joined.replace(/[\s\ufeff]+/g, ' ').trim();
}

describe.skipIf(withoutMail !== '')(`a whole list${withoutMail}`, () => {
  let messages: readonly Message[] = [];
  let seconds = 0;

  beforeAll(async () => {
    const started = performance.now();
    messages = await messagesOf(ARCHIVE);
    seconds = (performance.now() - started) / 1000;
  });

  test('every mail is accounted for: stored, or a copy with its reason', () => {
    expect(messages).toHaveLength(MAILS);
    const merged = mergeCopies(messages);
    const copies = merged.flatMap((one) => one.copies);
    expect(merged.length + copies.length).toBe(MAILS);
    expect(copies.filter(({ agreement }) => agreement === 'same-content')).toHaveLength(42);
    // one Message-ID used for two mails: both are kept
    expect(copies.filter(({ agreement }) => agreement === 'different-text')).toHaveLength(2);
    console.log(`${MAILS} mails in ${seconds.toFixed(1)} s: ${Math.round(MAILS / seconds)} a second`);
  });

  test('memory does not grow with the archive', async () => {
    let kept = 0;
    let highest = 0;
    for await (const item of readArchive(createReadStream(shared(ARCHIVE)), ARCHIVE)) {
      if (item.kind === 'message') kept += 1;
      if (kept % 1000 === 0) highest = Math.max(highest, process.memoryUsage().arrayBuffers);
    }
    expect(kept).toBe(MAILS);
    expect(highest - messages.reduce((sum, { raw }) => sum + raw.length, 0)).toBeLessThan(200_000_000);
  });

  test.skipIf(!hasPython())(
    'text equals that of Python’s email after white-space normalisation, or the difference is explained',
    () => {
      const script = fileURLToPath(new URL('mail-decode.py', import.meta.url));
      const lines = execFileSync('python3', [script, shared(ARCHIVE)], { maxBuffer: 1e8 })
        .toString()
        .trim()
        .split('\n');
      expect(lines).toHaveLength(MAILS);
      const differing = messages.filter(({ text }, at) => {
        const [kind, hash] = lines[at]?.split(' ') ?? [];
        return (
          createHash('sha256')
            .update(normal(text, kind === 'flowed'))
            .digest('hex') !== hash
        );
      });
      expect(differing.length / MAILS).toBeLessThan(0.001);
      expect(differing.filter((message) => !EXPLAINED.some(({ holds }) => holds(message)))).toEqual([]);
      console.log(`${differing.length} of ${MAILS} texts differ from Python's, all explained`);
    },
  );

  test('the faster lane for plain mails gives mailparser’s text', async () => {
    const others = await messagesOf(
      ...['mail/threads', 'mail/seed-threads', 'mail/ai-review'].flatMap((folder) => filesOf(folder, '.mbox.gz')),
      ...filesOf('mail/edge-cases', '.eml'),
      ...filesOf('mail/duplicates', '.eml'),
      ...filesOf('mail/fixtures/notmuch/lkml', ''),
    );
    let compared = 0;
    const differing: string[] = [];
    for (const { messageId, headers, text, raw, issues } of [...messages, ...others]) {
      const type = headers.get('content-type')?.[0] ?? 'text/plain';
      // joined lines keep diffs whole here, and charset damage is read as windows-1252
      if (!/^text\/plain/i.test(type) || /format\s*=\s*"?flowed/i.test(type)) continue;
      if (issues.some(({ code }) => code === 'mail.charset')) continue;
      const mail = await simpleParser(Buffer.from(raw), { skipTextToHtml: true });
      compared += 1;
      if ((mail.text ?? '').replaceAll('\0', '\u2400') !== text) differing.push(messageId);
    }
    expect(differing).toEqual([]);
    expect(compared).toBeGreaterThan(14_000);
    console.log(`${compared} texts equal mailparser's`);
  });

  test('threads, series and versions of the whole list, in time', () => {
    const started = performance.now();
    const threads = buildThreads(messages);
    const series = findSeries(threads);
    const links = linkVersions(series);
    const took = (performance.now() - started) / 1000;
    console.log(
      `${threads.length} threads, ${series.length} series, ${links.length} version links in ${took.toFixed(1)} s`,
    );
    const placed = threads.flatMap(({ root }) => {
      const nodes = [root];
      for (let at = 0; at < nodes.length; at += 1) for (const child of nodes[at]?.children ?? []) nodes.push(child);
      return nodes.filter((node) => node.message !== undefined).map(({ messageId }) => messageId);
    });
    expect(new Set(placed).size).toBe(placed.length);
    expect(placed).toHaveLength(new Set(messages.map(({ messageId }) => messageId)).size);
    expect(links.every(({ from, to }) => from !== to)).toBe(true);
    expect(took).toBeLessThan(30);
  });
});
