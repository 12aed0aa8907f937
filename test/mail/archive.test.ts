import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codesOf, itemsIn, messagesIn } from './mails.ts';

const mail = (id: string, body: string) =>
  `From: A <a@b.org>\nDate: Thu, 28 Jun 2018 14:39:16 +0200\nMessage-ID: <${id}>\nSubject: s\n\n${body}`;
const mbox = (...mails: readonly string[]) =>
  mails.map((one) => `From mboxrd@z Thu Jan  1 00:00:00 1970\n${one}\n`).join('');

describe('mbox', () => {
  test('mails are parted at From lines, at whatever size the pieces come', async () => {
    const bytes = Buffer.from(mbox(mail('1@x', 'one\n'), mail('2@x', 'two\n'), mail('3@x', 'three\n')));
    for (const size of [1, 7, 64, 4096]) {
      const messages = await messagesIn(bytes, size);
      expect(messages.map(({ messageId, text }) => [messageId, text])).toEqual([
        ['1@x', 'one\n'],
        ['2@x', 'two\n'],
        ['3@x', 'three\n'],
      ]);
    }
  });

  test('each message says at which byte of the unpacked source its From line stands', async () => {
    const archive = mbox(mail('1@x', 'one\n'), mail('2@x', 'two\n'));
    const messages = await messagesIn(gzipSync(archive));
    expect(messages.map(({ origin }) => origin)).toEqual([
      { source: 'test', offset: 0 },
      { source: 'test', offset: archive.indexOf('From mboxrd', 1) },
    ]);
  });

  test('mboxrd: body lines lose one > before From', async () => {
    const [message] = await messagesIn(mbox(mail('1@x', '>From here\n>>From there\n> From untouched\n')));
    expect(message?.text).toBe('From here\n>From there\n> From untouched\n');
  });

  test('mboxo, known by a real sender: only >From loses its >', async () => {
    const archive = `From joe@example.org Sat Jan  3 01:05:34 1996\n${mail('1@x', '>From here\n>>From there\n')}`;
    expect((await messagesIn(archive))[0]?.text).toBe('From here\n>>From there\n');
  });

  test('mboxcl2: an unescaped From line within the stated length is text', async () => {
    const body = 'see\n\nFrom joe@example.org Sat Jan  3 01:05:34 1996\nSubject: not a mail\n\nend\n';
    const counted = mail('1@x', '').replace('Subject', `Content-Length: ${body.length}\nSubject`);
    const archive = `From a@b.org Sat Jan  3 01:05:34 1996\n${counted}${body}\nFrom a@b.org Sat Jan  3 01:05:34 1996\n${mail('2@x', 'two\n')}`;
    for (const size of [13, 4096]) {
      const messages = await messagesIn(archive, size);
      expect(messages.map(({ messageId, text }) => [messageId, text])).toEqual([
        ['1@x', body],
        ['2@x', 'two\n'],
      ]);
    }
  });

  test('a wrong Content-Length parts no mails wrongly', async () => {
    const counted = mail('1@x', 'one\n').replace('Subject', 'Content-Length: 70\nSubject');
    expect((await messagesIn(mbox(counted, mail('2@x', 'two\n')))).map(({ messageId }) => messageId)).toEqual([
      '1@x',
      '2@x',
    ]);
  });

  test('each mail has memory of its own', async () => {
    for (const { raw } of await messagesIn(mbox(mail('1@x', 'one\n'), mail('2@x', '>From two\n')))) {
      expect(raw.buffer.byteLength).toBe(raw.length);
    }
  });

  test('blank lines before the first mail are passed over', async () => {
    const messages = await messagesIn(`\n\n${mbox(mail('1@x', 'one\n'))}`);
    expect(messages.map(({ messageId, origin }) => [messageId, origin.offset])).toEqual([['1@x', 2]]);
  });

  test('a line that only begins with From parts nothing', async () => {
    const body = 'text\n\nFrom now on, at 12:30, we meet in 2020\nFrom: here\n';
    expect((await messagesIn(mbox(mail('1@x', body))))[0]?.text).toBe(body);
  });

  test('any bodies come back as they were written', async () => {
    const line = fc.stringMatching(/^(>{0,3}From .{0,20}|[ -~]{0,40})$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(line, { maxLength: 6 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 200 }),
        async (bodies, size) => {
          const texts = bodies.map((lines) => lines.map((text) => `${text}\n`).join(''));
          const escaped = texts.map((text, at) => mail(`${at}@x`, text.replace(/^(>*From )/gm, '>$1')));
          expect((await messagesIn(mbox(...escaped), size)).map(({ text }) => text)).toEqual(texts);
        },
      ),
      { numRuns: 60 },
    );
  });
});

