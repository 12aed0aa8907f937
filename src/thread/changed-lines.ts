import type { Series } from './series.ts';

const known = new WeakMap<Series, ReadonlySet<string>>();

/**
 * Gives the lines that a series adds or removes, blanks taken out as `git patch-id` does, each once.
 *
 * Lines without a letter (`}`, blank lines) say nothing about which patch it is and are left out.
 */
export function changedLines(series: Series): ReadonlySet<string> {
  const before = known.get(series);
  if (before !== undefined) return before;
  const lines = new Set<string>();
  for (const { message } of series.patches) {
    for (const [line] of message.text.matchAll(/^[+-](?![+-]{2} )[^\n]*[A-Za-z][^\n]*$/gm)) {
      lines.add(line.replace(/\s+/g, ''));
    }
  }
  known.set(series, lines);
  return lines;
}

/** Gives the files that a series changes, by the `+++` lines of its diffs. */
export function changedFiles(series: Series): ReadonlySet<string> {
  const texts = series.patches.map(({ message }) => message.text);
  return new Set(
    texts.flatMap((text) => Array.from(text.matchAll(/^\+\+\+ (?:b\/)?(\S+)/gm), ([, path = '']) => path)),
  );
}

/** Share of all lines of both that both have, 0 to 1. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const line of a) if (b.has(line)) shared += 1;
  return shared === 0 ? 0 : shared / (a.size + b.size - shared);
}
