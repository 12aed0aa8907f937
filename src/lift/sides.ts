import type { FileChange, HunkLine, Patch, Side } from '../patch/patch.ts';
import { applyHunks } from './apply.ts';
import type { Elsewhere } from './elsewhere.ts';
import { fragmentsOf } from './fragments.ts';
import { withIndents } from './indent.ts';
import type { Defined } from './preprocess.ts';
import { type FunctionText, type FunctionTexts, functionsIn, wholeFile } from './text.ts';

/** A function whose text a patch changes, adds or removes. */
export interface ChangedFunction {
  /** As in the side that has it, the new one where both have. */
  readonly name: string;
  /** The name before, where the patch renames the function. */
  readonly formerly: string | undefined;
  readonly path: string;
  readonly before: FunctionText | undefined;
  readonly after: FunctionText | undefined;
}

/** What a patch says of the functions that it touches, on both sides. */
export interface Sides {
  /** The functions whose text is at hand, changed or not, of all files of the patch. */
  readonly before: FunctionTexts;
  readonly after: FunctionTexts;
  readonly changed: readonly ChangedFunction[];
  /** Macros that the patch defines, changes or removes: what they mean is not read. */
  readonly macros: ReadonlySet<string>;
  /** Paths whose tree file did not fit the hunks: the diff's own text was used. */
  readonly misfits: readonly string[];
}

/** The file before a change, of a kernel tree; undefined where the tree has none. */
export type TreeFile = (change: FileChange) => string | undefined;

/** What a kernel tree says of a patch. */
export interface KernelTree {
  /** The files that the patch changes. */
  readonly file: TreeFile;
  /** Definitions of the rest, as the tree lies there; undefined where only the files are at hand. */
  readonly elsewhere?: Elsewhere | undefined;
}

/**
 * The text of each function of a patch before and after it.
 *
 * With a tree the whole file is read and the hunks are applied to it; without, what the hunks themselves hold: a
 * function that one hunk shows whole is as good as from a tree, one with missing lines is a fragment with holes.
 */
export function sidesOf(patch: Patch, tree: TreeFile = () => undefined, defined?: Defined): Sides {
  const before = new Map<string, FunctionText>();
  const after = new Map<string, FunctionText>();
  const changed: ChangedFunction[] = [];
  const misfits: string[] = [];
  for (const change of patch.files) {
    if (!/\.[ch]$/.test(change.path)) continue;
    const sides = fromTree(change, tree(change), misfits, defined) ?? fromDiff(change, defined);
    changed.push(...changesBetween(change, sides.before, sides.after));
    for (const [name, text] of sides.before) before.set(name, text);
    for (const [name, text] of sides.after) after.set(name, text);
  }
  return { before, after, changed, macros: new Set(patch.files.flatMap(macrosIn)), misfits };
}

const DEFINITION = /^[ \t]*#[ \t]*(?:define|undef)[ \t]+(\w+)/;

/** The names of the macros whose definitions a change touches, in their first line or in one that it is continued on. */
function macrosIn(change: FileChange): string[] {
  return change.hunks.flatMap(({ lines }) => {
    const names: string[] = [];
    let open: string | undefined;
    for (const { mark, text } of lines) {
      const name = DEFINITION.exec(text)?.[1] ?? open;
      if (name !== undefined && mark !== ' ') names.push(name);
      open = text.endsWith('\\') ? name : undefined;
    }
    return names;
  });
}

interface FileSides {
  readonly before: FunctionTexts;
  readonly after: FunctionTexts;
}

function fromTree(
  change: FileChange,
  text: string | undefined,
  misfits: string[],
  defined: Defined | undefined,
): FileSides | undefined {
  if (text === undefined) return undefined;
  const applied = applyHunks(text, change.hunks);
  if (applied === undefined) {
    misfits.push(change.path);
    return undefined;
  }
  return {
    before: functionsIn(wholeFile(change.oldPath ?? change.path, text, 'tree'), defined),
    after: functionsIn(wholeFile(change.path, applied, 'tree'), defined),
  };
}

function fromDiff(change: FileChange, defined: Defined | undefined): FileSides {
  const hunks = change.hunks.map(withIndents);
  const side = (which: Side): FunctionTexts => {
    const path = which === 'before' ? (change.oldPath ?? change.path) : change.path;
    const texts = new Map<string, FunctionText>();
    for (const fragment of fragmentsOf(path, hunks, (line) => lineOn(line, which))) {
      for (const [name, text] of functionsIn(fragment, defined)) {
        // A function that one hunk shows whole is better than a part of it.
        if (texts.get(name)?.origin !== 'diff') texts.set(name, text);
      }
    }
    return texts;
  };
  return { before: side('before'), after: side('after') };
}

/** The number of a hunk's line on one side; undefined where that side does not have it. */
export function lineOn(line: HunkLine, side: Side): number | undefined {
  return side === 'before' ? line.old : line.new;
}

/** The functions whose code differs between two sides of a file, whatever their comments and blanks say. */
function changesBetween(change: FileChange, before: FunctionTexts, after: FunctionTexts): ChangedFunction[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  const changed: ChangedFunction[] = [];
  for (const name of names) {
    const [old, now] = [before.get(name), after.get(name)];
    if (old !== undefined && now !== undefined && plain(old) === plain(now)) continue;
    changed.push({ name, formerly: undefined, path: change.path, before: old, after: now });
  }
  return pairRenames(changed);
}

function plain(text: FunctionText): string {
  return text.code.replace(/\s+/g, ' ');
}

/** A function that is gone and one that is new, with nearly the same lines, are one that was renamed. */
function pairRenames(changed: readonly ChangedFunction[]): ChangedFunction[] {
  const gone = new Set(changed.filter(({ after }) => after === undefined));
  const renamed = changed.map((one) => {
    const now = one.after;
    if (one.before !== undefined || now === undefined) return one;
    const old = [...gone].find(({ before }) => before !== undefined && alike(before, now) >= RENAME);
    if (old === undefined) return one;
    gone.delete(old);
    return { ...one, formerly: old.name, before: old.before };
  });
  return renamed.filter((one) => one.after !== undefined || gone.has(one));
}

/** The share of its lines that a renamed function keeps at least. */
const RENAME = 0.6;

/** The share of the lines of the longer of two bodies that both have. */
function alike(a: FunctionText, b: FunctionText): number {
  const lines = (text: FunctionText) =>
    text.code
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
      .filter((line) => line.length > 1);
  const [ours, theirs] = [lines(a), new Set(lines(b))];
  const longest = Math.max(ours.length, theirs.size);
  return longest === 0 ? 0 : ours.filter((line) => theirs.has(line)).length / longest;
}
