import type { Message } from '../mail/message.ts';

/** Who is said to answer whom. */
export interface Link {
  readonly parent: string;
  readonly child: string;
}

/** Gives the id under which a mail is filed, where it has several. */
export type Resolve = (messageId: string) => string;

/**
 * Chooses the mail that a message answers: the last of its References, else its In-Reply-To.
 *
 * In-Reply-To wins where References name it too, but not last (some trackers sort them the wrong way round), and where it is
 * delivered and the last reference is not.
 */
export function chooseParent(
  message: Message,
  resolve: Resolve,
  isDelivered: (messageId: string) => boolean,
): string | undefined {
  const others = (id: string) => id !== message.messageId;
  const references = message.references.map(resolve).filter(others);
  const answered = message.inReplyTo.map(resolve).filter(others);
  const last = references.at(-1);
  const [first] = answered;
  if (last === undefined || first === undefined) return last ?? first;
  if (answered.includes(last)) return last;
  if (references.includes(first)) return first;
  return isDelivered(first) && !isDelivered(last) ? first : last;
}

/** Links between neighbours in the chain of References: each answers the one before it. */
export function parentLinks(message: Message, resolve: Resolve): readonly Link[] {
  const chain = message.references.map(resolve).filter((id) => id !== message.messageId);
  return chain.slice(1).map((child, at) => ({ parent: chain[at] ?? child, child }));
}
