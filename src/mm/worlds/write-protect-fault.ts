import { VM } from '../constants.ts';

import { ENTRY, entry } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type World } from '../world.ts';
import { WRITE_FAULT } from './one-page.ts';
import { joinAnonVma, mapPage, placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

/** Parent and child, each with an upper and a lower table; one THP of two pages, mapped by ptes. */
const PARENT = 1;
const CHILD = 2;
const PARENT_TABLE = 2;
const CHILD_TABLE = 4;
const ADDRESS = 2;
const HEAD = 1;
const TAIL = 2;
const FAULT = 1;

const SIZE = { ...SMALL, mms: 2, vmas: 2, tables: 4, pages: 2, anonVmas: 2 };

/** Both VMAs over the THP: the parent's anon_vma knows both, the child's own only the child's. */
function initial(m: Memory): void {
  placeTables(m, PARENT, 1, PARENT_TABLE, ADDRESS);
  placeTables(m, CHILD, 3, CHILD_TABLE, ADDRESS);
  const flags = VM.VM_READ | VM.VM_WRITE;
  placeVma(m, PARENT, { mm: PARENT, start: ADDRESS, pages: 2, flags, anonVma: 1 });
  placeVma(m, CHILD, { mm: CHILD, start: ADDRESS, pages: 2, flags, anonVma: 2 });
  joinAnonVma(m, 1, CHILD);
}

/** Values for the fault of one VMA on one page of the THP; entries of a table are numbered from 1 in pairs. */
const bindingsFor = (vma: number, table: number, page: number): readonly Binding[] => [
  { type: 'struct vm_area_struct *', value: vma },
  { type: 'struct mm_struct *', value: vma },
  { type: 'struct page *', value: page },
  { type: 'unsigned long', names: /addr/, value: ADDRESS + page - HEAD },
  { type: 'pte_t *', value: (table - 1) * 2 + page },
  { type: 'spinlock_t *', value: table },
  { type: 'pmd_t *', value: (table - 2) * 2 + 2 },
  { type: 'pte_t', value: entry(ENTRY.leaf, page) },
  WRITE_FAULT,
];

/** The function decides on a write fault whether a page can be reused, and moves it to the VMA's anon_vma. */
function reusesPages({ primitives }: Touched): string | undefined {
  const decides = ['page_mapcount', 'total_mapcount', 'page_count', 'PageAnonExclusive', 'page_move_anon_rmap'].some(
    (name) => primitives.has(name),
  );
  return decides && primitives.has('set_pte_at') ? 'it decides whether a write fault may reuse the page' : undefined;
}

const decided = {
  name: 'the fault is decided',
  says: 'The function comes to its end.',
  holds: (m: Memory) => m.get(m.o.thread.ended, FAULT) === 1,
};

/** The fault handler holds mmap_lock for reading and the ptl of the entry. */
function callerLocks(m: Memory, mm: number, table: number): void {
  m.set(m.o.mm.readers, mm, 1);
  m.set(m.o.table.owner, table, FAULT);
}

export const WP_TAIL: World = {
  name: 'wp-tail',
  title: 'A write fault on the only mapped page of a THP, which is a tail',
  about: `A THP is mapped by ptes; its first half has been unmapped, so that the tail is the only page of it that is mapped,
once. It was write-protected by a fork whose child is gone. The write fault may reuse the page. What belongs to the head,
\`page->mapping\` above all, must be read and written there: on a tail the same bytes are something else.`,
  properties: ['HEAD'],
  incidental: ['MAPCOUNT', 'LEAK', 'LOCK', 'ASSERT'],
  dimensions: SIZE,
  initial: (m) => {
    initial(m);
    placeFolio(m, HEAD, 2, { references: 1, mapping: 1, flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked });
    mapPage(m, PARENT_TABLE, ADDRESS + 1, TAIL, 0);
    callerLocks(m, PARENT, PARENT_TABLE);
  },
  threads: [{ name: 'write fault', runs: [SUBJECT] }],
  hardware: [],
  bindings: bindingsFor(PARENT, PARENT_TABLE, TAIL),
  witnesses: [decided],
  suits: reusesPages,
};

export const WP_HALVES: World = {
  name: 'wp-halves',
  title: 'A write fault in the child, which maps one half of a THP while the parent maps the other',
  about: `After a fork and a split of the pmd the parent has unmapped the first half of a THP and the child the second: each
page is mapped once. The child writes. If the whole folio is moved to the child's anon_vma, the reverse map from the
folio no longer comes by the parent's VMA, and the parent's half can no longer be found.

  child                                         anybody
  the page is mapped once: reuse it
  head->mapping := anon_vma of the child
                                                rmap walk of the folio: misses the parent's entry`,
  properties: ['RMAP'],
  incidental: ['HEAD', 'MAPCOUNT', 'LEAK', 'LOCK', 'ASSERT'],
  dimensions: SIZE,
  initial: (m) => {
    initial(m);
    placeFolio(m, HEAD, 2, { references: 2, mapping: 1, flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked });
    mapPage(m, PARENT_TABLE, ADDRESS + 1, TAIL, 0);
    mapPage(m, CHILD_TABLE, ADDRESS, HEAD, 0);
    callerLocks(m, CHILD, CHILD_TABLE);
  },
  threads: [{ name: 'write fault', runs: [SUBJECT] }],
  hardware: [],
  bindings: bindingsFor(CHILD, CHILD_TABLE, HEAD),
  witnesses: [decided],
  suits: reusesPages,
};
