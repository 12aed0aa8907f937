import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { done, type Outcome, refused } from '../complaint.ts';
import { readArchive } from '../mail/archive.ts';
import type { Message } from '../mail/message.ts';
import { parseMessage } from '../mail/parse.ts';
import type { Session } from './context.ts';

/**
 * Reads the patches of a file: mails as `git format-patch` and b4 write them, or the bare diff of `git diff`.
 *
 * @param path the file, or `-` for standard input
 */
export async function readPatchFile(path: string, session: Pick<Session, 'stdin'>): Promise<Outcome<Message[]>> {
  let bytes: Buffer;
  try {
    bytes = await buffer(path === '-' ? session.stdin : createReadStream(path));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return refused({
      kind: 'input',
      message: `cannot read ${path}`,
      causes: [error.message],
      hint: 'Give a file with a patch, or the id of a thread; `mmlore threads` lists them.',
    });
  }
  const messages: Message[] = [];
  const issues: string[] = [];
  for await (const item of readArchive(Readable.from([bytes]), path)) {
    if (item.kind === 'message') messages.push(item.message);
    else issues.push(item.issue.says);
  }
  if (messages.length > 0) return done(messages);
  if (/^(?:diff --git |--- \S)/m.test(bytes.toString('utf8'))) return done([await bareDiff(bytes, path)]);
  return refused({
    kind: 'input',
    message: `there is no patch in ${path}`,
    causes: issues,
    hint: 'Give a mail or a unified diff.',
  });
}

/** A diff without a mail around it, as a mail without a sender. */
function bareDiff(bytes: Buffer, path: string): Promise<Message> {
  const head = Buffer.from(`Message-ID: <${encodeURIComponent(path)}@diff.invalid>\nSubject: [PATCH] ${path}\n\n`);
  return parseMessage(Buffer.concat([head, bytes]), { source: path, offset: 0 });
}
