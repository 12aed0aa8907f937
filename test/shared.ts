import { createReadStream, existsSync } from 'node:fs';
import { describe } from 'vitest';
import { readArchive } from '../src/mail/archive.ts';
import type { Message } from '../src/mail/message.ts';

/** The folder of real mail beside the checkout; it is other people's mail and no part of the project. */
export const SHARED = new URL('../../shared/', import.meta.url);

/** Says whether a file of the real mail is at hand. */
export function hasShared(path: string): boolean {
  return existsSync(new URL(path, SHARED));
}

/** Groups tests on real mail; skipped, with the path in the title, where it is absent. */
export function describeShared(path: string, body: () => void): void {
  if (hasShared(path)) describe(path, body);
  else describe.skip(`${path} (not at hand: needs ../shared)`, body);
}

/** Reads the messages of a mailbox of the real mail. */
export async function sharedMessages(path: string): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const item of readArchive(createReadStream(new URL(path, SHARED)), path)) {
    if (item.kind === 'message') messages.push(item.message);
  }
  return messages;
}
