import { hash } from 'node:crypto';
import { conceptsOfIdentifier } from '../claims/concepts.ts';
import { calledIn, changesOf } from '../lift/hunk-changes.ts';
import { isStep, primitiveNamed } from '../mm/known.ts';
import { byText } from '../order.ts';
import { functionsOf } from '../patch/function.ts';
import type { Hunk, Patch } from '../patch/patch.ts';
import type { HunkRow, PatchRows } from '../store/patches.ts';
import { patchIdOf } from './patch-id.ts';

/** Makes the rows of a diff. */
export function patchRows(patch: Patch): PatchRows {
  return {
    messageId: patch.messageId,
    patchId: patchIdOf(patch),
    files: patch.files.map((file) => ({ ...file, hunks: file.hunks.map(hunkRow) })),
  };
}

function hunkRow(hunk: Hunk): HunkRow {
  const { oldStart, oldLines, newStart, newLines, heading, lines } = hunk;
  const changed = lines.filter((line) => line.mark !== ' ');
  const symbols = callsIn(changed.map((line) => line.text));
  const first = lines[0]?.mailLine ?? 1;
  return {
    oldStart,
    oldLines,
    newStart,
    newLines,
    heading,
    function: changedFunction(hunk),
    added: changed.filter((line) => line.mark === '+').length,
    removed: changed.filter((line) => line.mark === '-').length,
    firstLine: first - 1,
    lastLine: lines.at(-1)?.mailLine ?? first,
    changeHash: hash('sha256', changed.map((line) => `${line.mark}${line.text.trim()}\n`).join(''), 'hex').slice(0, 24),
    symbols,
    primitives: [...new Set(symbols.flatMap((name) => primitiveNamed(name)?.name ?? []))].sort(byText),
    concepts: [...new Set(symbols.flatMap(conceptsOfIdentifier))].sort(byText),
    changes: changesOf(hunk, isStep),
  };
}

/** The function of the first changed line that stands in one. */
function changedFunction(hunk: Hunk): string | undefined {
  const names = { '-': functionsOf(hunk, '-'), '+': functionsOf(hunk, '+') };
  for (const [index, { mark }] of hunk.lines.entries()) {
    const name = mark === ' ' ? undefined : names[mark][index];
    if (name !== undefined) return name;
  }
  return undefined;
}

const KEYWORDS = new Set(['if', 'for', 'while', 'switch', 'return', 'sizeof', 'typeof', 'defined', '__attribute__']);

/** Names that are called in lines of C. */
function callsIn(lines: readonly string[]): string[] {
  const names = new Set<string>();
  for (const line of lines) for (const name of calledIn(line)) if (!KEYWORDS.has(name)) names.add(name);
  return [...names].sort(byText);
}
