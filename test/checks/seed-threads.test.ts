import { expect, test } from 'vitest';
import { readPatch } from '../../src/patch/read.ts';
import { describeShared, sharedMessages } from '../shared.ts';
import { checkText, table } from './instruments.ts';

/** Verdicts worked out by hand for each mail of a thread that holds a diff, by a part of its Message-ID. */
const THREADS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'mail/seed-threads/seed-0.mbox.gz': Object.fromEntries(
    ['20180628123916', '20180702075049', '20180703171854'].map((version) => [
      version,
      [
        'unmap-uffd-missing UFFD-MISSING: violated → holds',
        'migrate-uffd-missing UFFD-MISSING: violated → holds',
        'unmap-uffd-hint-first UFFD-MISSING: violated → holds',
        'unmap-uffd-wp UFFD-WP: violated → holds',
      ],
    ]),
  ),
  'mail/seed-threads/seed-1.mbox.gz': Object.fromEntries(
    ['20201126222359', '20201130230603'].map((version) => [
      version,
      [
        'fault-around-punch UFFD-WP: violated → holds',
        'fault-around-punch-in-flight UFFD-WP: violated → violated',
        'fault-around-zap UFFD-WP: violated → violated',
        'fault-around-truncate TRUNC: holds → holds',
      ],
    ]),
  ),
};

for (const [thread, mails] of Object.entries(THREADS)) {
  describeShared(thread, async () => {
    const messages = await sharedMessages(thread);
    test.each(Object.entries(mails))('%s', (version, expected) => {
      const mail = messages.find(
        (message) => message.messageId.includes(version) && readPatch('', message.text).files.length > 0,
      );
      const checks = checkText(mail?.text ?? '', mail?.date ?? '');
      expect(table(checks)).toEqual(expect.arrayContaining([...expected]));
      for (const check of checks) expect([check.before.origin, check.after.origin]).toEqual(['reference', 'reference']);
    });
  });
}
