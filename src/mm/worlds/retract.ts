import { VM } from '../constants.ts';
import { BIT } from '../entry.ts';
import { KVM_LIKE } from '../hardware/kvm.ts';
import { GRACE_PERIODS } from '../hardware/rcu.ts';
import { sva } from '../hardware/sva.ts';
import type { Memory } from '../kernel.ts';
import { FLAG, TABLE_STATE } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type Witness, type World } from '../world.ts';
import { freesTables } from './free-table.ts';
import { mapPage, placeFolio, placeFree, placeTables, placeVma, SMALL } from './setup.ts';

/** The upper table and the table that is retracted; the address that the huge page will map; the huge page,
 * and the small page that it replaces. */
const UPPER = 1;
const TABLE = 2;
const ADDRESS = 2;
const HUGE = 1;
const OLD = 3;
const SPARE = 3;
const KHUGEPAGED = 1;

const SIZE = { ...SMALL, pages: 3, anonVmas: 1, files: 1, filePages: 2 };

/** One mm with a VMA over one pmd range of a file; a live, empty table; a huge page, locked, in the page cache. */
function initial(m: Memory, flags: number): void {
  placeTables(m, 1, UPPER, TABLE, ADDRESS);
  placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags, file: 1 });
  placeFolio(m, HUGE, 2, { references: 3, mapping: 1, flags: FLAG.uptodate | FLAG.swapBacked, locker: KHUGEPAGED });
  for (const index of [1, 2]) m.set(m.o.cache.page, index, HUGE);
  placeFree(m, 3);
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
  { type: 'bool', names: /install_pmd/, value: 0 },
];

const retracted: Witness = {
  name: 'a table is retracted',
  says: 'The function gives up the page table of the range.',
  holds: (m) => m.get(m.o.table.state, TABLE) !== TABLE_STATE.live,
};

