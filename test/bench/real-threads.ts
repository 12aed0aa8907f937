import { createReadStream } from 'node:fs';
import { readArchive } from '../../src/mail/archive.ts';
import type { Message } from '../../src/mail/message.ts';

/** Real threads; they are other people's mail and lie beside the checkout. */
export const THREADS = new URL('../../../shared/mail/threads/', import.meta.url);

/** Reads the mails of a thread of that folder. */
export async function mailsOf(name: string): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for await (const item of readArchive(createReadStream(new URL(name, THREADS)), name)) {
    if (item.kind === 'message') messages.push(item.message);
  }
  return messages;
}
