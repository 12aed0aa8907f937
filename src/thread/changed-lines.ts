import type { Series } from './series.ts';

/** What the patches of a series change. */
export interface Changes {
  /** Lines added or removed, with their mark, blanks taken out as `git patch-id` does, each once. */
  readonly lines: ReadonlySet<string>;
  /** Files, by the `+++` lines. */
  readonly files: ReadonlySet<string>;
}

const known = new WeakMap<Series, Changes>();

/**
 * Gives what a series changes; each series is looked through once.
 *
 * Lines without a letter (`}`, blank lines) say nothing about which patch it is and are left out.
 */
export function changesOf(series: Series): Changes {
  const before = known.get(series);
  if (before !== undefined) return before;
  const lines = new Set<string>();
  const files = new Set<string>();
  for (const { message } of series.patches) {
    for (const [line] of message.text.matchAll(/^[+-](?![+-]{2} )[^\n]*[A-Za-z][^\n]*$/gm)) {
      lines.add(line.replace(/\s+/g, ''));
    }
    for (const [, path = ''] of message.text.matchAll(/^\+\+\+ (?:b\/)?(\S+)/gm)) files.add(path);
  }
  const changes = { lines, files };
  known.set(series, changes);
  return changes;
}

/** Share of all lines of both that both have, 0 to 1. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const line of a) if (b.has(line)) shared += 1;
  return shared === 0 ? 0 : shared / (a.size + b.size - shared);
}
