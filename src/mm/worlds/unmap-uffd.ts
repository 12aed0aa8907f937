import { VM } from '../constants.ts';
import { BIT } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type NamedCall, SUBJECT, type Touched, type Witness, type World } from '../world.ts';
import { mapPage, placeFolio, placeFree, placeTables, placeVma, SMALL } from './setup.ts';
import { ADDRESS, PAGE, RECLAIM, TABLE, UNMAP_BINDINGS, UPPER, unmapped, unmapsPages } from './unmap.ts';

/** A page that a hint set free for reclaim is asked for again. */
const ABOUT = `On s390 a guest may say of a page that its content is not needed (ESSA, \`_PGSTE_GPS_USAGE_UNUSED\`). The hint stands
beside the entry and comes back with its old value when the entry is cleared. A page whose hint is set can be dropped
without writing it to swap: the next access finds nothing. If userfaultfd has installed that page, its monitor is then
asked a second time for a page that it has sent already.`;

/** An anonymous page in the swap cache, mapped once, with the hint beside its entry; reclaim holds its lock. */
function initial(m: Memory, modes: number, bits: number): void {
  placeTables(m, 1, UPPER, TABLE, ADDRESS);
  placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE | modes, anonVma: 1 });
  placeFolio(m, PAGE, 1, {
    references: 3,
    mapping: 1,
    flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked | FLAG.swapCache,
    locker: RECLAIM,
    exclusive: true,
  });
  mapPage(m, TABLE, ADDRESS, PAGE, bits);
  m.set(m.o.swap.cached, 1, PAGE);
  m.set(m.o.place.unused, m.place(1, ADDRESS), 1);
  placeFree(m, 2);
}

const DIMENSIONS = { ...SMALL, pages: 2, anonVmas: 1, swapSlots: 1 };
const INCIDENTAL = ['REF', 'RMAP', 'SWAP-SLOT', 'LOCK', 'ASSERT'];

const ended: Witness = {
  name: 'reclaim ends',
  says: 'The function comes to its end.',
  holds: (m) => m.get(m.o.thread.ended, RECLAIM) === 1,
};

/** The function unmaps a page that it was given and can leave a swap entry in its place. */
function swapsOut(touched: Touched): string | undefined {
  const swaps = touched.primitives.has('swap_duplicate') || touched.primitives.has('folio_swap_entry');
  return swaps ? unmapsPages(touched) : undefined;
}

const access = (name: string): NamedCall => ({ function: name, args: [1, ADDRESS] });

export const UNMAP_UFFD_MISSING: World = {
  name: 'unmap-uffd-missing',
  title: 'An anonymous page with the usage hint is reclaimed from a range that userfaultfd watches',
  about: `${ABOUT}

  reclaim                              program
  clears the entry: the hint is set
  drops the page, the entry stays none
                                       loads: none, a missing event`,
  properties: ['UFFD-MISSING'],
  incidental: INCIDENTAL,
  dimensions: DIMENSIONS,
  initial: (m) => {
    initial(m, VM.VM_UFFD_MISSING, BIT.write | BIT.dirty);
    m.set(m.o.place.installed, m.place(1, ADDRESS), 1);
  },
  threads: [
    { name: 'reclaim', runs: [SUBJECT] },
    { name: 'program', runs: [access('user_load')] },
  ],
  hardware: [],
  bindings: UNMAP_BINDINGS,
  witnesses: [unmapped, ended],
  suits: swapsOut,
};

export const MIGRATE_UFFD_MISSING: World = {
  ...UNMAP_UFFD_MISSING,
  name: 'migrate-uffd-missing',
  title: 'An anonymous page with the usage hint is unmapped for migration from a range that userfaultfd watches',
  about: `${ABOUT}

As unmap-uffd-missing, but the page is to be moved (compaction): if the hint is looked at before the migration branch, the
page is dropped as well.`,
  bindings: [{ type: 'void *', names: /arg/, value: 1 }, ...UNMAP_BINDINGS],
};

export const UNMAP_UFFD_HINT_FIRST: World = {
  ...UNMAP_UFFD_MISSING,
  name: 'unmap-uffd-hint-first',
  title: 'The usage hint is set before the range is registered and outlives discard and UFFDIO_COPY',
  about: `${ABOUT}

Here the hint is set before userfaultfd comes into play. The monitor discards what is there, registers the range and installs
a page; none of this clears the hint. Reclaim of the new page must not drop it, whatever came first.

  monitor                   reclaim                    program
  MADV_DONTNEED
  UFFDIO_REGISTER
  UFFDIO_COPY
                            clears the entry: the hint is still set
                            drops the page
                                                       loads: none, a missing event`,
  dimensions: { ...DIMENSIONS, pages: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
    placeFree(m, PAGE);
    m.set(m.o.place.unused, m.place(1, ADDRESS), 1);
  },
  threads: [
    {
      name: 'monitor and reclaim',
      runs: [
        { function: 'uffd_register', args: [1, VM.VM_UFFD_MISSING] },
        access('uffdio_copy'),
        { function: 'folio_lock', args: [PAGE] },
        { function: 'add_to_swap', args: [PAGE] },
        SUBJECT,
        access('user_load'),
      ],
    },
  ],
  witnesses: [ended],
};

export const UNMAP_UFFD_WP: World = {
  ...UNMAP_UFFD_MISSING,
  name: 'unmap-uffd-wp',
  title: 'An anonymous page with the usage hint is reclaimed from a range that userfaultfd has write-protected',
  about: `${ABOUT}

With write-protection the loss is another one: the swap entry would have carried the uffd-wp bit, an empty entry does not.

  reclaim                              program
  clears the entry: the hint is set
  drops the page, and the bit with it
                                       stores: none, a new writable page, no event`,
  properties: ['UFFD-WP'],
  initial: (m) => {
    initial(m, VM.VM_UFFD_WP, BIT.uffdWp | BIT.dirty);
    m.set(m.o.place.protected, m.place(1, ADDRESS), 1);
  },
  threads: [
    { name: 'reclaim', runs: [SUBJECT] },
    { name: 'program', runs: [access('user_store')] },
  ],
  witnesses: [unmapped, ended],
};

export const UNMAP_FILE_UFFD_WP: World = {
  name: 'unmap-file-uffd-wp',
  title: 'A write-protected shmem page is reclaimed from a shared mapping, then the program writes',
  about: `A shared writable shmem mapping whose page userfaultfd has write-protected. Reclaim unmaps the page; it stays in the
page cache (or comes back from swap), and the next fault maps it again. Only something left in the entry can remember that
a write must raise an event.

  reclaim                              program
  clears the entry, the bit is gone
                                       write fault maps the page again
                                       stores without an event`,
  properties: ['UFFD-WP'],
  incidental: ['REF', 'LOCK', 'ASSERT'],
  kernels: { since: '5.10' },
  dimensions: { ...SMALL, pages: 1, files: 1, filePages: 2 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED | VM.VM_UFFD_WP;
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags, file: 1 });
    placeFolio(m, PAGE, 1, { references: 3, mapping: 1, flags: FLAG.uptodate | FLAG.swapBacked, locker: RECLAIM });
    m.set(m.o.cache.page, 1, PAGE);
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.uffdWp);
    m.set(m.o.place.protected, m.place(1, ADDRESS), 1);
  },
  threads: [
    { name: 'reclaim', runs: [SUBJECT, { function: 'folio_unlock', args: [PAGE] }] },
    { name: 'program', runs: [access('user_store')] },
  ],
  hardware: [],
  bindings: UNMAP_BINDINGS,
  witnesses: [unmapped, ended],
  suits: unmapsPages,
};
