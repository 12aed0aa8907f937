import { VM } from '../constants.ts';
import { ENTRY, entry } from '../entry.ts';
import { KVM_LIKE } from '../hardware/kvm.ts';
import { GRACE_PERIODS } from '../hardware/rcu.ts';
import { sva } from '../hardware/sva.ts';
import type { Memory } from '../kernel.ts';
import { FLAG, TABLE_STATE } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type Witness, type World } from '../world.ts';

/** The upper table and the table that is retracted; the address that the huge page will map; the huge page. */
const UPPER = 1;
const TABLE = 2;
const ADDRESS = 2;
const HUGE = 1;
const KHUGEPAGED = 1;

const SIZE = {
  mms: 1,
  vmas: 1,
  tables: 2,
  entriesPerTable: 2,
  pages: 3,
  anonVmas: 1,
  files: 1,
  filePages: 2,
  swapSlots: 0,
  addresses: 4,
  cpus: 0,
  svas: 0,
  kvms: 0,
  pins: 0,
} as const;

/** One mm with a VMA over one pmd range of a file; a live, empty table; a huge page, locked, in the page cache. */
function initial(m: Memory, vmaFlags: number): void {
  m.set(m.o.mm.users, 1, 1);
  m.set(m.o.mm.pgd, 1, UPPER);
  m.set(m.o.table.level, UPPER, 1);
  m.set(m.o.table.state, UPPER, TABLE_STATE.live);
  m.set(m.o.table.state, TABLE, TABLE_STATE.live);
  m.set(m.o.entry.value, m.entryIn(UPPER, ADDRESS), entry(ENTRY.table, TABLE));
  m.set(m.o.vma.mm, 1, 1);
  m.set(m.o.vma.start, 1, ADDRESS);
  m.set(m.o.vma.end, 1, ADDRESS + 2);
  m.set(m.o.vma.mapping, 1, 1);
  m.set(m.o.vma.flags, 1, vmaFlags);
  for (const page of [HUGE, HUGE + 1]) {
    m.set(m.o.page.allocated, page, 1);
    m.set(m.o.page.head, page, HUGE);
    m.set(m.o.cache.page, page, HUGE);
  }
  m.set(m.o.page.head, 3, 3);
  m.set(m.o.page.refcount, HUGE, 3);
  m.set(m.o.page.mapping, HUGE, 1);
  m.set(m.o.page.flags, HUGE, FLAG.uptodate | FLAG.swapBacked);
  m.set(m.o.page.locker, HUGE, KHUGEPAGED);
}

const BINDINGS: readonly Binding[] = [
  { type: 'struct address_space *', value: 1 },
  { type: 'struct mm_struct *', value: 1 },
  { type: 'struct vm_area_struct *', value: 1 },
  { type: 'struct page *', value: HUGE },
  { type: 'struct folio *', value: HUGE },
  { type: 'pgoff_t', value: 0 },
  { type: 'unsigned long', names: /addr/, value: ADDRESS },
  { type: 'pmd_t *', value: 2 },
];

const retracted: Witness = {
  name: 'a table is retracted',
  says: 'The function gives up the page table of the range.',
  holds: (m) => m.get(m.o.table.state, TABLE) !== TABLE_STATE.live,
};

/** The function takes a table out of an upper entry and frees it. */
function retractsTables({ primitives }: Touched): string | undefined {
  const clears = primitives.has('pmdp_huge_get_and_clear') || primitives.has('pmd_clear');
  const frees = primitives.has('pte_free') || primitives.has('pte_free_defer');
  return clears && frees ? 'it takes a page table out of its upper entry and frees it' : undefined;
}

