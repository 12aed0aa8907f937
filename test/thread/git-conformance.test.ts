import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasDiff, readPatchMail } from '../../src/thread/patch-mail.ts';
import { readSubject } from '../../src/thread/subject.ts';
import { filesOf, messagesOf, shared, withoutMail } from '../mail/mails.ts';
import { temporaryFolder } from '../temporary.ts';

const FOLDER = 'mail/fixtures/git/t5100';

/** What this project does otherwise than `git mailinfo`, and why. */
const DEVIATIONS: Readonly<Record<string, { readonly field: string; readonly here: string; readonly why: string }>> = {
  '0001': { field: 'Author', here: 'A U Thor', why: 'comments of RFC 5322 are no part of a name' },
  '0015': {
    field: 'Author',
    here: 'A U Thor',
    why: 'an in-body From without an address is text; git makes the author empty',
  },
  '0015 ': { field: 'Email', here: 'a.u.thor@example.com', why: 'as above' },
  comment: {
    field: 'Author',
    here: 'a comment ) A U Thor',
    why: 'nodemailer reads quotes within comments; no list mail has them',
  },
  'info-from': { field: 'Author', here: '', why: 'a bare address gives no name; git repeats the address as the name' },
  'rfc2047-0004': { field: 'Author', here: 'Nathaniel Borenstein', why: 'comments of RFC 5322 are no part of a name' },
};

