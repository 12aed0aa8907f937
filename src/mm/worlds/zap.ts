import { VM } from '../constants.ts';
import { BIT, ENTRY, entry, has, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type Witness, type World } from '../world.ts';
import { ADDRESS, EMPTY_GATHER, entryOf, PAGE, PAGE_RANGE, TABLE, UPPER } from './one-page.ts';
import { mapPage, placeFolio, placeFree, placeTables, placeVma, SMALL } from './setup.ts';
import { takesFaults } from './takes-faults.ts';

/** The function takes an entry out at an address, whatever page it maps. */
function zapsEntries(touched: Touched): string | undefined {
  const { primitives, parameters } = touched;
  const clears = primitives.has('ptep_get_and_clear') || primitives.has('pte_clear');
  const releases = primitives.has('put_page');
  const given = parameters.includes('struct folio *') || parameters.includes('struct page *');
  return clears && releases && !given && !takesFaults(touched)
    ? 'it clears the entry of an address and lets its page go'
    : undefined;
}

const zapped = {
  name: 'the entry is zapped',
  says: 'The function clears the entry.',
  holds: (m: Memory) => kindOf(entryOf(m)) !== ENTRY.leaf,
};

/** Nothing is mapped at the address and nothing is elsewhere: at most a marker stands there. */
const isEmpty = (m: Memory) => [ENTRY.none, ENTRY.marker].some((kind) => kind === kindOf(entryOf(m)));

const emptied: Witness = {
  name: 'the entry is zapped',
  says: 'The function takes out what stood there.',
  holds: isEmpty,
};

const ENDED = 1;
const FLAGS = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE;

export const ZAP_UFFD_WP: World = {
  name: 'zap-uffd-wp',
  title: 'An entry of a write-protected shmem range is zapped, then the program writes',
  about: `A shared writable shmem mapping whose page userfaultfd has write-protected. The page stays in the page cache, so
after the zap the next fault maps it again, writable: \`vm_page_prot\` of such a mapping has the write bit. Only something
left in the entry (a pte marker) can remember that a write must raise an event.

  zapper                          program
  clears the entry, the bit is gone
                                  stores: none, a file fault maps the page writable
                                  stores without an event`,
  properties: ['UFFD-WP'],
  kernels: { since: '5.10' },
  incidental: ['REF', 'MAPCOUNT', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 1, files: 1, filePages: 2 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED | VM.VM_UFFD_WP;
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags, file: 1 });
    placeFolio(m, PAGE, 1, { references: 2, mapping: 1, flags: FLAG.uptodate | FLAG.swapBacked });
    m.set(m.o.cache.page, 1, PAGE);
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.uffdWp);
    m.set(m.o.place.protected, m.place(1, ADDRESS), 1);
  },
  threads: [
    { name: 'zapper', runs: [SUBJECT] },
    { name: 'program', runs: [{ function: 'user_store', args: [1, ADDRESS] }] },
  ],
  hardware: [],
  bindings: [...EMPTY_GATHER, ...PAGE_RANGE],
  witnesses: [
    zapped,
    {
      name: 'an event is raised',
      says: 'The store raises a write-protect event.',
      holds: (m) => (m.get(m.o.place.events, m.place(1, ADDRESS)) & 2) !== 0,
    },
  ],
  suits: zapsEntries,
};

/** The function takes out whatever entry it finds: of a page that it unmaps, or of one that is elsewhere. */
function zapsWhateverStands(touched: Touched): string | undefined {
  const { primitives } = touched;
  const unmaps = primitives.has('page_remove_rmap') || primitives.has('folio_remove_rmap_pte');
  return unmaps && primitives.has('free_swap_and_cache') ? zapsEntries(touched) : undefined;
}

export const ZAP_UFFD_WP_SWAPPED: World = {
  ...ZAP_UFFD_WP,
  name: 'zap-uffd-wp-swapped',
  title: 'A swap entry that carries write protection is zapped from a private file mapping, then the program writes',
  about: `A private mapping of a shmem file. The program has written to the page, so that it has one of its own, userfaultfd has
write-protected that, and reclaim has swapped it out: the swap entry carries the bit. MADV_DONTNEED drops the entry; the
next fault finds the page of the file, and nothing remembers that a write must raise an event.

  zapper                          program
  clears the swap entry, the bit is gone
                                  stores: a copy of the file's page, without an event`,
  dimensions: { ...SMALL, pages: 2, files: 1, filePages: 2, anonVmas: 1, swapSlots: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: FLAGS | VM.VM_UFFD_WP, file: 1, anonVma: 1 });
    placeFolio(m, PAGE, 1, { references: 1, mapping: 1, flags: FLAG.uptodate | FLAG.swapBacked });
    m.set(m.o.cache.page, 1, PAGE);
    placeFree(m, 2);
    m.set(m.o.swap.count, 1, 1);
    m.set(m.o.entry.value, m.entryIn(TABLE, ADDRESS), entry(ENTRY.swap, 1, BIT.uffdWp));
    m.set(m.o.place.protected, m.place(1, ADDRESS), 1);
  },
  witnesses: [emptied],
  suits: zapsWhateverStands,
};

