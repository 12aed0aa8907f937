import { Readable } from 'node:stream';
import type { Source } from '../../src/ingest/source.ts';
import { splitArchive } from '../../src/mail/archive.ts';

/** A mail to be written into a mailbox. */
export interface Draft {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly from?: string;
  /** Minutes after the first mail. */
  readonly minute?: number;
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  readonly list?: string;
}

/** Writes mails as an mboxrd. */
export function mbox(drafts: readonly Draft[]): string {
  return drafts.map(mail).join('');
}

function mail(draft: Draft): string {
  const { id, subject, text, from = 'Ada Reviewer <ada@example.org>', minute = 0, inReplyTo, references, list } = draft;
  const date = new Date(Date.UTC(2023, 4, 29, 6, minute)).toUTCString().replace('GMT', '+0000');
  const headers = [
    `From: ${from}`,
    `Date: ${date}`,
    `Subject: ${subject}`,
    `Message-ID: <${id}>`,
    ...(inReplyTo === undefined ? [] : [`In-Reply-To: <${inReplyTo}>`]),
    ...(references === undefined ? [] : [`References: ${references.map((one) => `<${one}>`).join(' ')}`]),
    ...(list === undefined ? [] : [`List-Id: <${list}>`]),
  ];
  const body = text.replace(/^(>*From )/gm, '>$1');
  return `From mboxrd@z Thu Jan  1 00:00:00 1970\n${headers.join('\n')}\n\n${body}\n\n`;
}

/** A source that reads an mbox from memory. */
export function memorySource(name: string, content: string | Uint8Array, fingerprint = '1'): Source {
  return {
    name,
    fingerprint,
    size: content.length,
    growsAtEnd: false,
    async *pieces(after) {
      let reached = after === undefined ? -1 : Number(after);
      for await (const piece of splitArchive(Readable.from([Buffer.from(content)]), name)) {
        if (piece.kind !== 'issue') {
          if (piece.origin.offset <= reached) continue;
          reached = piece.origin.offset;
        }
        yield { ...piece, position: String(reached), read: reached };
      }
    },
  };
}

const DIFF = `diff --git a/mm/rmap.c b/mm/rmap.c
index 1111111..2222222 100644
--- a/mm/rmap.c
+++ b/mm/rmap.c
@@ -10,7 +10,8 @@ static void drop_rmap(struct page *page)
 {
 	struct anon_vma *anon_vma = page_anon_vma(page);

-	unlock_page(page);
+	put_page(page);
+	unlock_page(page);
 	anon_vma_unlock(anon_vma);
 }
`;

const MENDED = DIFF.replace('+	put_page(page);\n+	unlock_page(page);', '+	unlock_page(page);\n+	put_page(page);');

/** A patch, what a reviewer says of it, the answer, and a second version in a thread of its own. */
export const SMALL_THREAD: readonly Draft[] = [
  {
    id: 'v1@example.org',
    from: 'Bo Author <bo@example.net>',
    subject: '[PATCH] mm/rmap: drop the reference earlier',
    text: `The reference can go before the lock.\n\nSigned-off-by: Bo Author <bo@example.net>\n---\n mm/rmap.c | 3 ++-\n\n${DIFF}--\n2.40.0`,
    list: 'linux-mm.kvack.org',
  },
  {
    id: 'review@example.org',
    subject: 'Re: [PATCH] mm/rmap: drop the reference earlier',
    text: `On Mon, May 29, 2023, Bo Author wrote:\n> +	put_page(page);\n> +	unlock_page(page);\n\nThis unlocks a page that may be free already.\n\n> 	anon_vma_unlock(anon_vma);`,
    minute: 10,
    inReplyTo: 'v1@example.org',
    references: ['v1@example.org'],
  },
  {
    id: 'answer@example.org',
    from: 'Bo Author <bo@example.net>',
    subject: 'Re: [PATCH] mm/rmap: drop the reference earlier',
    text: `On Mon, May 29, 2023, Ada Reviewer wrote:\n> This unlocks a page that may be free already.\n\nYou are right, I will change the order in v2.`,
    minute: 20,
    inReplyTo: 'review@example.org',
    references: ['v1@example.org', 'review@example.org'],
  },
  {
    id: 'v2@example.org',
    from: 'Bo Author <bo@example.net>',
    subject: '[PATCH v2] mm/rmap: drop the reference earlier',
    text: `The reference can go with the lock.\n\nSigned-off-by: Bo Author <bo@example.net>\n---\n\n${MENDED}--\n2.40.0`,
    minute: 60,
  },
];
