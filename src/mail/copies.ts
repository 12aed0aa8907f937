import { byText } from '../order.ts';
import { footerOffset } from './list-footer.ts';
import { listRank } from './list-id.ts';
import type { Message } from './message.ts';

/**
 * How two mails with one Message-ID agree, from most to least:
 * `same-content` in all that public-inbox hashes; `same-text` in the text, not in all headers; `list-footer` but for what a
 * list appended; `white-space` but for blanks and line breaks; `different-text` not at all.
 */
export type Agreement = 'same-content' | 'same-text' | 'list-footer' | 'white-space' | 'different-text';

/** A further delivery of a mail, and how it agrees with the one that stands for it. */
export interface Copy {
  readonly message: Message;
  readonly agreement: Agreement;
}

/** All deliveries of one Message-ID. */
export interface Delivered {
  readonly messageId: string;
  /** The copy whose text counts. */
  readonly canonical: Message;
  readonly copies: readonly Copy[];
  /** Lists that delivered any of them. */
  readonly listIds: readonly string[];
}

/**
 * Brings the copies of each mail together: by Message-ID, with the reason why each counts as a copy.
 *
 * The outcome does not depend on the order of the messages. A copy of `different-text` is no duplicate: a Message-ID used
 * twice. It is kept beside the canonical one, for its reader to see.
 *
 * @returns in the order in which the Message-IDs first come
 */
export function mergeCopies(messages: readonly Message[]): readonly Delivered[] {
  const byId = new Map<string, Message[]>();
  for (const message of messages) {
    const known = byId.get(message.messageId);
    if (known === undefined) byId.set(message.messageId, [message]);
    else known.push(message);
  }
  return Array.from(byId, ([messageId, copies]) => {
    const [canonical, ...others] = copies.sort(byPreference);
    if (canonical === undefined) throw new Error('a group of copies has at least one mail');
    return {
      messageId,
      canonical,
      copies: others.map((message) => ({ message, agreement: agreementOf(canonical, message) })),
      listIds: [...new Set(copies.flatMap(({ listIds }) => listIds))].sort(byText),
    };
  });
}

/** Tells how two mails with one Message-ID agree. */
export function agreementOf(a: Message, b: Message): Agreement {
  if (a.contentHash === b.contentHash) return 'same-content';
  const [one, other] = [a.text.trimEnd(), b.text.trimEnd()];
  if (one === other) return 'same-text';
  const [bareOne, bareOther] = [withoutFooter(one), withoutFooter(other)];
  if (bareOne === bareOther) return 'list-footer';
  return withoutBlanks(bareOne) === withoutBlanks(bareOther) ? 'white-space' : 'different-text';
}

/** Orders copies: the list that changes mails least first, then by what they say, so that any order gives one choice. */
function byPreference(a: Message, b: Message): number {
  return (
    listRank(a.listIds) - listRank(b.listIds) ||
    byText(a.listIds.join(), b.listIds.join()) ||
    byText(a.contentHash, b.contentHash) ||
    byText(a.origin.source, b.origin.source) ||
    a.origin.offset - b.origin.offset
  );
}

function withoutFooter(text: string): string {
  return text.slice(0, footerOffset(text)).trimEnd();
}

function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}