export const ZAP_UFFD_WP_MIGRATING: World = {
  ...ZAP_UFFD_WP,
  name: 'zap-uffd-wp-migrating',
  title: 'A migration entry that carries write protection is zapped, then the program writes',
  about: `As zap-uffd-wp, while the page is on its way to another place: the entry is a migration entry, which carries the bit.
The end of the migration is left out, since until 6.2 it let writes through by itself.

  zapper                          program
  clears the migration entry, the bit is gone
                                  stores: none, a file fault maps the page writable`,
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: FLAGS | VM.VM_SHARED | VM.VM_UFFD_WP, file: 1 });
    placeFolio(m, PAGE, 1, { references: 1, mapping: 1, flags: FLAG.uptodate | FLAG.swapBacked });
    m.set(m.o.cache.page, 1, PAGE);
    m.set(m.o.entry.value, m.entryIn(TABLE, ADDRESS), entry(ENTRY.migration, PAGE, BIT.uffdWp));
    m.set(m.o.place.protected, m.place(1, ADDRESS), 1);
  },
  witnesses: [emptied],
  suits: zapsWhateverStands,
};

export const ZAP_UFFD_WP_IN_FLIGHT: World = {
  ...ZAP_UFFD_WP,
  name: 'zap-uffd-wp-in-flight',
  title: 'A page is zapped under a write fault that began before it was protected',
  about: `As zap-uffd-wp, with a write fault that has begun while the entry was none. Meanwhile the monitor maps the page by a
read, protects it and zaps it (a hole punch does so before it takes the page lock). The fault goes on and must see that
something was left in the entry.

  writer                       monitor
  write fault: the entry is none
                               reads, protects, zaps
  maps the page, writable
  stores without an event`,
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: FLAGS | VM.VM_SHARED | VM.VM_UFFD_WP, file: 1 });
    placeFolio(m, PAGE, 1, { references: 1, mapping: 1, flags: FLAG.uptodate | FLAG.swapBacked });
    m.set(m.o.cache.page, 1, PAGE);
  },
  threads: [
    {
      name: 'monitor',
      runs: [
        { function: 'user_load', args: [1, ADDRESS] },
        { function: 'uffdio_writeprotect', args: [1, ADDRESS] },
        SUBJECT,
      ],
    },
    { name: 'writer', runs: [{ function: 'user_store', args: [1, ADDRESS] }] },
  ],
  witnesses: [
    {
      name: 'the protected page is zapped',
      says: 'The monitor has protected the page and taken it out.',
      holds: (m) => m.get(m.o.place.protected, m.place(1, ADDRESS)) === 1 && isEmpty(m),
    },
  ],
  suits: zapsWhateverStands,
};

export const ZAP_UFFD_UNREGISTERED: World = {
  ...ZAP_UFFD_WP,
  name: 'zap-uffd-unregistered',
  title: 'What a zap leaves behind in an entry is still there when the range is no longer registered',
  about: `As zap-uffd-wp, but the monitor unregisters the range after the zap and takes nothing back. What the zap has left in
the entry must do no harm: the next store goes through in the end, by an entry that is not protected any more.

  monitor                         program
  zaps, leaves a marker
  UFFDIO_UNREGISTER
                                  stores: finds the marker, which nobody waits for`,
  properties: ['LIVE'],
  incidental: ['UFFD-WP', ...ZAP_UFFD_WP.incidental],
  // From 6.0 on unregistering takes the protection back (f369b07c8614).
  kernels: { since: '5.10', until: '5.19' },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: FLAGS | VM.VM_SHARED | VM.VM_UFFD_WP, file: 1 });
    placeFolio(m, PAGE, 1, { references: 2, mapping: 1, flags: FLAG.uptodate | FLAG.swapBacked });
    m.set(m.o.cache.page, 1, PAGE);
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.uffdWp);
  },
  threads: [
    {
      name: 'monitor',
      runs: [
        SUBJECT,
        { function: 'uffdio_unregister_wp', args: [1, 1, ADDRESS] },
        { function: 'user_store', args: [1, ADDRESS] },
      ],
    },
  ],
  witnesses: [
    emptied,
    {
      name: 'a store goes through',
      says: 'The program has written to the page when all is over.',
      holds: (m) => m.get(m.o.thread.ended, ENDED) === 1 && has(entryOf(m), BIT.dirty),
    },
  ],
  suits: zapsWhateverStands,
};

export const ZAP_PINNED: World = {
  name: 'zap-pinned',
  title: 'MADV_DONTNEED takes a page that a device has pinned',
  about: `A device has pinned, or is about to pin, an anonymous page for long. The reference keeps the page from being
freed (REF). It does not keep it mapped: after MADV_DONTNEED the program faults in another page at the address, and what
the device writes no longer arrives (PIN). The pin is taken by GUP-fast, which no lock keeps out: it pins the page, then
looks at the entry again.

  device            MADV_DONTNEED         program
  pins the page
                    clears the entry
                                          loads: a new page
  writes the old page`,
  properties: ['PIN', 'REF'],
  incidental: ['RMAP', 'MAPCOUNT', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 2, anonVmas: 1, pins: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
    placeFolio(m, PAGE, 1, {
      references: 1,
      mapping: 1,
      flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked,
      exclusive: true,
    });
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.write | BIT.dirty);
    placeFree(m, 2);
  },
  threads: [
    {
      name: 'MADV_DONTNEED',
      runs: [{ function: 'mmap_read_lock', args: [1] }, SUBJECT, { function: 'mmap_read_unlock', args: [1] }],
    },
    { name: 'device', runs: [{ function: 'pin_user_page_fast', args: [1, ADDRESS] }] },
    { name: 'program', runs: [{ function: 'user_load', args: [1, ADDRESS] }] },
  ],
  hardware: [],
  bindings: [...EMPTY_GATHER, ...PAGE_RANGE],
  witnesses: [
    zapped,
    { name: 'the page is pinned', says: 'The device pins the page.', holds: (m) => m.get(m.o.pin.page, 1) !== 0 },
  ],
  suits: (touched) => {
    const pages = touched.primitives.has('page_remove_rmap') || touched.primitives.has('folio_remove_rmap_pte');
    return pages ? zapsEntries(touched) : undefined;
  },
};
