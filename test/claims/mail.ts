import { parseBody } from '../../src/body/parse.ts';
import type { Parent, ReviewMail } from '../../src/claims/extract.ts';

/** A mail with nothing in it but what claims are read from. */
export function mailOf(
  messageId: string,
  sender: string,
  text: string,
  parents: readonly Parent[],
  date = '2024-01-01',
): ReviewMail {
  const above = parents.map((parent) => parent.messageId);
  return {
    message: {
      messageId,
      from: { name: '', email: sender },
      to: [],
      cc: [],
      date,
      subject: parents.length === 0 ? '[PATCH] mm: free tables' : 'Re: [PATCH] mm: free tables',
      inReplyTo: above.slice(0, 1),
      references: [...above].reverse(),
      listIds: [],
      headers: new Map(),
      text,
      contentHash: '',
      raw: new Uint8Array(),
      origin: { source: '-', offset: 0 },
      issues: [],
    },
    body: parseBody(text),
    anchors: [],
    isPatch: parents.length === 0,
    parents,
  };
}
