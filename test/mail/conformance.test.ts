import { describe, expect, test } from 'vitest';
import { mergeCopies } from '../../src/mail/copies.ts';
import type { Message } from '../../src/mail/message.ts';
import { hasDiff } from '../../src/thread/patch-mail.ts';
import { filesOf, messagesOf, withoutMail } from './mails.ts';

async function only(path: string): Promise<Message> {
  const [message, ...others] = await messagesOf(path);
  if (message === undefined || others.length > 0) throw new Error(`expected one mail in ${path}`);
  return message;
}

describe.skipIf(withoutMail !== '')(`patchwork's mails${withoutMail}`, () => {
  const folder = 'mail/fixtures/patchwork/mail';

  /** What Patchwork's test_parser.py finds in each: a patch, or a pull request or comment without one. */
  test.each([
    ['0001-git-pull-request', false],
    ['0002-git-pull-request-wrapped', false],
    ['0003-git-pull-request-with-diff', true],
    ['0004-git-pull-request-git+ssh', false],
    ['0005-git-pull-request-ssh', false],
    ['0006-git-pull-request-http', false],
    ['0007-cvs-format-diff', true],
    ['0008-git-rename', true],
    ['0009-git-rename-with-diff', true],
    ['0010-invalid-charset', true],
    ['0011-no-newline-at-end-of-file', true],
    ['0012-invalid-header-char', true],
    ['0013-with-utf8-body', true],
    ['0014-with-unencoded-utf8-headers', true],
    ['0015-with-invalid-utf8-headers', true],
    ['0016-no-subject', true],
    ['0017-git-pull-request-git-2-14-3', false],
    ['0019-multipart-patch', true],
    ['0020-multipart-comment', false],
    ['0021-git-empty-new-file', true],
    ['0022-git-mode-change', true],
    ['0023-git-pull-request-newline-in-url', false],
    ['0024-git-pull-request-trailing-space', false],
    ['0025-git-add-binary-file', true],
    ['0026-git-add-mixed-binary-text-files', true],
    ['0027-git-modify-binary-file', true],
  ])('%s: has a diff: %s', async (name, diff) => {
    const { text, subject, from } = await only(`${folder}/${name}.mbox`);
    expect(hasDiff(text)).toBe(diff);
    expect(from.email).toContain('@');
    expect(`${subject}${text}`).not.toContain('\ufffd');
  });

  test('every mail of the folder has its line here', () => {
    expect(filesOf(folder, '.mbox')).toHaveLength(26);
  });

  test('unencoded UTF-8 in headers is read', async () => {
    expect((await only(`${folder}/0014-with-unencoded-utf8-headers.mbox`)).from.name).toBe('Rafał Miłecki');
  });

  test('a multipart patch has its text once, its HTML not', async () => {
    const { text } = await only(`${folder}/0019-multipart-patch.mbox`);
    expect(text.match(/^diff --git /gm)).toHaveLength(1);
    expect(text).not.toMatch(/<(?:html|div|br)/i);
  });
});

describe.skipIf(withoutMail !== '')(`notmuch's awkward mails${withoutMail}`, () => {
  const folder = 'mail/fixtures/notmuch';

  test('Cc and cc are one header', async () => {
    expect((await only(`${folder}/broken/broken-cc`)).cc.map(({ name }) => name)).toEqual(['Bob', 'Charles']);
  });

  test('a part without a body loses nothing of the others', async () => {
    const { text, issues } = await only(`${folder}/broken/empty-part`);
    expect(text.trim().length).toBeGreaterThan(0);
    expect(issues.map(({ code }) => code)).not.toContain('mail.mime');
  });

  test('an encrypted mail that was mangled is kept, with issues for the parts that are no text', async () => {
    const { messageId, issues } = await only(`${folder}/mangling/mixed-up.eml`);
    expect(messageId).toBe('mixed-up@mangling.notmuchmail.org');
    expect(issues.map(({ code }) => code)).toEqual(['mail.attachment']);
  });

  test('files of one Message-ID are copies of one mail', async () => {
    const messages = await messagesOf(...filesOf(`${folder}/duplicate`, ''));
    const merged = mergeCopies(messages);
    expect(messages).toHaveLength(9);
    expect(merged.map(({ copies }) => copies.length + 1).sort()).toEqual([2, 2, 5]);
  });
});
