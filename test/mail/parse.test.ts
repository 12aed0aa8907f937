import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../src/mail/parse.ts';
import { codesOf, filesOf, itemsOf, messagesOf, withoutMail } from './mails.ts';

const origin = { source: 'test', offset: 0 };
const parse = (text: string, encoding: BufferEncoding = 'utf8') => parseMessage(Buffer.from(text, encoding), origin);
const codes = async (text: string, encoding: BufferEncoding = 'utf8') =>
  (await parse(text, encoding)).issues.map(({ code }) => code);

const HEAD = 'From: A <A@B.org>\nDate: Thu, 28 Jun 2018 14:39:16 +0200\nMessage-ID: <1@x>\nSubject: s\n';

test('a line that nobody wrote is kept, and told', async () => {
  expect(await codes(`${HEAD}\n${'x'.repeat(100_000)}\n`)).toEqual([]);
  const { text, issues } = await parse(`${HEAD}\nWords.\n${'x'.repeat(100_001)}`);
  expect(text).toHaveLength(100_008);
  expect(issues).toMatchObject([{ code: 'mail.long-line', says: 'a line of 100001 characters', where: '1@x' }]);
});

describe('headers', () => {
  test('names are decoded, addresses are in lower case, dates in UTC', async () => {
    const message = await parse(
      'From: =?UTF-8?Q?Uwe_Kleine-K=C3=B6nig?= <U.Kleine-Koenig@Pengutronix.de>\n' +
        'To: "Kirill A. Shutemov" <kirill@shutemov.name>, undisclosed:;, list@x.org\n' +
        'Cc: =?UTF-8?B?RG9lLCBKYW5l?= <jane@x.org>\n' +
        'Date: Thu, 28 Jun 2018 14:39:16 +0200\nMessage-Id: <1@x>\n' +
        'Subject: =?utf-8?q?mm=3A_a?=\n =?utf-8?q?b?= c\n' +
        'References: <a@x>\n\t<b@x> <a@x>\nIn-Reply-To: Message from "A" <u.kleine-koenig@pengutronix.de> of Monday <b@x>\n' +
        'List-Id: Linux MM <linux-mm.kvack.org>\n\n\n',
    );
    expect(message).toMatchObject({
      from: { name: 'Uwe Kleine-König', email: 'u.kleine-koenig@pengutronix.de' },
      to: [
        { name: 'Kirill A. Shutemov', email: 'kirill@shutemov.name' },
        { name: '', email: 'list@x.org' },
      ],
      cc: [{ name: 'Doe, Jane', email: 'jane@x.org' }],
      date: '2018-06-28T12:39:16.000Z',
      subject: 'mm: ab c',
      references: ['a@x', 'b@x'],
      inReplyTo: ['b@x'],
      listIds: ['linux-mm.kvack.org'],
      issues: [],
    });
  });

  test('a mail without Message-ID gets one of its bytes, the same each time', async () => {
    const text = 'From: A <a@b.org>\nSubject: s\n\nx\n';
    const message = await parse(text);
    expect(message.messageId).toMatch(/^[0-9a-f]{40}@no-message-id\.invalid$/);
    expect((await parse(text)).messageId).toBe(message.messageId);
    expect(message.issues.map(({ code }) => code)).toContain('mail.no-message-id');
  });

  test('of two Message-IDs the first is the mail’s own, and an issue names both', async () => {
    const message = await parse(`Message-ID: <1@x>\nMessage-ID: <2@x>\n\nx\n`);
    expect(message.messageId).toBe('1@x');
    expect(message.issues.find(({ code }) => code === 'mail.message-ids')?.says).toContain('1@x 2@x');
  });

  test('raw 8-bit headers are UTF-8, else windows-1252, with an issue', async () => {
    expect((await parse('From: König <k@x.org>\n\n')).from.name).toBe('König');
    const latin = await parse('From: König <k@x.org>\n\n', 'latin1');
    expect(latin.from.name).toBe('König');
    expect(latin.issues.map(({ code }) => code)).toContain('mail.header-charset');
  });

  test('a date from the future is replaced by that of delivery', async () => {
    const message = await parse(
      'Received: from a by b; Wed, 08 Nov 2023 17:40:08 +0000\nDate: Wed, 15 Sep 2077 02:13:51 +0200\nMessage-ID: <1@x>\n\n',
    );
    expect(message.date).toBe('2023-11-08T17:40:08.000Z');
    expect(message.issues.map(({ code }) => code)).toEqual(['mail.date']);
  });

  test('lines that are no field are passed over, or open the body', async () => {
    expect(
      await codes('From: A <a@b.org>\nnonsense\nMessage-ID: <1@x>\nDate: 1 Jan 2020 00:00:00 +0000\n\nx\n'),
    ).toEqual(['mail.head-line']);
    const message = await parse(`${HEAD}no blank line here\nand more\n`);
    expect(message.text).toBe('no blank line here\nand more\n');
    expect(message.issues.map(({ code }) => code)).toEqual(['mail.head-unfinished']);
  });

  test('CR LF line ends and leading blank lines', async () => {
    const message = await parse(`\r\n${HEAD}\nline\n`.replace(/\r?\n/g, '\r\n'));
    expect(message).toMatchObject({ messageId: '1@x', subject: 's', text: 'line\n', issues: [] });
  });
});

