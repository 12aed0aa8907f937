import { mask } from './mask.ts';
import { chooseBranches } from './preprocess.ts';
import { type FunctionText, type FunctionTexts, functionsIn, wholeFile } from './text.ts';

/** A macro with arguments, as its definition says. */
export interface MacroText {
  readonly name: string;
  readonly parameters: readonly string[];
  /** One line, without comments. */
  readonly body: string;
}

/** What the rest of a kernel tree says of names that a function uses and its own file does not define. */
export interface Elsewhere {
  readonly function: (name: string) => FunctionText | undefined;
  readonly macro: (name: string) => MacroText | undefined;
}

/** A file of a kernel tree by its path; undefined where the tree has none. */
export type ReadFile = (path: string) => string | undefined;

const words = (folder: string, names: string, ending: string) =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => `${folder}${name}${ending}`);

/** Where the memory manager defines what its functions call, headers first: a function there is meant to be put in place. */
const FILES: readonly string[] = [
  ...words('mm/', 'internal vma swap pgalloc-track', '.h'),
  ...words(
    'include/linux/',
    `mm mm_inline mm_types pagemap page-flags page_ref rmap swap swapops leafops hugetlb huge_mm pgtable mmu_notifier
     userfaultfd_k migrate xarray ksm khugepaged shmem_fs memremap sched/mm secretmem highmem mempolicy`,
    '.h',
  ),
  ...words('include/asm-generic/', 'tlb pgalloc', '.h'),
  ...words(
    'mm/',
    `memory rmap huge_memory hugetlb mprotect migrate mmap vma mremap swap_state swapfile pgtable-generic pagewalk
     page_vma_mapped khugepaged ksm gup filemap shmem truncate userfaultfd madvise mmu_gather mmu_notifier vmscan swap util
     migrate_device`,
    '.c',
  ),
];

/** A head in the first column: `static inline int name(`; a prototype has the same form and holds no definition. */
const HEAD = /^(?:[A-Za-z_]\w*[ \t*]+){0,8}\**([A-Za-z_]\w*)\(/gm;
const DEFINE = /^[ \t]*#[ \t]*define[ \t]+(\w+)\(/gm;

/** Reads the definitions of a tree as they are asked for: a file is read once, and only where a name in it is wanted. */
export function elsewhereIn(read: ReadFile): Elsewhere {
  let index: ReadonlyMap<string, readonly string[]> | undefined;
  const texts = new Map<string, string>();
  const functions = new Map<string, FunctionTexts>();
  const macros = new Map<string, ReadonlyMap<string, MacroText>>();
  const filesOf = (name: string): readonly string[] => {
    index ??= indexOf(read, texts);
    return index.get(name) ?? [];
  };
  const found = <T>(
    name: string,
    known: Map<string, ReadonlyMap<string, T>>,
    readAll: (path: string, text: string) => ReadonlyMap<string, T>,
  ): T | undefined => {
    for (const path of filesOf(name)) {
      const all = known.get(path) ?? readAll(path, texts.get(path) ?? '');
      known.set(path, all);
      const one = all.get(name);
      if (one !== undefined) return one;
    }
    return undefined;
  };
  return {
    function: (name) => found(name, functions, (path, text) => functionsIn(wholeFile(path, text, 'tree'))),
    macro: (name) => found(name, macros, (_path, text) => macrosIn(text)),
  };
}

/** The files in which a name stands as one that is defined there, and their texts. */
function indexOf(read: ReadFile, texts: Map<string, string>): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const path of FILES) {
    const text = read(path);
    if (text === undefined) continue;
    texts.set(path, text);
    const names = [HEAD, DEFINE].flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
    for (const name of new Set(names)) index.set(name, [...(index.get(name) ?? []), path]);
  }
  return index;
}

/** The macros with arguments that a file defines, of the branches that are read. */
export function macrosIn(text: string): ReadonlyMap<string, MacroText> {
  // A definition must outlast the choice of branches, which takes directives out.
  const hidden = mask(text).replace(/^([ \t]*)#([ \t]*define\b)/gm, '$1@$2');
  const { code } = chooseBranches(hidden, () => undefined);
  const macros = new Map<string, MacroText>();
  for (const match of code.matchAll(/^[ \t]*@[ \t]*define[ \t]+(\w+)\(([^()\n]*)\)((?:[^\n\\]|\\\n|\\(?!\n))*)/gm)) {
    const [, name = '', list = '', body = ''] = match;
    const parameters = list.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
    const line = body.replace(/\\\n/g, ' ').replace(/\s+/g, ' ').trim();
    // What pastes or quotes its arguments is no C before the preprocessor has run; nor what takes any number of them.
    if (/#/.test(line) || parameters.some((one) => !/^\w+$/.test(one)) || macros.has(name)) continue;
    macros.set(name, { name, parameters, body: line });
  }
  return macros;
}