/** git leaves a patch in the charset of its mail; here all text is decoded. */
function read(name: string): string {
  const bytes = readFileSync(shared(`${FOLDER}/${name}`));
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

/** `Author: A U Thor` lines of git's info files. */
function infoOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

function expected(info: ReadonlyMap<string, string>, key: string, field: string): string | undefined {
  const deviation = [DEVIATIONS[key], DEVIATIONS[`${key} `]].find((one) => one?.field === field);
  return deviation?.here ?? info.get(field);
}

const words = (text: string) =>
  text
    .replace(/^---\s*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim();

describe.skipIf(withoutMail !== '')(`git mailinfo and mailsplit${withoutMail}`, () => {
  test('sample.mbox has 19 mails, an empty one among them', async () => {
    expect(await messagesOf(`${FOLDER}/sample.mbox`)).toHaveLength(19);
  });

  test.each(Array.from({ length: 18 }, (_, at) => String(at + 1).padStart(4, '0')))('mail %s', async (number) => {
    const messages = await messagesOf(`${FOLDER}/sample.mbox`);
    const message = messages[Number(number)];
    if (message === undefined) throw new Error(`expected mail ${number} in sample.mbox`);
    // scissors always count here, so the --scissors variant is what to compare with
    const variant = existsSync(shared(`${FOLDER}/info${number}--scissors`)) ? '--scissors' : '';
    const info = infoOf(read(`info${number}${variant}`));
    const mail = readPatchMail(message);
    expect(mail.author.name).toBe(expected(info, number, 'Author'));
    expect(mail.author.email).toBe(expected(info, number, 'Email'));
    expect(readSubject(mail.subject).title).toBe(info.get('Subject'));
    expect(mail.commitMessage).toBe(read(`msg${number}${variant}`).trim());
    expect(words(`${mail.notes}\n${mail.diff}`)).toBe(words(read(`patch${number}${variant}`)));
  });

  test.each(['mail/threads', 'mail/fixtures/git/t4252', 'mail/fixtures/git/t4256', 'mail/fixtures/git/t4258'])(
    'every patch of %s is taken apart as git itself does it',
    { timeout: 120_000 },
    async (folder) => {
      const [message, patch] = ['msg', 'patch'].map((name) => join(temporaryFolder(), name)) as [string, string];
      const ending = folder === 'mail/threads' ? '.mbox.gz' : '';
      const mails = (await messagesOf(...filesOf(folder, ending).filter((path) => !/file-\d-0$/.test(path)))).filter(
        ({ text, subject }) => hasDiff(text) && !readSubject(subject).isReply,
      );
      expect(mails.length).toBeGreaterThan(0);
      for (const mail of mails) {
        const args = ['mailinfo', '--scissors', '--quoted-cr=strip', message, patch];
        const info = infoOf(execFileSync('git', args, { input: Buffer.from(mail.raw) }).toString());
        const found = readPatchMail(mail);
        expect({
          author: found.author,
          title: readSubject(found.subject).title,
          date: found.date,
          commitMessage: found.commitMessage,
          rest: words(`${found.notes}\n${found.diff}`),
        }).toEqual({
          author: { name: info.get('Author'), email: info.get('Email')?.toLowerCase() },
          title: readSubject(info.get('Subject') ?? '').title,
          date: new Date(info.get('Date') ?? '').toISOString(),
          commitMessage: readFileSync(message, 'utf8').trim(),
          rest: words(readFileSync(patch, 'utf8')),
        });
      }
    },
  );

  test.each(['info-from', 'embed-from', 'quoted-string', 'comment'])('%s.in', async (name) => {
    const [message] = await messagesOf(`${FOLDER}/${name}.in`);
    if (message === undefined) throw new Error(`expected a mail in ${name}.in`);
    const info = infoOf(read(`${name}.expect`));
    const mail = readPatchMail(message);
    expect(mail.author.name).toBe(expected(info, name, 'Author'));
    expect(mail.author.email).toBe(info.get('Email'));
    expect(readSubject(mail.subject).title).toBe(info.get('Subject'));
  });

  test('quoted-from.in keeps its >From: git mailsplit undoes escapes only when told that the archive is mboxrd', async () => {
    const [message] = await messagesOf(`${FOLDER}/quoted-from.in`);
    // deviation: mboxrd is the default here, so one > is taken off
    expect(message?.text.split('\n')[0]).toBe('From the depths of history, we are stuck with the');
    expect(read('quoted-from.expect').split('\n')[0]).toBe('>From the depths of history, we are stuck with the');
  });

  test.each(Array.from({ length: 11 }, (_, at) => at))('encoded words of RFC 2047, mail %i', async (at) => {
    const number = String(at + 1).padStart(4, '0');
    const message = (await messagesOf(`${FOLDER}/rfc2047-samples.mbox`))[at];
    const info = infoOf(read(`rfc2047-info-${number}`));
    expect(readSubject(message?.subject ?? '').title).toBe(info.get('Subject'));
    const author = expected(info, `rfc2047-${number}`, 'Author');
    if (author !== undefined) expect(message?.from.name).toBe(author);
  });

  test('sample.mboxrd splits and unescapes as git mailsplit --mboxrd', async () => {
    const messages = await messagesOf(`${FOLDER}/sample.mboxrd`);
    expect(messages.map(({ text }) => text.trimEnd())).toEqual(
      ['0001mboxrd', '0002mboxrd'].map((name) => read(name).trimEnd()),
    );
  });

  test('NUL bytes in plain and base64 text are shown as U+2400 where git keeps them, and told', async () => {
    const [message] = await messagesOf(`${FOLDER}/nul-b64.in`);
    expect(message?.text.replaceAll('\u2400', '\0')).toBe(read('nul-b64.expect'));
    expect(message?.issues.map(({ code }) => code)).toContain('mail.nul');
  });

  test('quoted CRs in transfer-encoded text are line ends, as with --quoted-cr=strip', async () => {
    for (const message of await messagesOf(`${FOLDER}/quoted-cr.mbox`)) {
      expect(readPatchMail(message).commitMessage).toBe(
        read('quoted-cr-msg')
          .replace(/(?:%%)+\n/g, '\n')
          .replace('%%', '\r')
          .trim(),
      );
      expect(message.text).not.toContain('\r\n');
    }
  });

  test('a format=flowed patch comes out whole', async () => {
    const [message] = await messagesOf('mail/fixtures/git/t4256/1/patch');
    const hunk = message?.text.split('\n@@ ')[1]?.split('\n') ?? [];
    expect(hunk.slice(0, 9)).toEqual([
      '-237,11 +237,22 @@ static int slurp_attr(const char *line, const char *name, struct strbuf *attr)',
      ' \treturn 1;',
      ' }',
      '',
      '+static int has_attr_value(const char *line, const char *name, const char *value)',
      '+{',
      '+\tstruct strbuf sb = STRBUF_INIT;',
      '+\tint rc = slurp_attr(line, name, &sb) && !strcasecmp(sb.buf, value);',
      '+\tstrbuf_release(&sb);',
    ]);
  });
});