const hasXz = (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/xz`));

describe('packing', () => {
  const archive = mbox(...Array.from({ length: 300 }, (_, at) => mail(`${at}@x`, `text ${at} ${'x'.repeat(at)}\n`)));

  test('gzip is known by its first bytes, several members one after the other are one archive', async () => {
    const halves = [archive.slice(0, 20_000), archive.slice(20_000)].map((half) => gzipSync(half));
    expect(await messagesIn(Buffer.concat(halves), 1000)).toHaveLength(300);
  });

  test('xz is known by its first bytes', async () => {
    const packed = Buffer.from(
      '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AClAFxdACMcieb24DM60U61raw4ixP8UpRK3qJlWzKuYyHvZ70ofzBw6g4WrzVMK6HamxZ2u131UARYF4ypnNSk+99n4rbl3Rb0Tkj4pg/K/ldRlnJmXeOKBQY+XkDQeRsAAEQC0Q9yIfM9AAF4pgEAAAAiVv9jscRn+wIAAAAABFla',
      'base64',
    );
    expect((await messagesIn(packed, 100)).map(({ text }) => text)).toEqual(['hello\n', 'there\n']);
  });

  const cutShort = async (packed: Buffer) => {
    const items = await itemsIn(packed.subarray(0, Math.floor(packed.length / 2)), 500);
    expect(items.filter(({ kind }) => kind === 'message').length).toBeGreaterThan(50);
    expect(codesOf(items)).toContain('mail.unpack');
  };

  test('a gzip stream cut short gives the mails before the cut and an issue', () => cutShort(gzipSync(archive)));

  test.skipIf(!hasXz)(`an xz stream cut short does, too${hasXz ? '' : ' (skipped: no xz program to make one)'}`, () =>
    cutShort(execFileSync('xz', ['--block-size=4096', '-c'], { input: archive })),
  );
});

describe('what is no mailbox', () => {
  test.each([
    ['nothing', '', 'mail.empty'],
    ['blank lines', '\n\n\n', 'mail.empty'],
    ['prose', 'Dear reader,\n\nthis is no mail.\n', 'mail.not-a-mailbox'],
    ['binary junk', Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256)), 'mail.not-a-mailbox'],
    ['gzip of nothing', gzipSync(''), 'mail.empty'],
    ['a From line alone', 'From mboxrd@z Thu Jan  1 00:00:00 1970\n', 'mail.empty'],
  ])('%s is an issue', async (_name, bytes, code) => {
    const items = await itemsIn(bytes);
    expect(items.map(({ kind }) => kind)).not.toContain('message');
    expect(codesOf(items)).toContain(code);
  });

  test('one mail without a From line is read whole, From lines in its text included', async () => {
    const text = 'patch:\n\nFrom 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: x\n\nend\n';
    const messages = await messagesIn(mail('1@x', text));
    expect(messages.map((message) => message.text)).toEqual([text]);
  });

  test('junk never throws', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom(
          '',
          'From a Thu Jan  1 00:00:00 1970\n',
          'Subject: x\nContent-Type: multipart/mixed; boundary=a\n\n--a\n',
          '\x1f\x8b',
        ),
        async (bytes, start) => {
          const items = await itemsIn(Buffer.concat([Buffer.from(start, 'latin1'), bytes]));
          expect(items.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});
