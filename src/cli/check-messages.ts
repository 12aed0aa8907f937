import type { Check } from '../checks/check.ts';
import { checkPatch, type ReadFunction } from '../checks/check-patch.ts';
import { type Instruments, makeInstruments } from '../checks/programs.ts';
import type { Watcher } from '../checks/watch.ts';
import type { Claim } from '../claims/claim.ts';
import { groupBy } from '../groups.ts';
import { loadCParser } from '../ingest/c-parser.ts';
import { nodesOf } from '../ingest/nodes-of.ts';
import { type ReviewedMail, type ReviewedMessages, reviewMessages } from '../ingest/review-messages.ts';
import type { KernelTree } from '../lift/sides.ts';
import type { Message } from '../mail/message.ts';
import { vocabularyOf } from '../mm/known.ts';
import type { Patch } from '../patch/patch.ts';
import type { Connection } from '../store/connection.ts';
import { loadMessages, membersOf } from '../store/derived.ts';
import { threadsOfVersions } from '../store/series.ts';
import type { ThreadNode } from '../thread/thread.ts';
import { linkVersions } from '../thread/versions.ts';

/** What the user asked of the checks. */
export interface CheckLimits {
  readonly world?: string;
  readonly property?: string;
  readonly function?: string;
  readonly kernel?: string;
  readonly tree?: KernelTree;
  /** Explore every order of independent steps. */
  readonly everyOrder?: boolean;
  readonly maxStates: number;
  /** Seconds for one run. */
  readonly timeout: number;
  /** When all of it must have ended, by the clock of the instruments. */
  readonly until?: number;
  /** Told of each run while it lasts. */
  readonly watch?: Watcher;
  /** Told of each mail that holds a diff, or of which others quote one, before it is checked. */
  readonly patch?: (messageId: string) => unknown;
  /** Told of each function that fits a world, as it was read. */
  readonly read?: (read: ReadFunction) => void;
}

/** What is said where no check was run: what is missing for one. */
export function nothingRun(patches: number): string {
  return patches === 0
    ? 'Nothing can be run: no mail here holds a diff, and none is quoted. Missing: the patch that the mails are about.'
    : 'No function that these patches change fits a world of the model.';
}

/** Makes what checks stand on; takes some 50 ms for the reader of C. */
export async function loadInstruments(): Promise<Instruments> {
  return makeInstruments(vocabularyOf(), await loadCParser(), () => performance.now());
}

/**
 * Checks every patch among messages that belong together.
 *
 * Each patch is asked what was claimed of it, and again what was claimed of the earlier versions of it.
 */
export function checkMessages(messages: readonly Message[], limits: CheckLimits, instruments: Instruments): Check[] {
  const read = reviewMessages(messages);
  const patches = read.mails.filter(({ reviewed }) => reviewed.patch.files.length > 0);
  const earlier = earlierVersions(read, patches);
  const claimed = claimsByPatch(read, new Set(patches.map(({ message }) => message.messageId)));
  const bases = basesOf(read);
  return patches.flatMap(({ message, reviewed }) => {
    limits.patch?.(message.messageId);
    const versions = [message.messageId, ...(earlier.get(message.messageId) ?? [])];
    const request = {
      patch: reviewed.patch,
      base: bases.get(message.messageId),
      date: message.date,
      claims: versions.flatMap((messageId) => claimed.get(messageId) ?? []),
      kernel: limits.kernel,
      tree: limits.tree,
      wanted: { world: limits.world, property: limits.property, function: limits.function },
      everyOrder: limits.everyOrder,
      maxStates: limits.maxStates,
      timeout: limits.timeout,
      until: limits.until,
      watch: limits.watch,
      read: limits.read,
    };
    return checkPatch(request, instruments);
  });
}

/** Checks a thread of the database together with the threads that hold other versions of its series. */
export async function checkGroup(
  connection: Connection,
  threadId: string,
  limits: CheckLimits,
  instruments: Instruments,
): Promise<Check[]> {
  const members = await membersOf(connection, await threadsOfVersions(connection, threadId));
  return checkMessages(await loadMessages(connection, [...members.values()].flat()), limits, instruments);
}

/**
 * For each mail with a diff the patches that it is made on top of, the lowest first: the earlier parts of its series, or for
 * a diff in a reply the patch that it answers, with what that one is made on top of.
 */
function basesOf({ threads, series, mails }: ReviewedMessages): Map<string, readonly Patch[]> {
  const diffs = new Map(mails.map(({ message, reviewed }) => [message.messageId, reviewed.patch]));
  const bases = new Map<string, readonly Patch[]>();
  for (const { patches } of series) {
    const parts = patches.flatMap(({ messageId }) => diffs.get(messageId) ?? []);
    for (const [at, { messageId }] of parts.entries()) bases.set(messageId, parts.slice(0, at));
  }
  const members = new Map(bases);
  for (const { messageId, parent } of threads.flatMap((thread) => nodesOf(thread.root))) {
    if (members.has(messageId)) continue;
    let above = parent;
    while (above !== undefined && !members.has(above.messageId)) above = above.parent;
    const answered = above === undefined ? undefined : diffs.get(above.messageId);
    if (answered !== undefined) bases.set(messageId, [...(members.get(answered.messageId) ?? []), answered]);
  }
  return bases;
}

/** For each patch mail the mails of earlier versions that change a file which it changes, nearest version first. */
function earlierVersions(read: ReviewedMessages, patches: readonly ReviewedMail[]): Map<string, string[]> {
  const paths = new Map(
    patches.map(({ message, reviewed }) => [message.messageId, reviewed.patch.files.map((file) => file.path)]),
  );
  const series = new Map(read.series.map((one) => [one.seriesId, one]));
  const before = new Map(linkVersions(read.series).map((link) => [link.to, link.from]));
  const earlier = new Map<string, string[]>();
  for (const { seriesId, patches: parts } of read.series) {
    for (const { messageId } of parts) {
      const own = new Set(paths.get(messageId));
      const found: string[] = [];
      for (let at = before.get(seriesId); at !== undefined; at = before.get(at)) {
        const others = series.get(at)?.patches.map((patch) => patch.messageId) ?? [];
        found.push(...others.filter((id) => paths.get(id)?.some((path) => own.has(path))));
      }
      earlier.set(messageId, found);
    }
  }
  return earlier;
}

/** Claims by the patch mail that they are about: the one of their anchor, else the nearest that their mail answers. */
function claimsByPatch(read: ReviewedMessages, patchIds: ReadonlySet<string>): Map<string | undefined, Claim[]> {
  const nearest = new Map<string, string | undefined>();
  for (const node of read.threads.flatMap((thread) => nodesOf(thread.root))) {
    nearest.set(node.messageId, patchIds.has(node.messageId) ? node.messageId : aboveOf(node, nearest));
  }
  return groupBy(
    read.mails.flatMap((mail) => mail.claims),
    (claim) => claim.anchor?.place.messageId ?? nearest.get(claim.messageId),
  );
}

function aboveOf(node: ThreadNode, nearest: ReadonlyMap<string, string | undefined>): string | undefined {
  return node.parent === undefined ? undefined : nearest.get(node.parent.messageId);
}
