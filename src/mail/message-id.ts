import type { Message } from './message.ts';

/** Ids that one header may name; a chain of replies on real lists has some tens. */
const MOST_IDS = 1000;

/**
 * Reads the ids of a Message-ID, References or In-Reply-To header, without angle brackets, in header order, each once.
 *
 * Where nothing stands in brackets, words with an `@` are taken: some programs leave the brackets out. The `y` that old
 * git-send-email users typed at the In-Reply-To prompt is no id.
 */
export function readMessageIds(value: string): readonly string[] {
  const bracketed = Array.from(value.matchAll(/<([^<>]{1,998})>/g), (match) => (match[1] ?? '').replace(/\s+/g, ''));
  const found =
    bracketed.length > 0 ? bracketed : value.split(/[\s<>,;]+/).filter((word) => /^[^@]+@[^@]+$/.test(word));
  return [...new Set(found.filter((id) => id !== ''))].slice(0, MOST_IDS);
}

/** Reads all ids that a mail gives itself: a few have more than one. */
export function ownIds({ headers }: Pick<Message, 'headers'>): readonly string[] {
  return (headers.get('message-id') ?? []).flatMap(readMessageIds);
}

/** The address of a mail on lore.kernel.org, which serves every list under `/r/`. */
export function loreAddress(messageId: string): string {
  return `https://lore.kernel.org/r/${encodeURIComponent(messageId).replaceAll('%40', '@')}`;
}
