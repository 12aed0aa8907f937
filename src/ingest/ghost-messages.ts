import type { Message } from '../mail/message.ts';
import type { Thread } from '../thread/thread.ts';
import { rebuildGhosts } from './ghosts.ts';
import { nodesOf } from './nodes-of.ts';

/**
 * Makes mails of what replies quote of ghosts, so that their patches and words are read as those of other mails are.
 *
 * A ghost of which nothing is quoted stays a ghost without text.
 */
export function ghostMessages(thread: Thread): Message[] {
  const rebuilt = rebuildGhosts(thread);
  return nodesOf(thread.root).flatMap(({ messageId, parent }) => {
    const mail = rebuilt.get(messageId);
    if (mail === undefined) return [];
    const above = parent === undefined ? [] : [parent.messageId];
    return [
      {
        messageId,
        from: mail.from,
        to: [],
        cc: [],
        date: mail.date,
        subject: mail.subject,
        inReplyTo: above,
        references: above,
        listIds: [],
        headers: new Map(),
        text: mail.text,
        contentHash: '',
        raw: new Uint8Array(0),
        origin: { source: '', offset: 0 },
        issues: [],
      },
    ];
  });
}
