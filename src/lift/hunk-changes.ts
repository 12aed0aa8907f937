/**
 * What a hunk does to the steps that it names, read from its lines alone.
 */
import type { Hunk } from '../patch/patch.ts';

/** The steps of a hunk by what becomes of them, each once and in the order of the text, and the locks that change. */
export interface HunkChanges {
  readonly removes: readonly string[];
  readonly adds: readonly string[];
  /** The same call, at another place. */
  readonly moves: readonly string[];
  /** The same call, under a condition that it was not under before. */
  readonly guards: readonly string[];
  /** `mmap write → none`: the strongest way in which the lines that go take a lock, and those that come. */
  readonly locks: readonly string[];
}

/**
 * Tells what a hunk adds, removes, moves and guards.
 *
 * A call that goes and comes with the same arguments was moved; where it comes back further to the right, below a
 * condition that is new, it was guarded. One that comes back with other arguments was neither added nor removed.
 *
 * @param isStep Whether a name is one of the model's.
 */
export function changesOf(hunk: Hunk, isStep: (name: string) => boolean): HunkChanges {
  const [old, now] = [callsOf(hunk, '-', isStep), callsOf(hunk, '+', isStep)];
  const names = (calls: readonly Call[]) => new Set(calls.map(({ name }) => name));
  const [before, after] = [names(old), names(now)];
  const isGuarding = hunk.lines.some(({ mark, text }) => mark === '+' && CONDITION.test(text));
  const again = now.flatMap((call) => {
    const same = old.find(({ text }) => text === call.text);
    return same === undefined ? [] : [{ name: call.name, isDeeper: isGuarding && call.indent > same.indent }];
  });
  const once = (all: readonly string[]) => [...new Set(all)];
  return {
    removes: once(old.filter(({ name }) => !after.has(name)).map(({ name }) => name)),
    adds: once(now.filter(({ name }) => !before.has(name)).map(({ name }) => name)),
    moves: once(again.filter(({ isDeeper }) => !isDeeper).map(({ name }) => name)),
    guards: once(again.filter(({ isDeeper }) => isDeeper).map(({ name }) => name)),
    locks: locksOf(hunk),
  };
}

const CONDITION = /\b(?:if|while|for|switch)\s*\(/;

interface Call {
  readonly name: string;
  /** The line with single blanks. */
  readonly text: string;
  /** How far the line stands to the right, a tab for eight. */
  readonly indent: number;
}

/** Names that stand before a bracket in a line of C, keywords among them. */
export function calledIn(line: string): readonly string[] {
  return line.includes('(') ? (line.match(/\b[A-Za-z_]\w*(?=\s?\()/g) ?? []) : [];
}

function callsOf(hunk: Hunk, mark: '-' | '+', isStep: (name: string) => boolean): Call[] {
  return hunk.lines
    .filter((line) => line.mark === mark)
    .flatMap(({ text }) => {
      const names = calledIn(text).filter(isStep);
      if (names.length === 0) return [];
      const [space = ''] = /^[ \t]*/.exec(text) ?? [];
      const indent = [...space].reduce((width, character) => width + (character === '\t' ? 8 : 1), 0);
      const written = text.trim().replace(/\s+/g, ' ');
      return names.map((name) => ({ name, text: written, indent }));
    });
}

/** Calls that take a lock, by the lock; each lock's ways from the weakest to the strongest. */
const LOCKS: Readonly<Record<string, readonly (readonly [way: string, taking: RegExp])[]>> = {
  mmap: [
    ['read', /\bmmap_read_(?:lock|trylock)\w*\s*\(/],
    ['write', /\bmmap_write_(?:lock|trylock)\w*\s*\(/],
  ],
  i_mmap: [
    ['read', /\bi_mmap_(?:trylock|lock)_read\s*\(/],
    ['write', /\bi_mmap_(?:trylock|lock)_write\s*\(/],
  ],
  anon_vma: [
    ['read', /\b(?:\w+_)?(?:try)?lock_anon_vma_read\s*\(|\banon_vma_(?:try)?lock_read\s*\(/],
    ['write', /\banon_vma_(?:try)?lock_write\s*\(/],
  ],
  folio: [['held', /\b(?:folio_(?:try)?lock\w*|(?:try)?lock_page)\s*\(/]],
  'page table': [['held', /\b(?:p[mu]d_(?:trans_huge_)?lock|pte_offset_map_lock|pte_alloc_map_lock)\s*\(/]],
  rcu: [['held', /\brcu_read_lock\s*\(/]],
};

/** What every name of a call that takes a lock holds: few lines of a hunk do. */
const LOCKING = 'lock';

function locksOf(hunk: Hunk): string[] {
  const lines = hunk.lines.filter(({ text }) => text.includes(LOCKING));
  if (lines.length === 0) return [];
  return Object.entries(LOCKS).flatMap(([lock, ways]) => {
    const strongest = (marks: string) =>
      ways.findLast(([, taking]) => lines.some(({ mark, text }) => marks.includes(mark) && taking.test(text)))?.[0];
    const changes = strongest('-') !== undefined || strongest('+') !== undefined;
    const [before, after] = [strongest('- ') ?? 'none', strongest('+ ') ?? 'none'];
    return changes && before !== after ? [`${lock} ${before} → ${after}`] : [];
  });
}