describe('text', () => {
  const typed = (type: string, encoding: string, body: string) =>
    `${HEAD}Content-Type: ${type}\nContent-Transfer-Encoding: ${encoding}\n\n${body}`;

  test('quoted-printable: soft breaks, blanks at line ends, wrong escapes', async () => {
    const message = await parse(
      typed('text/plain; charset=utf-8', 'quoted-printable', 'K=C3=B6n=\nig  \nend=20\n=zz = x\n'),
    );
    expect(message.text).toBe('König\nend \n=zz = x\n');
  });

  test('base64, with a plain footer below it too', async () => {
    const packed = Buffer.from('Grüße\r\nund Ende\r\n').toString('base64');
    expect((await parse(typed('text/plain; charset=utf-8', 'base64', `${packed}\n`))).text).toBe('Grüße\nund Ende\n');
    const footed = await parse(
      typed(
        'text/plain; charset=utf-8',
        'base64',
        `${packed}\n\n_______________________________________________\nlist\n`,
      ),
    );
    expect(footed.text).toContain('Grüße\nund Ende\n');
  });

  test.each([
    ['gb2312', 'xOO6ww==', '你好'],
    ['iso-2022-jp', 'GyRCO3ZMMxsoQg==', '事務'],
    ['koi8-r', '8NLJ18XU', 'Привет'],
    ['iso-8859-1', 'S/ZuaWc=', 'König'],
    ['windows-1257', '2A==', 'Ų'],
    ['euc-kr', 'vsiz5w==', '안녕'],
  ])('charset %s', async (charset, packed, text) => {
    expect((await parse(typed(`text/plain; charset=${charset}`, 'base64', packed))).text.trim()).toBe(text);
  });

  test('bytes that are no UTF-8 are read as windows-1252, with an issue', async () => {
    const message = await parse(`${HEAD}\nKönig\n`, 'latin1');
    expect(message.text).toBe('König\n');
    expect(message.issues.map(({ code }) => code)).toEqual(['mail.charset']);
  });

  test('NUL characters show as U+2400, with an issue', async () => {
    const message = await parse(`${HEAD}\na\0b\n`);
    expect([message.text, message.issues.map(({ code }) => code)]).toEqual(['a␀b\n', ['mail.nul']]);
  });

  const multipart = (...parts: readonly string[]) =>
    `${HEAD}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n${parts.map((part) => `--b\n${part}\n`).join('')}--b--\n`;

  test('an attached patch follows the text', async () => {
    const message = await parse(
      multipart(
        'Content-Type: text/plain\n\nSee attached.\n',
        'Content-Type: text/x-patch; name=x.patch\nContent-Disposition: attachment; filename=x.patch\n\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n',
      ),
    );
    expect(message.text).toBe('See attached.\n\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n');
  });

  test('what is neither text nor patch stays in the raw mail, with an issue', async () => {
    const text = multipart(
      'Content-Type: text/plain\n\nx\n',
      'Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\nAAAA\n',
    );
    const message = await parse(text);
    expect(message.issues.map(({ says }) => says)).toEqual([
      'an attachment that is no patch stays in the raw mail only: image/png a.png',
    ]);
    expect(Buffer.from(message.raw).toString()).toBe(text);
  });

  test('signed mail is its text', async () => {
    const message = await parse(
      `${HEAD}Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=b\n\n--b\nContent-Type: text/plain\n\nsigned words\n\n--b\nContent-Type: application/pgp-signature\n\nxxx\n--b--\n`,
    );
    expect([message.text.trim(), message.issues]).toEqual(['signed words', []]);
  });

  test('of alternatives the plain one counts; HTML alone is turned into text, with an issue', async () => {
    const alternative = `${HEAD}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/html\n\n<p>rich</p>\n--b--\n`;
    expect((await parse(alternative)).text.trim()).toBe('plain');
    const html = await parse(multipart('Content-Type: text/html\n\n<p>Hello <b>there</b></p><p>you</p>\n'));
    expect([html.text.trim(), html.issues.map(({ code }) => code)]).toEqual(['Hello there\n\nyou', ['mail.html-only']]);
  });

  test('a mail within a mail comes with its head', async () => {
    const message = await parse(
      multipart(
        'Content-Type: text/plain\n\nforwarded:\n',
        'Content-Type: message/rfc822\n\nFrom: B <b@x.org>\nSubject: inner\n\ninner text\n',
      ),
    );
    expect(message.text).toContain('forwarded:');
    expect(message.text).toContain('Subject: inner');
    expect(message.text).toContain('inner text');
  });
});

