import type { Address, Message } from '../mail/message.ts';
import { isSameName } from '../mail/person.ts';
import { readPatchMail } from './patch-mail.ts';
import type { Series } from './series.ts';
import type { Thread, ThreadNode } from './thread.ts';
import { readTrailers, type Trailer } from './trailers.ts';

/**
 * Whether the giver of a tag is the person that it names: `same-address`, `same-name` under another address, or
 * `other-person`; `no-person` for tags that name none, such as Link.
 */
export type Identity = 'same-address' | 'same-name' | 'other-person' | 'no-person';

/** A trailer given to one patch, with where it comes from. */
export interface Tag {
  readonly seriesId: string;
  readonly version: number;
  /** Message-ID of the patch, or of the cover where it was given to the whole series. */
  readonly patch: string;
  readonly trailer: Trailer;
  /** The commit message itself, a reply to the patch, or a reply to its cover. */
  readonly source: 'commit' | 'reply-to-patch' | 'reply-to-cover';
  /** Message-ID of the mail that carries it. */
  readonly givenIn: string;
  readonly givenBy: Address;
  readonly identity: Identity;
}

/**
 * Collects who gave which tag to which patch and version: trailers of the commit messages, and trailers that people wrote in
 * replies. A reply counts for the nearest patch or cover above it.
 *
 * A tag of a reply that names somebody else than the reply's author is told as `other-person`; taking it over as given would
 * put words into that person's mouth.
 */
export function collectTags(threads: readonly Thread[], series: readonly Series[]): readonly Tag[] {
  const owners = new Map<string, Series>();
  for (const one of series) {
    if (one.cover !== undefined) owners.set(one.cover.messageId, one);
    for (const { messageId } of one.patches) owners.set(messageId, one);
  }
  return threads.flatMap((thread) => tagsOf(thread, owners));
}

function tagsOf(thread: Thread, owners: ReadonlyMap<string, Series>): readonly Tag[] {
  const tags: Tag[] = [];
  const nodes: ThreadNode[] = [thread.root];
  const committed = new Map<string, ReadonlySet<string>>();
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    for (const child of [...node.children].reverse()) nodes.push(child);
    const target = nearest(node, owners);
    if (node.message === undefined || target === undefined) continue;
    const found = given(node.message, target.messageId, target.series);
    const isOwn = node.messageId === target.messageId;
    if (isOwn) committed.set(target.messageId, new Set(found.map(written)));
    // a reply that repeats what the patch already has gives nothing
    const known = isOwn ? undefined : committed.get(target.messageId);
    for (const tag of found) if (known?.has(written(tag)) !== true) tags.push(tag);
  }
  return tags;
}

function written({ trailer: { key, value } }: Tag): string {
  return `${key.toLowerCase()}: ${value.toLowerCase()}`;
}

function nearest(
  node: ThreadNode,
  owners: ReadonlyMap<string, Series>,
): { messageId: string; series: Series } | undefined {
  for (let at: ThreadNode | undefined = node; at !== undefined; at = at.parent) {
    const series = owners.get(at.messageId);
    if (series !== undefined) return { messageId: at.messageId, series };
  }
  return undefined;
}

function given(message: Message, patch: string, series: Series): readonly Tag[] {
  const isOwn = message.messageId === patch;
  const isCover = series.cover?.messageId === patch;
  if (isOwn && isCover) return [];
  const reply = isCover ? 'reply-to-cover' : 'reply-to-patch';
  const trailers = readTrailers(isOwn ? readPatchMail(message).commitMessage : message.text);
  return trailers
    .filter(({ key, person }) => isOwn || key.endsWith('-by') === (person !== undefined))
    .map((trailer) => ({
      seriesId: series.seriesId,
      version: series.version,
      patch,
      trailer,
      source: isOwn ? 'commit' : reply,
      givenIn: message.messageId,
      givenBy: message.from,
      identity: identityOf(trailer, message.from),
    }));
}

function identityOf({ person }: Trailer, giver: Address): Identity {
  if (person === undefined) return 'no-person';
  if (person.email === giver.email) return 'same-address';
  return isSameName(person.name, giver.name) ? 'same-name' : 'other-person';
}
