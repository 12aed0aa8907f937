import { byText } from '../order.ts';
import { changesOf, sharedShare } from './changed-lines.ts';
import { bareTitle } from './subject.ts';
import type { Version } from './version.ts';

/**
 * Why two series are taken for versions of one: the same change-id; a link from the later to the earlier one on lore; the
 * same title and sender; some parts sent anew below the series; the later one sent as a reply to the earlier; titles or changed
 * lines of their patches shared; most words of the title, and a file that both change.
 */
export type VersionReason =
  | 'change-id'
  | 'link'
  | 'title'
  | 'replacement'
  | 'reply'
  | 'patch-titles'
  | 'similar-title'
  | 'changed-lines';

/** A series and its next version. */
export interface VersionLink {
  readonly from: string;
  readonly to: string;
  readonly reason: VersionReason;
  /** 0 to 1; the rules' own, see `RULES`. */
  readonly confidence: number;
}

interface Rule {
  readonly reason: VersionReason;
  readonly confidence: number;
  /** How well the rule holds, 0 to 1; it multiplies the confidence. */
  readonly holds: (earlier: Version, later: Version) => number;
}

/** Least share of patches or changed lines in common, and fewest lines that say anything. */
const ENOUGH = 0.5;
const FEWEST_LINES = 5;

/** Best first; the first that holds gives the reason. */
const RULES: readonly Rule[] = [
  { reason: 'change-id', confidence: 1, holds: sameChange },
  { reason: 'link', confidence: 0.97, holds: linksTo },
  { reason: 'title', confidence: 0.95, holds: sameTitle },
  { reason: 'replacement', confidence: 0.9, holds: replaces },
  { reason: 'reply', confidence: 0.9, holds: isReplyTo },
  { reason: 'patch-titles', confidence: 0.9, holds: sharedTitles },
  { reason: 'similar-title', confidence: 0.9, holds: similarTitle },
  { reason: 'changed-lines', confidence: 0.8, holds: sharedLines },
];

/** Series of one sender that are compared with each other: a year of one person's work. */
const MOST_CANDIDATES = 400;

/**
 * Links each series to its earlier version.
 *
 * Among earlier series with a lower version (or, where the later one states none or is a resend, the same) the best rule
 * wins, then the highest version, then the latest. A renamed series is found by its links or by what its patches share.
 *
 * @param series in any order; links come by date of the later series
 */
export function linkVersions(series: readonly Version[]): readonly VersionLink[] {
  const byDate = [...series].sort((a, b) => byText(a.date ?? '', b.date ?? '') || byText(a.seriesId, b.seriesId));
  const groups = new Map<string, Version[]>();
  const links: VersionLink[] = [];
  for (const later of byDate) {
    const keys = keysOf(later);
    const candidates = new Set(keys.flatMap((key) => (groups.get(key) ?? []).slice(-MOST_CANDIDATES)));
    const link = bestLink(later, [...candidates]);
    if (link !== undefined) links.push(link);
    for (const key of keys) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [later]);
      else group.push(later);
    }
  }
  return links;
}

/** Names what a series is compared by: series that may be versions of each other share one of these keys. */
export function keysOf({ marks, sender, title, cover, patches }: Version): readonly string[] {
  const ids = [cover?.messageId, ...patches.map(({ messageId }) => messageId), ...marks.links];
  return [
    `from ${sender.email}`,
    `title ${bareTitle(title)}`,
    ...(marks.changeId === undefined ? [] : [`change ${marks.changeId}`]),
    ...ids.filter((id) => id !== undefined).map((id) => `id ${id}`),
  ];
}

function bestLink(later: Version, candidates: readonly Version[]): VersionLink | undefined {
  const found = candidates.filter((earlier) => mayPrecede(earlier, later)).flatMap((earlier) => judge(earlier, later));
  found.sort(
    (a, b) => b.link.confidence - a.link.confidence || b.version - a.version || byText(b.date ?? '', a.date ?? ''),
  );
  const highest = found.reduce((most, { version }) => Math.max(most, version), 0);
  const nearest = found.filter(({ version }) => version === highest);
  return (nearest.find(({ link }) => link.confidence >= 0.9) ?? found[0])?.link;
}

