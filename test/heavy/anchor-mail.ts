import { createReadStream, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ghostMessages } from '../../src/ingest/ghost-messages.ts';
import { nodesOf } from '../../src/ingest/nodes-of.ts';
import { readArchive } from '../../src/mail/archive.ts';
import type { Message } from '../../src/mail/message.ts';
import { review } from '../../src/patch/review.ts';
import type { Reviewed } from '../../src/patch/reviewed.ts';
import { buildThreads } from '../../src/thread/build.ts';
import { readSubject } from '../../src/thread/subject.ts';
import type { ThreadNode } from '../../src/thread/thread.ts';

/** The folder of real mail, as a path that ends in no slash. */
export const SHARED = fileURLToPath(new URL('../../../shared', import.meta.url));

/** All messages of the archives in a folder, or of one archive. */
export async function readMail(path: string): Promise<Message[]> {
  const files = /\.(?:gz|txt)$/.test(path) ? [path] : readdirSync(path).map((name) => `${path}/${name}`);
  const messages: Message[] = [];
  for (const file of files.filter((name) => /\.(?:gz|txt)$/.test(name)).sort()) {
    for await (const item of readArchive(createReadStream(file), file)) {
      if (item.kind === 'message') messages.push(item.message);
    }
  }
  return messages;
}

/** A mail read to the end, and the mails that it answers, nearest first. */
export interface ReadMail {
  readonly message: Message;
  readonly reviewed: Reviewed;
  readonly ancestors: readonly Message[];
}

/** Reads all threads of messages to the end, ghosts among them. */
export function reviewMail(messages: readonly Message[]): Map<string, ReadMail> {
  const ghosts = buildThreads(messages).flatMap(ghostMessages);
  const rebuilt = new Set(ghosts.map(({ messageId }) => messageId));
  const read = new Map<string, ReadMail>();
  for (const { root } of buildThreads([...messages, ...ghosts])) {
    for (const node of nodesOf(root)) {
      const { message } = node;
      if (message === undefined) continue;
      const above = ancestorsOf(node);
      const known = above.flatMap(({ messageId }) => read.get(messageId)?.reviewed ?? []);
      const reviewed = review(
        { ...message, isReply: readSubject(message.subject).isReply, isRebuilt: rebuilt.has(message.messageId) },
        known,
      );
      const ancestors = above.flatMap((ancestor) => ancestor.message ?? []);
      read.set(message.messageId, { message, reviewed, ancestors });
    }
  }
  return read;
}

function ancestorsOf(node: ThreadNode): ThreadNode[] {
  const above: ThreadNode[] = [];
  for (let at = node.parent; at !== undefined && above.length < 32; at = at.parent) above.push(at);
  return above;
}
