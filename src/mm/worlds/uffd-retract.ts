import { VM } from '../constants.ts';
import { ENTRY, kindOf } from '../entry.ts';
import { GRACE_PERIODS } from '../hardware/rcu.ts';
import type { Memory } from '../kernel.ts';
import { FLAG, TABLE_STATE } from '../objects.ts';
import { type Binding, SUBJECT, type World } from '../world.ts';
import { placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

const UPPER = 1;
const TABLE = 2;
const SPARE = 3;
const ADDRESS = 2;
const HUGE = 1;
const KHUGEPAGED = 2;

const BINDINGS: readonly Binding[] = [
  { type: 'struct mm_struct *', value: 1 },
  { type: 'struct vm_area_struct *', value: 1 },
  { type: 'unsigned long', names: /addr|start/, value: ADDRESS },
  { type: 'pmd_t *', value: 2 },
];

const upper = (m: Memory) => m.get(m.o.entry.value, m.entryIn(UPPER, ADDRESS));

export const UFFD_COPY_RETRACT: World = {
  name: 'uffd-copy-retract',
  title: 'userfaultfd fills a range while khugepaged takes its page table out',
  about: `An ioctl of userfaultfd makes sure that there is a page table, and then uses it. It holds mmap_lock for reading, but
since 6.6 khugepaged takes a table out of a file mapping with no mmap_lock at all. The ioctl must take it that the table is
gone when it comes to lock it.

  UFFDIO_CONTINUE                           khugepaged
  sees a page table
                                            clears the upper entry
  reads the upper entry again: none`,
  kernels: { since: '6.6' },
  properties: ['ASSERT'],
  incidental: ['TABLE-LOCKED', 'TABLE-LOCKLESS', 'TABLE-EMPTY', 'LEAK', 'LOCK'],
  dimensions: { ...SMALL, tables: 3, pages: 2, files: 1, filePages: 2 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    m.set(m.o.table.state, SPARE, TABLE_STATE.freed);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED, file: 1 });
    placeFolio(m, HUGE, 2, {
      references: 3,
      mapping: 1,
      flags: FLAG.uptodate | FLAG.swapBacked,
      locker: KHUGEPAGED,
    });
    for (const index of [1, 2]) m.set(m.o.cache.page, index, HUGE);
  },
  threads: [
    { name: 'UFFDIO_CONTINUE', runs: [SUBJECT] },
    {
      name: 'khugepaged',
      runs: [
        { function: 'retract_page_tables', args: [1, 0] },
        { function: 'unlock_page', args: [HUGE] },
      ],
    },
  ],
  hardware: [GRACE_PERIODS],
  bindings: BINDINGS,
  witnesses: [
    {
      name: 'the table goes while the ioctl runs',
      says: 'The upper entry is empty while the ioctl holds mmap_lock.',
      holds: (m) => kindOf(upper(m)) === ENTRY.none && (m.get(m.o.mm.readers, 1) & 1) !== 0,
    },
    {
      name: 'the ioctl maps a page',
      says: 'An entry of the range maps the page.',
      holds: (m) => kindOf(m.walk(1, ADDRESS)) === ENTRY.leaf,
    },
  ],
  suits: ({ primitives, parameters }) =>
    primitives.has('pte_alloc_one') && primitives.has('mmap_read_lock') && parameters.includes('struct mm_struct *')
      ? 'it makes sure that there is a page table and then uses it'
      : undefined,
};
