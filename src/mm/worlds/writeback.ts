import { tlbLeafOf } from '../access.ts';
import { VM } from '../constants.ts';
import { BIT, ENTRY, entry, has, kindOf } from '../entry.ts';
import { cpu } from '../hardware/cpu.ts';
import { FLAG, TABLE_STATE } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, entryOf, PAGE, PMD, TABLE, UPPER } from './one-page.ts';
import { mapPage, placeCpu, placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

const BINDINGS: readonly Binding[] = [
  { type: 'struct mm_struct *', value: 1 },
  { type: 'struct vm_area_struct *', value: 1 },
  { type: 'unsigned long', names: /addr|start/, value: ADDRESS },
  { type: 'unsigned long', names: /size/, value: 1 },
  { type: 'unsigned long', names: /end/, value: ADDRESS + 1 },
  { type: 'pmd_t *', value: PMD },
];

/** The function clears entries of file pages and carries their dirty bit to the page. */
function zapsDirtyEntries({ primitives, parameters }: Touched): string | undefined {
  const clears = primitives.has('ptep_get_and_clear') && primitives.has('folio_mark_dirty');
  const ranges = parameters.filter((type) => type === 'unsigned long').length >= 2;
  return clears && ranges && primitives.has('flush_tlb_mm_range')
    ? 'it clears entries of file pages and marks dirty pages'
    : undefined;
}

/** The function makes huge entries old; what may be lost after MADV_FREE is nobody's loss. */
function agesHugeEntries({ primitives, parameters }: Touched): string | undefined {
  const ages = primitives.has('pmdp_establish') || primitives.has('pmdp_test_and_clear_young');
  return ages && !primitives.has('folio_mark_lazyfree') && parameters.includes('pmd_t *')
    ? 'it changes the accessed bit of a huge entry'
    : undefined;
}

export const ZAP_WRITEBACK: World = {
  name: 'zap-writeback',
  title: 'A dirty entry of a file page is zapped while the page is written back and a CPU stores',
  about: `The dirty bit of an entry is carried to the page when the entry is cleared. But a CPU may still store through its TLB,
which remembers that the bit is set and does not look at the entry. Writeback takes the page's dirty flag and looks for
entries: it finds none, so it flushes nothing. What the CPU stores after that is on no record. So the flush belongs under
the page-table lock, which writeback takes.

  CPU 1               zap                                 writeback
  stores, dirty
                      page-table lock, clears the entry
                      marks the page dirty, unlocks
                                                          page-table lock: the entry is none
                                                          takes the dirty flag, writes the page
  stores: lost
                      flushes`,
  properties: ['DIRTY'],
  incidental: ['TLB-FREE', 'RMAP', 'REF', 'MAPCOUNT', 'STALE', 'PTL', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 1, files: 1, filePages: 2, cpus: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeCpu(m, 1, 1);
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED;
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags, file: 1 });
    placeFolio(m, PAGE, 1, { references: 2, mapping: 1, flags: FLAG.uptodate });
    m.set(m.o.cache.page, 1, PAGE);
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.write);
  },
  threads: [
    { name: 'zap', runs: [SUBJECT] },
    { name: 'writeback', runs: [{ function: 'write_back_page', args: [PAGE, 1, ADDRESS] }] },
  ],
  hardware: [cpu(1, { tables: false, stores: true })],
  bindings: BINDINGS,
  witnesses: [
    {
      name: 'a dirty translation outlives its entry',
      says: 'The entry is cleared while the CPU can store without looking at it.',
      holds: (m) =>
        kindOf(entryOf(m)) !== ENTRY.leaf && has(m.get(m.o.tlbLeaf.value, tlbLeafOf(m, 1, ADDRESS)), BIT.dirty),
    },
    {
      name: 'what was stored is written back',
      says: 'Writeback ends and the page is clean.',
      holds: (m) => m.get(m.o.thread.ended, 2) === 1 && (m.get(m.o.page.flags, PAGE) & FLAG.dirty) === 0,
    },
  ],
  suits: zapsDirtyEntries,
};

export const AGE_HUGE: World = {
  name: 'age-huge',
  title: 'The accessed bit of a huge entry is cleared while a CPU stores',
  about: `The hardware sets the dirty bit of an entry at any time, with no lock. Who reads an entry, changes the copy, and stores
the copy must not lose a bit that was set in between: the change must be one atomic step, or the old value must be taken
from the step that hid the entry from the hardware. Whoever takes the entry out later carries the bit to the folio.

  CPU 1               madvise
                      pmd lock, reads the entry: clean
  stores, sets dirty
                      hides the entry, drops what stood there
                      stores the old copy: clean, unlocks`,
  properties: ['DIRTY'],
  incidental: ['LOCK', 'ASSERT'],
  dimensions: { ...SMALL, tables: 1, pages: 2, files: 1, filePages: 2, cpus: 1 },
  initial: (m) => {
    m.set(m.o.mm.users, 1, 1);
    m.set(m.o.mm.pgd, 1, UPPER);
    m.set(m.o.table.level, UPPER, 1);
    m.set(m.o.table.state, UPPER, TABLE_STATE.live);
    placeCpu(m, 1, 1);
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED;
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags, file: 1 });
    placeFolio(m, PAGE, 2, { references: 3, mapping: 1, flags: FLAG.uptodate | FLAG.swapBacked });
    for (const index of [1, 2]) m.set(m.o.cache.page, index, PAGE);
    m.set(m.o.page.entire, PAGE, 1);
    m.set(m.o.entry.value, m.entryIn(UPPER, ADDRESS), entry(ENTRY.leaf, PAGE, BIT.write | BIT.young));
  },
  threads: [
    { name: 'madvise', runs: [SUBJECT] },
    { name: 'split', runs: [{ function: 'split_file_huge_pmd', args: [1, 2, ADDRESS] }] },
  ],
  hardware: [cpu(1, { tables: false, stores: true })],
  bindings: [
    ...BINDINGS.map((one) => (/end/.test(one.names?.source ?? '') ? { ...one, value: ADDRESS + 2 } : one)),
    // MADV_COLD, which only ages.
    { type: 'bool', names: /pageout/, value: 0 },
  ],
  witnesses: [
    {
      name: 'the CPU stores while the entry is changed',
      says: 'The hardware has set the dirty bit while the function holds the pmd lock.',
      holds: (m) =>
        m.get(m.o.table.owner, UPPER) === 1 && has(m.get(m.o.entry.value, m.entryIn(UPPER, ADDRESS)), BIT.dirty),
    },
    {
      name: 'the entry is old',
      says: 'The accessed bit is gone.',
      holds: (m) => !has(m.get(m.o.entry.value, m.entryIn(UPPER, ADDRESS)), BIT.young),
    },
  ],
  suits: agesHugeEntries,
};
