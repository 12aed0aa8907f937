import type { QuoteMode } from './state.ts';
import type { TextLine } from './text-lines.ts';

/** Lines `start` to `end` (exclusive) that are quoted at least `level` deep. */
export interface QuoteBlock {
  readonly id: string;
  readonly level: number;
  readonly start: number;
  readonly end: number;
}

/** Levels at which quotes fold: all that is quoted, and all that was quoted in it. */
const LEVELS = [1, 2] as const;

/** Lines of a quote that folding saves any room for. */
const LEAST = 2;

/**
 * Finds what can be folded in a text: runs of lines at depth 1 or more, and within them runs at depth 2 or more.
 *
 * The attribution (`On Tue, X wrote:`) before a run belongs to it and goes with it.
 */
export function quoteBlocks(messageId: string, lines: readonly TextLine[]): readonly QuoteBlock[] {
  return LEVELS.flatMap((level) => {
    const blocks: QuoteBlock[] = [];
    for (let at = 0; at < lines.length; at++) {
      if (!isQuoted(lines[at], level)) continue;
      let end = at + 1;
      while (end < lines.length && (isQuoted(lines[end], level) || isBlankWithin(lines, end, level))) end++;
      const start = withAttribution(lines, at, level);
      if (end - start >= LEAST) blocks.push({ id: `${messageId}:quote:${at}:${level}`, level, start, end });
      at = end;
    }
    return blocks;
  });
}

function isQuoted(line: TextLine | undefined, level: number): boolean {
  return line !== undefined && line.depth >= level;
}

/** An empty line between quoted ones does not end a run. */
function isBlankWithin(lines: readonly TextLine[], at: number, level: number): boolean {
  return lines[at]?.text.trim() === '' && isQuoted(lines[at + 1], level);
}

function withAttribution(lines: readonly TextLine[], at: number, level: number): number {
  let start = at;
  while (lines[start - 1]?.depth === level - 1 && lines[start - 1]?.kind === 'attribution') start--;
  return start;
}

/** Whether a block is folded: as the mode says, unless it was toggled by hand. */
export function isFolded(block: QuoteBlock, mode: QuoteMode, toggled: ReadonlySet<string>): boolean {
  const byDefault = mode === 'folded' || (mode === 'innermost' && block.level > 1);
  return byDefault !== toggled.has(block.id);
}
