import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Patch } from '../../src/patch/patch.ts';
import { readPatch } from '../../src/patch/read.ts';

const THREADS = '../shared/mail/seed-threads';

/** Whether the real mails are there; tests on them are skipped where they are not. */
export const HAS_MAILS = existsSync(THREADS);

/** The patch in the mail of a thread whose subject begins so. */
export function patchOf(thread: string, subject: string): Patch {
  const mbox = gunzipSync(readFileSync(`${THREADS}/${thread}.mbox.gz`)).toString('latin1');
  for (const mail of mbox.split(/^From /m)) {
    const head = /^Subject: (.*(?:\n[ \t].*)*)/m.exec(mail)?.[1] ?? '';
    if (!head.replace(/\s+/g, ' ').startsWith(subject)) continue;
    return readPatch('patch@example.com', mail.slice(mail.indexOf('\n\n') + 2));
  }
  throw new Error(`no mail "${subject}" in ${thread}`);
}