/** The function frees a table that it takes out of an upper entry; one that was laid by for a split hangs in no entry. */
function retractsTables(touched: Touched): string | undefined {
  return touched.primitives.has('pgtable_trans_huge_withdraw') ? undefined : freesTables(touched);
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
  properties: ['SMMU-TABLE'],
  incidental: ['TABLE-LOCKED', 'LOCK', 'ASSERT'],
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
  properties: ['SMMU-REVOKE', 'SMMU-FREE'],
  incidental: ['TABLE-LOCKED', 'LOCK', 'ASSERT'],
  dimensions: { ...SIZE, kvms: 1 },
  initial: (m) => {
    initial(m, VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED);
    placeFolio(m, OLD, 1, { references: 1, mapping: 1 });
    mapPage(m, TABLE, ADDRESS, OLD, BIT.write);
  },
  threads: [{ name: 'khugepaged', runs: [{ function: 'unmap_and_free_page', args: [OLD, 1, ADDRESS] }, SUBJECT] }],
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
  properties: ['TABLE-EMPTY'],
  incidental: ['TABLE-LOCKED', 'TABLE-LOCKLESS', 'LOCK', 'ASSERT'],
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

export const RETRACT_GUP_FAST: World = {
  name: 'retract-gup-fast',
  title: 'A page table is retracted while GUP-fast reads it',
  about: `GUP-fast walks the page tables with interrupts off and no lock. Two things make it safe: a table that is freed
by RCU stays until the walk is over, since disabled interrupts are an RCU read section; and an IPI to all CPUs returns
only after the walk.

  GUP-fast                       khugepaged
  interrupts off, reads the upper entry
                                 clears the upper entry, flushes the CPUs
                                 frees the table at once
  reads an entry of the freed table`,
  properties: ['TABLE-LOCKLESS'],
  incidental: ['TABLE-LOCKED', 'LOCK', 'ASSERT'],
  dimensions: SIZE,
  initial: (m) => initial(m, VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED),
  threads: [
    { name: 'khugepaged', runs: [SUBJECT] },
    { name: 'GUP-fast', runs: [{ function: 'gup_fast', args: [1, ADDRESS] }] },
  ],
  hardware: [GRACE_PERIODS],
  bindings: BINDINGS,
  witnesses: [
    retracted,
    {
      name: 'GUP-fast walks while the table is given up',
      says: 'The table is retracted while the walker has interrupts off.',
      holds: (m) => m.get(m.o.table.state, TABLE) !== TABLE_STATE.live && m.get(m.o.thread.irq_off, 2) === 1,
    },
  ],
  suits: retractsTables,
};

export const RETRACT_UFFD_COPY_KVM: World = {
  ...RETRACT_UFFD_COPY,
  name: 'retract-uffd-copy-kvm',
  title: 'A page table is retracted while UFFDIO_COPY fills a private range that KVM maps',
  about: `As retract-uffd-copy, with a guest that maps the anonymous page as soon as it is there. The table is taken out with no
notifier, since it was empty when it was looked at; the guest goes on with a page that the program no longer sees. The
small page that khugepaged has replaced at the other address was unmapped before, with notifiers.

  khugepaged                     UFFDIO_COPY                 KVM
  anon_vma is NULL
                                 maps an anonymous page
                                                             maps the page
  clears the upper entry, no notifier
                                                             keeps the page`,
  properties: ['SMMU-REVOKE'],
  incidental: ['SMMU-FREE', 'NOTIFY-PAIR', 'LOCK', 'ASSERT'],
  dimensions: { ...SIZE, pages: 4, kvms: 1 },
  initial: (m) => {
    RETRACT_UFFD_COPY.initial(m);
    placeFolio(m, OLD, 1, { references: 1, mapping: 1 });
    mapPage(m, TABLE, ADDRESS + 1, OLD, 0);
    placeFree(m, 4);
  },
  threads: [
    { name: 'khugepaged', runs: [{ function: 'unmap_and_free_page', args: [OLD, 1, ADDRESS + 1] }, SUBJECT] },
    ...RETRACT_UFFD_COPY.threads.slice(1),
  ],
  hardware: [KVM_LIKE, GRACE_PERIODS],
  witnesses: [
    retracted,
    {
      name: 'KVM maps the page of UFFDIO_COPY',
      says: 'The guest maps the anonymous page.',
      holds: (m) => m.get(m.o.kvmSpte.value, ADDRESS + 1) !== 0,
    },
  ],
};

export const RETRACT_UFFD_WP: World = {
  name: 'retract-uffd-wp',
  title: 'A page table is retracted while its range is registered and write-protected with userfaultfd',
  about: `A shared shmem mapping whose table is empty. khugepaged has seen that the range is not registered for write-protect
events. Then the monitor registers it and protects it: an empty entry gets a marker. The lock of the huge page does not keep
markers out. If the table is taken out with them, the next write finds nothing that says it must raise an event.

  khugepaged                     monitor                          program
  not registered
                                 registers, protects: a marker
  clears the upper entry, frees the table
                                                                  stores without an event`,
  properties: ['UFFD-WP'],
  incidental: ['TABLE-EMPTY', 'TABLE-LOCKED', 'TABLE-LOCKLESS', 'LOCK', 'ASSERT'],
  dimensions: { ...SIZE, tables: 3 },
  initial: (m) => {
    initial(m, VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED);
    m.set(m.o.table.state, SPARE, TABLE_STATE.freed);
  },
  threads: [
    { name: 'khugepaged', runs: [SUBJECT, { function: 'unlock_page', args: [HUGE] }] },
    {
      name: 'monitor, then program',
      runs: [
        { function: 'uffdio_register_wp', args: [1, 1] },
        { function: 'uffdio_writeprotect_none', args: [1, ADDRESS] },
        { function: 'user_store', args: [1, ADDRESS] },
      ],
    },
  ],
  hardware: [GRACE_PERIODS],
  bindings: BINDINGS,
  witnesses: [
    retracted,
    {
      name: 'a store raises its event',
      says: 'The range is protected and a store raises an event.',
      holds: (m) => (m.get(m.o.place.events, m.place(1, ADDRESS)) & 2) !== 0,
    },
  ],
  suits: retractsTables,
};

export const RETRACT_FAULT: World = {
  name: 'retract-fault',
  title: 'A page table is retracted while a page fault waits for its lock',
  about: `A fault reads an entry with no lock and takes the lock of its table afterwards. In between the page is unmapped and the
table is taken out. The fault then locks a table that hangs nowhere: it must still be there, and empty, so that the entry
is no longer the same and the fault is tried again. RCU keeps it there.

  fault                          khugepaged
  RCU, reads the entry: present
                                 unmaps the page
                                 clears the upper entry, gives the table up
  locks the table, the entry is another`,
  properties: ['TABLE-LOCKED'],
  incidental: ['TABLE-LOCKLESS', 'REF', 'RMAP', 'LOCK', 'ASSERT'],
  dimensions: SIZE,
  initial: (m) => {
    initial(m, VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED);
    placeFolio(m, OLD, 1, { references: 1, mapping: 1 });
    mapPage(m, TABLE, ADDRESS, OLD, 0);
  },
  threads: [
    { name: 'khugepaged', runs: [{ function: 'unmap_and_free_page', args: [OLD, 1, ADDRESS] }, SUBJECT] },
    { name: 'fault', runs: [{ function: 'fault_without_lock', args: [1, 1, ADDRESS] }] },
  ],
  hardware: [GRACE_PERIODS],
  bindings: BINDINGS,
  witnesses: [
    retracted,
    {
      name: 'the fault has read the entry of a table that is given up',
      says: 'The table is given up while the fault is in its RCU section.',
      holds: (m) => m.get(m.o.table.state, TABLE) !== TABLE_STATE.live && m.get(m.o.thread.rcu, 2) > 0,
    },
  ],
  suits: retractsTables,
};
