import { VM } from '../constants.ts';
import { BIT, ENTRY, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, entryOf, PAGE, PAGE_RANGE, TABLE, UPPER } from './one-page.ts';
import { mapPage, placeFolio, placeFree, placeTables, placeVma, SMALL } from './setup.ts';

/** The function takes an entry out at an address, whatever page it maps. */
function zapsEntries({ primitives, parameters }: Touched): string | undefined {
  const clears = primitives.has('ptep_get_and_clear') || primitives.has('pte_clear');
  const releases = primitives.has('put_page');
  const given = parameters.includes('struct folio *') || parameters.includes('struct page *');
  return clears && releases && !given ? 'it clears the entry of an address and lets its page go' : undefined;
}

const zapped = {
  name: 'the entry is zapped',
  says: 'The function clears the entry.',
  holds: (m: Memory) => kindOf(entryOf(m)) !== ENTRY.leaf,
};

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
  bindings: PAGE_RANGE,
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
  bindings: PAGE_RANGE,
  witnesses: [
    zapped,
    { name: 'the page is pinned', says: 'The device pins the page.', holds: (m) => m.get(m.o.pin.page, 1) !== 0 },
  ],
  suits: (touched) => {
    const pages = touched.primitives.has('page_remove_rmap') || touched.primitives.has('folio_remove_rmap_pte');
    return pages ? zapsEntries(touched) : undefined;
  },
};
