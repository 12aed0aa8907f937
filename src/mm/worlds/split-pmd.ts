import { VM } from '../constants.ts';
import { BIT, ENTRY, entry, has, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, ended, PAGE, PMD } from './one-page.ts';
import { joinAnonVma, placeFolio, placeVma, SMALL } from './setup.ts';
import { takesFaults } from './takes-faults.ts';

const A = 1;
const B = 2;
const B_UPPER = 3;
const B_PMD = (B_UPPER - 1) * 2 + 2;
const TABLE = 2;
const HUGE = entry(ENTRY.leaf, PAGE, BIT.dirty);
const ANON = FLAG.anon | FLAG.uptodate | FLAG.swapBacked;
const FLAGS = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE;

const BINDINGS: readonly Binding[] = [
  { type: 'struct mm_struct *', value: A },
  { type: 'struct vm_area_struct *', value: A },
  { type: 'unsigned long', names: /addr/, value: ADDRESS },
  { type: 'pmd_t *', value: PMD },
  { type: 'bool', value: 0 },
  { type: 'struct page *', value: 0 },
];

/** The function splits a huge entry into the entries of a table. */
function splitsEntries(touched: Touched): string | undefined {
  const { primitives } = touched;
  const splits = primitives.has('pmdp_establish') && primitives.has('pmd_populate');
  return splits && !takesFaults(touched) ? 'it splits a huge entry' : undefined;
}

/** An mm with an upper table and, kept for a split, a lower one. */
function placeMm(m: Memory, mm: number, upper: number, lower: number): void {
  m.set(m.o.mm.users, mm, 1);
  m.set(m.o.mm.pgd, mm, upper);
  m.set(m.o.table.level, upper, 1);
  m.set(m.o.table.state, upper, 1);
  m.set(m.o.table.state, lower, mm === A ? 1 : 3);
  m.set(m.o.table.deposited, lower, mm === A ? 1 : 0);
  placeVma(m, mm, { mm, start: ADDRESS, pages: 2, flags: FLAGS, anonVma: mm });
}

export const SPLIT_REUSE: World = {
  name: 'split-reuse',
  title: 'One mm splits its huge entry while another decides whether it may reuse the huge page',
  about: `Two programs map a huge page by huge entries, read-only since a fork. One splits its entry: each page gets one more
mapping of its own, then the huge page has one mapping less. The other takes a write fault and adds the numbers up, page by
page and then the whole, without a lock that the split takes as well. If it reads the pages before the split has counted
them and the whole after the split has counted it down, it sees one mapping, and writes into a page that both read.

  split                                write fault
                                       counts the pages: none
  counts each page up
  counts the whole down
                                       counts the whole: one. Reuses the page, stores`,
  properties: ['COW'],
  incidental: ['REF', 'RMAP', 'HEAD', 'CONTENT', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, mms: 2, vmas: 2, tables: 4, pages: 2, anonVmas: 2 },
  initial: (m) => {
    placeMm(m, A, 1, TABLE);
    placeMm(m, B, B_UPPER, 4);
    joinAnonVma(m, 1, B);
    placeFolio(m, PAGE, 2, { references: 2, mapping: 1, flags: ANON });
    m.set(m.o.page.entire, PAGE, 2);
    for (const pmd of [PMD, B_PMD]) m.set(m.o.entry.value, pmd, HUGE);
    for (const page of [PAGE, PAGE + 1]) m.set(m.o.page.content, page, page);
    for (const mm of [A, B]) {
      m.set(m.o.place.content, m.place(mm, ADDRESS), PAGE);
      m.set(m.o.place.content, m.place(mm, ADDRESS + 1), PAGE + 1);
    }
  },
  threads: [
    { name: 'split', runs: [SUBJECT] },
    {
      name: 'write fault',
      runs: [
        { function: 'reuse_huge_page', args: [B, B_PMD, ADDRESS] },
        { function: 'cpu_store', args: [B, ADDRESS] },
      ],
    },
  ],
  hardware: [],
  bindings: BINDINGS,
  witnesses: [
    ended(1),
    {
      name: 'the entry is split',
      says: 'The first program maps the pages by entries of their own.',
      holds: (m) => kindOf(m.get(m.o.entry.value, PMD)) === ENTRY.table && m.get(m.o.page.entire, PAGE) === 1,
    },
    {
      name: 'the write fault is decided',
      says: 'The write fault has copied nothing and reused nothing.',
      holds: (m) => m.get(m.o.thread.ended, 2) === 1 && !has(m.get(m.o.entry.value, B_PMD), BIT.write),
    },
  ],
  suits: splitsEntries,
};

export const SPLIT_MIGRATING: World = {
  ...SPLIT_REUSE,
  name: 'split-migrating',
  title: 'A huge migration entry is split',
  about: `A huge page is under migration: the upper entry is a migration entry. It is split like a present one, into migration
entries for its pages. To invalidate an entry means to keep a present one from the hardware for a moment; on arm64 that sets
a bit by which any entry looks present to GUP-fast, which takes no lock and would follow a number that names no page.`,
  properties: ['KIND'],
  incidental: ['REF', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 2, anonVmas: 1 },
  initial: (m) => {
    placeMm(m, A, 1, TABLE);
    placeFolio(m, PAGE, 2, { references: 1, mapping: 1, flags: ANON });
    m.set(m.o.entry.value, PMD, entry(ENTRY.migration, PAGE));
  },
  threads: [
    { name: 'split', runs: [{ function: 'spin_lock', args: [1] }, SUBJECT, { function: 'spin_unlock', args: [1] }] },
  ],
  witnesses: [
    ended(1),
    {
      name: 'the entry is split',
      says: 'The table that takes its place holds migration entries.',
      holds: (m) =>
        kindOf(m.get(m.o.entry.value, PMD)) === ENTRY.table &&
        kindOf(m.get(m.o.entry.value, (TABLE - 1) * 2 + 1)) === ENTRY.migration,
    },
  ],
};
