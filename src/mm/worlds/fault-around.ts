import { VM } from '../constants.ts';
import { BIT, ENTRY, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type Witness, type World } from '../world.ts';
import { mapPage, placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

/** A shmem file of two pages; the reader faults on the first, and the second is the one at stake. */
const UPPER = 1;
const TABLE = 2;
const FIRST = 2;
const SECOND = 3;
const [PAGE_0, PAGE_1] = [1, 2];

const ABOUT = `A shared writable mapping of a shmem file, registered with userfaultfd for write protection (as in the tree of its author
in 2020: upstream refused it on shmem then, and there are no markers). vm_page_prot of such a mapping has the write bit, so
that a page which is mapped by a *read* may be written to without another fault. Fault-around maps neighbours of the page
that was asked for, if they are in the page cache.`;

const DIMENSIONS = { ...SMALL, pages: 2, files: 1, filePages: 2 };

function initial(m: Memory, modes: number, second: number | undefined): void {
  placeTables(m, 1, UPPER, TABLE, FIRST);
  placeVma(m, 1, { mm: 1, start: FIRST, pages: 2, flags: VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED | modes, file: 1 });
  for (const page of [PAGE_0, PAGE_1]) {
    const references = page === PAGE_1 && second !== undefined ? 2 : 1;
    placeFolio(m, page, 1, { references, mapping: 1, flags: FLAG.uptodate | FLAG.swapBacked });
    m.set(m.o.cache.page, page, page);
  }
  if (second !== undefined) mapPage(m, TABLE, SECOND, PAGE_1, second);
}

/** The second page is mapped write-protected, and the monitor relies on it. */
function initialProtected(m: Memory): void {
  initial(m, VM.VM_UFFD_WP, BIT.uffdWp);
  m.set(m.o.place.protected, m.place(1, SECOND), 1);
}

const BINDINGS: readonly Binding[] = [
  { type: 'struct vm_area_struct *', value: 1 },
  { type: 'struct mm_struct *', value: 1 },
  { type: 'unsigned long', names: /addr/, value: FIRST },
  { type: 'pgoff_t', names: /end/, value: 1 },
  { type: 'pgoff_t', value: 0 },
];

const zapped: Witness = {
  name: 'the second page is zapped',
  says: 'The entry of the second page is cleared.',
  holds: (m) => kindOf(m.get(m.o.entry.value, m.entryIn(TABLE, SECOND))) === ENTRY.none,
};

const ended: Witness = {
  name: 'the read fault ends',
  says: 'The function comes to its end.',
  holds: (m) => m.get(m.o.thread.ended, 1) === 1,
};

/** The function maps pages of the page cache beside the one that was asked for, or may decide not to. */
function mapsAround({ primitives }: Touched): string | undefined {
  const clears = ['ptep_get_and_clear', 'pmdp_huge_get_and_clear'].some((name) => primitives.has(name));
  return primitives.has('find_trylock_page') && !clears ? 'it maps pages around the one that was asked for' : undefined;
}

const reader = { name: 'reader', runs: [SUBJECT] } as const;
const writer = { name: 'writer', runs: [{ function: 'user_store', args: [1, SECOND] }] };

export const FAULT_AROUND_PUNCH: World = {
  name: 'fault-around-punch',
  title: 'Fault-around maps a write-protected page again while a hole is punched there',
  about: `${ABOUT}

A real fault on the page waits while the punch is under way (inode->i_private); fault-around does not look at it.

  hole punch                 reader of the first page         writer of the second
  opens the window
  zaps the second page
                             fault-around maps it, writable
                                                              stores without an event`,
  properties: ['UFFD-WP'],
  incidental: ['TRUNC', 'REF', 'MAPCOUNT', 'LEAK', 'LOCK', 'ASSERT'],
  dimensions: DIMENSIONS,
  // From 5.19 on a zap leaves a marker behind, whoever maps the page next.
  kernels: { until: '5.18' },
  initial: initialProtected,
  threads: [reader, { name: 'hole punch', runs: [{ function: 'shmem_punch_hole', args: [1, 1] }] }, writer],
  hardware: [],
  bindings: BINDINGS,
  witnesses: [zapped, ended],
  othersSuffice: true,
  suits: mapsAround,
};

export const FAULT_AROUND_PUNCH_IN_FLIGHT: World = {
  ...FAULT_AROUND_PUNCH,
  name: 'fault-around-punch-in-flight',
  title: 'A hole is punched while a write fault is past the test that would make it wait',
  about: `${ABOUT}

inode->i_private is a test, not a lock: a write fault that has passed it before the punch opened its window maps the page
after the zap, writable, though the monitor has protected it in between. The monitor punches the hole itself.

  writer                       monitor
  passes the test
                               reads, and so maps the page
                               protects it
                               punches the hole, which zaps it
  maps it, writable
  stores without an event`,
  initial: (m) => initial(m, VM.VM_UFFD_WP, undefined),
  threads: [
    reader,
    {
      name: 'monitor',
      runs: [
        { function: 'user_load', args: [1, SECOND] },
        { function: 'uffdio_writeprotect', args: [1, SECOND] },
        { function: 'shmem_punch_hole', args: [1, 1] },
      ],
    },
    writer,
  ],
};

export const FAULT_AROUND_ZAP: World = {
  ...FAULT_AROUND_PUNCH,
  name: 'fault-around-zap',
  title: 'A write-protected page is zapped without leaving the file, then written to',
  about: `${ABOUT}

Reclaim or MADV_DONTNEED takes the entry away and with it the bit; the page stays in the page cache, and the next fault maps
it writable. Fault-around is not needed for this.

  MADV_DONTNEED              writer of the second page
  zaps it
                             write fault maps it, writable
                             stores without an event`,
  threads: [reader, { name: 'MADV_DONTNEED', runs: [{ function: 'unmap_file_page', args: [1, SECOND] }] }, writer],
};

export const FAULT_AROUND_TRUNCATE: World = {
  ...FAULT_AROUND_PUNCH,
  name: 'fault-around-truncate',
  title: 'Fault-around against a hole punch: no entry may point to a page that has left the file',
  about: `A hole punch zaps a page twice: before it takes the page lock, and again under it if the page is mapped once more.
Fault-around takes only pages that it can lock and that still belong to the file.`,
  properties: ['TRUNC'],
  incidental: ['REF', 'LOCK', 'ASSERT'],
  kernels: {},
  initial: (m) => initial(m, 0, BIT.write),
  threads: [reader, { name: 'hole punch', runs: [{ function: 'shmem_punch_hole', args: [1, 1] }] }],
};
