import { VM } from '../constants.ts';
import { BIT, ENTRY, kindOf } from '../entry.ts';
import { cpu } from '../hardware/cpu.ts';
import { KVM_LIKE } from '../hardware/kvm.ts';
import { GRACE_PERIODS } from '../hardware/rcu.ts';
import type { Memory } from '../kernel.ts';
import { FLAG, TABLE_STATE } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type World } from '../world.ts';
import { flushesRanges } from './protect.ts';
import { mapPage, placeCpu, placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

/** A table for the first two addresses, which maps the two pages of a huge page of the page cache. */
const UPPER = 1;
const TABLE = 2;
const HUGE = 1;
const SIZE = { ...SMALL, pages: 2, files: 1, filePages: 2 };

function initial(m: Memory, mapped: boolean): void {
  placeTables(m, 1, UPPER, TABLE, 0);
  placeVma(m, 1, { mm: 1, start: 0, pages: 2, flags: VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED, file: 1 });
  placeFolio(m, HUGE, 2, { references: mapped ? 4 : 2, mapping: 1, flags: FLAG.uptodate | FLAG.swapBacked });
  for (const [address, page] of [HUGE, HUGE + 1].entries()) {
    m.set(m.o.cache.page, address + 1, HUGE);
    mapPage(m, TABLE, address, page, BIT.write);
    if (!mapped) m.set(m.o.page.mapcount, page, 0);
  }
}

const BINDINGS: readonly Binding[] = [
  { type: 'struct mm_struct *', value: 1 },
  { type: 'struct vm_area_struct *', value: 1 },
  { type: 'unsigned long', names: /addr|start/, value: 0 },
  { type: 'unsigned long', names: /end/, value: 2 },
  { type: 'pmd_t *', value: 1 },
  { type: 'struct address_space *', value: 1 },
  { type: 'struct page *', value: HUGE },
  { type: 'struct folio *', value: HUGE },
  { type: 'pgoff_t', value: 0 },
  { type: 'bool', names: /install_pmd/, value: 0 },
];

const retracted = {
  name: 'the table is given up',
  says: 'The table of the range is freed.',
  holds: (m: Memory) => m.get(m.o.table.state, TABLE) !== TABLE_STATE.live,
};

const keptWhileTakenOut = {
  name: 'the CPU keeps the pointer while the table is taken out',
  says: 'The upper entry is cleared while the CPU keeps the pointer to the table.',
  holds: (m: Memory) =>
    m.get(m.o.tlbTable.table, 1) === TABLE && kindOf(m.get(m.o.entry.value, m.entryIn(UPPER, 0))) !== ENTRY.table,
};

/** The function takes a table of a program out of an upper entry and frees it. */
export function freesTables({ primitives }: Touched): string | undefined {
  const clears = primitives.has('pmdp_huge_get_and_clear') || primitives.has('pmd_clear');
  const frees = primitives.has('pte_free') || primitives.has('pte_free_defer');
  const isOfKernel = primitives.has('flush_tlb_kernel_range');
  return clears && frees && !isOfKernel ? 'it takes a page table out of its upper entry and frees it' : undefined;
}

export const FREE_TABLE_WALKER: World = {
  name: 'free-table-walker',
  title: 'A page table is freed while a CPU keeps the pointer to it',
  about: `A CPU may keep the pointer to a page table apart from the leaves (paging-structure cache). When the table is taken out
of its upper entry, the flush must cover the very range that the table mapped: else the walker goes on through the
pointer, into memory that is somebody else's by then.

  CPU 1                               khugepaged
  keeps the pointer to the table
                                      clears the upper entry
                                      flushes another range
                                      frees the table
  walks through the freed table`,
  properties: ['TLB-TABLE'],
  incidental: ['TABLE-LOCKED', 'LOCK', 'ASSERT'],
  dimensions: { ...SIZE, cpus: 1 },
  initial: (m) => {
    initial(m, true);
    placeCpu(m, 1, 1);
  },
  threads: [{ name: 'khugepaged', runs: [SUBJECT] }],
  hardware: [cpu(1, { tables: true }), GRACE_PERIODS],
  bindings: BINDINGS,
  witnesses: [retracted, keptWhileTakenOut],
  suits: freesTables,
};

export const FREE_TABLE_RMAP: World = {
  name: 'free-table-rmap',
  title: 'A page table is freed while an rmap walk of the file is in it',
  about: `khugepaged holds mmap_lock for writing and takes out a table that maps a huge page by small entries. mmap_lock keeps
faults and other system calls away, but not a walk over the mappings of the file: truncation, migration or reclaim come
by i_mmap_rwsem alone, find the table through its upper entry, and lock it.

  khugepaged                          rmap walk
                                      i_mmap_rwsem (read), reads the upper entry
  clears the upper entry, frees the table
                                      locks the freed table`,
  properties: ['TABLE-LOCKED'],
  incidental: ['TABLE-LOCKLESS', 'RMAP', 'LOCK', 'ASSERT'],
  dimensions: SIZE,
  initial: (m) => initial(m, true),
  threads: [
    { name: 'khugepaged', runs: [SUBJECT] },
    { name: 'rmap walk', runs: [{ function: 'rmap_walk_file', args: [1, 0] }] },
  ],
  hardware: [GRACE_PERIODS],
  bindings: BINDINGS,
  witnesses: [
    retracted,
    {
      name: 'the walk is under way',
      says: 'The walk holds i_mmap_rwsem before the table is given up.',
      holds: (m) => m.get(m.o.file.readers, 1) !== 0 && m.get(m.o.table.state, TABLE) === TABLE_STATE.live,
    },
  ],
  suits: (touched) =>
    touched.primitives.has('page_remove_rmap') || touched.primitives.has('folio_remove_rmap_pte')
      ? freesTables(touched)
      : undefined,
};

export const FREE_TABLE_LAZY: World = {
  name: 'free-table-lazy',
  title: 'A page table is freed while a CPU in lazy TLB mode keeps the pointer to it',
  about: `A CPU that runs a kernel thread borrows the mm that ran before (lazy TLB). On x86 it gets no IPI for a flush, since no
program can use what it caches; it catches up when it goes back to the mm. But its walker goes on by speculation. Where
page tables are freed, the flush must therefore reach lazy CPUs too.

  CPU 1 (lazy)                        khugepaged
  keeps the pointer to the table
                                      clears the upper entry
                                      flushes: no IPI to CPU 1
                                      frees the table
  walks through the freed table`,
  properties: ['TLB-TABLE'],
  incidental: ['LOCK', 'ASSERT'],
  dimensions: { ...SIZE, cpus: 1 },
  initial: (m) => {
    initial(m, false);
    placeCpu(m, 1, 1);
    m.set(m.o.cpu.lazy, 1, 1);
  },
  threads: [
    {
      name: 'khugepaged',
      runs: [
        { function: 'pmdp_huge_get_and_clear', args: [1, 0, 1] },
        SUBJECT,
        { function: 'tlb_remove_table_sync_one', args: [] },
        { function: 'pte_free', args: [1, TABLE] },
      ],
    },
  ],
  hardware: [cpu(1, { tables: true })],
  bindings: [...BINDINGS, { type: 'unsigned int', value: 0 }, { type: 'bool', names: /freed/, value: 1 }],
  witnesses: [retracted, keptWhileTakenOut],
  suits: flushesRanges,
};

export const FREE_TABLE_KVM: World = {
  name: 'free-table-kvm',
  title: 'A page table that still maps pages is taken out while KVM maps the range',
  about: `khugepaged takes a table out that maps the pages of a huge page; it has taken them off rmap already. A guest maps the
same pages through KVM, whose entries are its own: only a notifier reaches them. Once the upper entry is empty nobody
finds the guest's mapping again, and the page can be freed under it.

  KVM                                 khugepaged
  maps the page
                                      clears the upper entry, flushes the CPUs
  keeps what no page table maps`,
  properties: ['SMMU-REVOKE'],
  incidental: ['NOTIFY-PAIR', 'TABLE-LOCKED', 'LOCK', 'ASSERT'],
  dimensions: { ...SIZE, kvms: 1 },
  initial: (m) => initial(m, false),
  threads: [{ name: 'khugepaged', runs: [SUBJECT] }],
  hardware: [KVM_LIKE],
  bindings: BINDINGS,
  witnesses: [
    retracted,
    {
      name: 'KVM has mapped the page',
      says: 'The guest maps a page of the range.',
      holds: (m) => m.get(m.o.kvmSpte.value, 1) !== 0,
    },
  ],
  // A function that neither takes pages off nor tells notifiers is given empty tables by its callers.
  suits: (touched) => {
    const cares = ['mn_invalidate_range_start', 'page_remove_rmap', 'folio_remove_rmap_pte'];
    const given = touched.parameters.includes('pmd_t *');
    return given && cares.some((name) => touched.primitives.has(name)) ? freesTables(touched) : undefined;
  },
};
