import type { Version } from './version.ts';

/** What the patches of a series change. */
export interface Changes {
  /**
   * Lines added or removed, with their mark, blanks taken out as `git patch-id` does: a 32-bit hash of each, once, in
   * ascending order. Those of a whole archive are compared at once, and in this form they take four bytes each.
   */
  readonly lines: Uint32Array;
  /** Files, by the `+++` lines. */
  readonly files: ReadonlySet<string>;
}

const known = new WeakMap<Version, Changes>();

/**
 * Gives what a series changes; each series is looked through once.
 *
 * Lines without a letter (`}`, blank lines) say nothing about which patch it is and are left out.
 */
export function changesOf(series: Version): Changes {
  const before = known.get(series);
  if (before !== undefined) return before;
  const lines = new Set<number>(series.changes?.lines);
  const files = new Set<string>(series.changes?.files);
  for (const { message } of series.patches) {
    if (message === undefined) continue;
    for (const [line] of message.text.matchAll(/^[+-](?![+-]{2} )[^\n]*[A-Za-z][^\n]*$/gm)) {
      lines.add(hashOf(line));
    }
    for (const [, path = ''] of message.text.matchAll(/^\+\+\+ (?:b\/)?(\S+)/gm)) files.add(path);
  }
  const changes = { lines: Uint32Array.from(lines).sort(), files };
  known.set(series, changes);
  return changes;
}

/** FNV-1a over what is no blank. */
function hashOf(line: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < line.length; at += 1) {
    const unit = line.charCodeAt(at);
    if (unit !== 0x20 && unit !== 0x09 && unit !== 0x0d) hash = Math.imul(hash ^ unit, 0x01000193);
  }
  return hash >>> 0;
}

/** Share of all lines of both that both have, 0 to 1. */
export function sharedShare({ lines: a }: Changes, { lines: b }: Changes): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = (a[i] ?? 0) - (b[j] ?? 0);
    if (difference === 0) shared += 1;
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
  return shared === 0 ? 0 : shared / (a.length + b.length - shared);
}
