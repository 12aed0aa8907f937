import type { Message } from '../../src/mail/message.ts';

/** A message with what a test says, and nothing else. */
export function message(said: Partial<Message> & { readonly messageId: string }): Message {
  return {
    from: { name: 'A', email: 'a@example.org' },
    to: [],
    cc: [],
    date: undefined,
    subject: '',
    inReplyTo: [],
    references: [],
    listIds: [],
    headers: new Map(),
    text: '',
    contentHash: said.messageId,
    raw: new Uint8Array(),
    origin: { source: 'test', offset: 0 },
    issues: [],
    ...said,
  };
}