/** Of two that say the same version, or none, the later may still be a resend, an unmarked revision, or a replacement. */
function mayPrecede(earlier: Version, later: Version): boolean {
  if (earlier.version < later.version) return true;
  const unmarked = later.isResend || !later.isVersionStated || earlier.isRfc !== later.isRfc;
  const same = sameTitle(earlier, later) + sameChange(earlier, later);
  return earlier.version === later.version && ((unmarked && same > 0) || replaces(earlier, later) > 0);
}

function judge(
  earlier: Version,
  later: Version,
): readonly { link: VersionLink; version: number; date: string | undefined }[] {
  for (const { reason, confidence, holds } of RULES) {
    const share = holds(earlier, later);
    if (share === 0) continue;
    const link = {
      from: earlier.seriesId,
      to: later.seriesId,
      reason,
      confidence: Math.round(confidence * share * 100) / 100,
    };
    return [{ link, version: earlier.version, date: earlier.date }];
  }
  return [];
}

function sameChange(earlier: Version, later: Version): number {
  return Number(earlier.marks.changeId !== undefined && earlier.marks.changeId === later.marks.changeId);
}

/** A cover's list of earlier versions: a link counts where the senders or half of the titles agree, too. */
function linksTo(earlier: Version, later: Version): number {
  const ids = new Set([earlier.seriesId, ...earlier.patches.map(({ messageId }) => messageId)]);
  const links = later.marks.links.some((id) => ids.has(id));
  return Number(links && (sameSender(earlier, later) || sharedTitles(earlier, later) > 0));
}

function sameTitle(earlier: Version, later: Version): number {
  return Number(sameSender(earlier, later) && bareTitle(earlier.title) === bareTitle(later.title));
}

/** `[PATCH v2 14/15]` once more, as a reply within the series: some of its parts, and no cover. */
function replaces(earlier: Version, later: Version): number {
  const isPartial = later.cover === undefined && later.patches.length < later.parts;
  const parts = new Set(earlier.patches.map(({ part }) => part));
  const known = earlier.parts === later.parts && later.patches.every(({ part }) => parts.has(part));
  return Number(isPartial && known && earlier.threadId === later.threadId && sameSender(earlier, later));
}

function isReplyTo(earlier: Version, later: Version): number {
  const isWhole = later.cover !== undefined || later.patches.length >= later.parts;
  return Number(isWhole && earlier.threadId === later.threadId && sameSender(earlier, later));
}

function sameSender(a: Version, b: Version): boolean {
  return a.sender.email === b.sender.email || (a.sender.name !== '' && a.sender.name === b.sender.name);
}

function sharedTitles(earlier: Version, later: Version): number {
  const titles = new Set(earlier.patches.map(({ title }) => bareTitle(title)));
  const shared = later.patches.filter(({ title }) => titles.has(bareTitle(title))).length;
  const share = shared / Math.max(1, titles.size, later.patches.length);
  return share >= ENOUGH ? share : 0;
}

function similarTitle(earlier: Version, later: Version): number {
  if (!sameSender(earlier, later)) return 0;
  const share = overlap(words(earlier.title), words(later.title));
  if (share < ENOUGH) return 0;
  const { files } = changesOf(earlier);
  return [...changesOf(later).files].some((file) => files.has(file)) ? share : 0;
}

/** Share of all words of both that both have, 0 to 1. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared === 0 ? 0 : shared / (a.size + b.size - shared);
}

function words(title: string): ReadonlySet<string> {
  return new Set(
    bareTitle(title)
      .split(/[^\w]+/)
      .filter((word) => word !== ''),
  );
}

function sharedLines(earlier: Version, later: Version): number {
  if (!sameSender(earlier, later)) return 0;
  const [before, after] = [changesOf(earlier), changesOf(later)];
  if (Math.min(before.lines.length, after.lines.length) < FEWEST_LINES) return 0;
  const share = sharedShare(before, after);
  return share >= ENOUGH ? share : 0;
}