export const RETRACT_SVA: World = {
  name: 'retract-sva',
  title: 'A page table is retracted while a device walks the same tables',
  about: `khugepaged has put a huge page into the page cache of a shared file and retracts the page table that mapped the
small pages, so that the next fault maps the huge one. A device shares the page tables (IOMMU SVA). It is not stopped by
RCU or by an IPI: only a notifier that reaches its driver makes it forget what it cached.

The table is empty, so the device can hold no leaf of it; but it may hold the pointer to the table.

  device       khugepaged
  walks, keeps the pointer to the table
               clears the upper entry, flushes the CPUs
               gives the table up
  (grace period ends, the table is freed)
  translates through the pointer that it kept`,
  properties: ['SMMU-TABLE', 'TABLE-LOCKED', 'LOCK', 'ASSERT'],
  dimensions: { ...SIZE, svas: 1 },
  initial: (m) => initial(m, VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED),
  threads: [{ name: 'khugepaged', runs: [SUBJECT] }],
  hardware: [sva({ leaves: false }), GRACE_PERIODS],
  bindings: BINDINGS,
  witnesses: [
    retracted,
    {
      name: 'the device has cached the table',
      says: 'The device holds the pointer to the table before it is retracted.',
      holds: (m) => m.get(m.o.svaTable.table, 2) === TABLE,
    },
  ],
  suits: retractsTables,
};

export const RETRACT_KVM: World = {
  name: 'retract-kvm',
  title: 'A page table is retracted while KVM maps the range',
  about: `As retract-sva, with a secondary MMU that keeps entries of its own and no pointer into the CPU's tables. The
table held an old small page, which khugepaged has unmapped with notifiers before it retracts the table.`,
  properties: ['SMMU-REVOKE', 'SMMU-FREE', 'TABLE-LOCKED', 'LOCK', 'ASSERT'],
  dimensions: { ...SIZE, kvms: 1 },
  initial: (m) => {
    initial(m, VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED);
    m.set(m.o.page.allocated, 3, 1);
    m.set(m.o.page.refcount, 3, 1);
    m.set(m.o.page.mapcount, 3, 1);
    m.set(m.o.entry.value, m.entryIn(TABLE, ADDRESS), entry(ENTRY.leaf, 3, 0x0100));
  },
  threads: [{ name: 'khugepaged', runs: [{ function: 'unmap_and_free_page', args: [3, 1, ADDRESS] }, SUBJECT] }],
  hardware: [KVM_LIKE, GRACE_PERIODS],
  bindings: BINDINGS,
  witnesses: [
    retracted,
    {
      name: 'KVM has mapped the old page',
      says: 'The guest maps the page that khugepaged unmaps.',
      holds: (m) => m.get(m.o.kvmSpte.value, ADDRESS + 1) !== 0,
    },
  ],
  suits: retractsTables,
};

export const RETRACT_UFFD_COPY: World = {
  name: 'retract-uffd-copy',
  title: 'A page table is retracted while UFFDIO_COPY fills a private range',
  about: `A private mapping of a shmem file, registered with userfaultfd for missing events, whose pages are all in the page
cache. The lock of the huge page keeps new mappings of *it* out, but UFFDIO_COPY on a private range does not look at the
page cache: under mmap_lock for reading it puts an anonymous page into the table.

  khugepaged                     UFFDIO_COPY
  anon_vma is NULL
                                 mmap_lock (read), anon_vma_prepare
                                 ptl, entry is none: maps an anonymous page, unlock
  pmd lock, ptl
  clears the upper entry
  gives up a table that maps a page`,
  properties: ['TABLE-EMPTY', 'TABLE-LOCKED', 'TABLE-LOCKLESS', 'LOCK', 'ASSERT'],
  dimensions: SIZE,
  initial: (m) => initial(m, VM.VM_READ | VM.VM_WRITE | VM.VM_UFFD_MISSING),
  threads: [
    { name: 'khugepaged', runs: [SUBJECT] },
    { name: 'UFFDIO_COPY', runs: [{ function: 'uffdio_copy', args: [1, ADDRESS] }] },
  ],
  hardware: [GRACE_PERIODS],
  bindings: BINDINGS,
  witnesses: [
    retracted,
    {
      name: 'UFFDIO_COPY has mapped its page',
      says: 'The ioctl installs an anonymous page in the range.',
      holds: (m) => m.get(m.o.place.installed, m.place(1, ADDRESS)) === 1,
    },
  ],
  suits: retractsTables,
};