test('the content hash leaves out what delivery changes', async () => {
  const one = await parse(`Received: from a by b; Wed, 08 Nov 2023 17:40:08 +0000\n${HEAD}List-Id: <l1.x.org>\n\nx\n`);
  const other = await parse(`${HEAD.replace('A <A@B.org>', '"A" <A@b.org>')}List-Id: <l2.x.org>\n\nx\n\n \n`);
  const changed = await parse(`${HEAD}\ny\n`);
  expect(other.contentHash).toBe(one.contentHash);
  expect(changed.contentHash).not.toBe(one.contentHash);
});

describe.skipIf(withoutMail !== '')(`awkward real mails${withoutMail}`, () => {
  /** Issues that a category must have; all other categories have none. */
  const issues: Readonly<Record<string, readonly string[]>> = {
    'absurd-date': ['mail.date'],
    'no-message-id': ['mail.no-message-id'],
    'nul-byte': ['mail.nul'],
  };
  test.each(filesOf('mail/edge-cases', '.eml'))('%s', async (path) => {
    const items = await itemsOf(path);
    const category = path.replace(/.*\/|--.*/g, '');
    expect(items).toHaveLength(1);
    expect(codesOf(items)).toEqual(issues[category] ?? []);
    const [message] = await messagesOf(path);
    expect(message?.text.length).toBeGreaterThan(20);
    expect(message?.date).toMatch(/^20[12]\d-/);
    expect(message?.from.email).toContain('@');
    expect(message?.subject).not.toMatch(/=\?|\ufffd/);
    expect(message?.text).not.toMatch(/\r\n|\ufffd/);
    if (/patch|diff|rename|hunk|splat/.test(category) && !/splat|range/.test(category))
      expect(message?.text).toMatch(/^[> ]*(?:@@|diff|Index|---|[-+])/m);
  });

  test.each(filesOf('mail/fixtures/patchwork/fuzz', '.mbox'))('%s is read, whatever is wrong with it', async (path) => {
    const items = await itemsOf(path);
    expect(items.filter(({ kind }) => kind === 'message').length).toBeGreaterThan(0);
  });
});
