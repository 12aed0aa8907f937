import { VM } from '../constants.ts';
import { BIT, ENTRY, has, kindOf } from '../entry.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, entryOf, PAGE } from './one-page.ts';
import { mapPage, placeFolio, placeFree, placeTables, placeVma, SMALL } from './setup.ts';

const PARENT = 1;
const CHILD = 2;
const PARENT_TABLE = 2;
const CHILD_TABLE = 4;

/** The function copies the mappings of one VMA to another. */
function copiesMappings({ primitives, parameters }: Touched): string | undefined {
  const vmas = parameters.filter((type) => type === 'struct vm_area_struct *').length;
  return vmas === 2 && primitives.has('ptep_set_wrprotect') && primitives.has('page_dup_rmap')
    ? 'it copies the entries of one VMA to another and write-protects both'
    : undefined;
}

export const FORK_GUP_FAST: World = {
  name: 'fork-gup-fast',
  title: 'GUP-fast pins a page for writing while fork shares it',
  about: `Fork shares an anonymous page with the child and write-protects both entries, unless the page may be pinned: then the
child gets a copy at once, so that the parent keeps the pinned page. GUP-fast takes no lock at all. It reads a writable
entry, takes the pin, and looks at the entry again. If fork has looked for pins before and write-protects afterwards, the
page is pinned and shared: the parent's next store copies it, and the device goes on with the old page.

  fork                              GUP-fast              program
  may be pinned? no
                                    entry is writable
                                    pins, entry is the same
  write-protects, shares
                                                          stores: copies
  the device uses a page that the program no longer maps`,
  properties: ['PIN'],
  incidental: ['REF', 'RMAP', 'MAPCOUNT', 'LEAK', 'PTL', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, mms: 2, vmas: 2, tables: 4, pages: 3, anonVmas: 2, pins: 1 },
  initial: (m) => {
    placeTables(m, PARENT, 1, PARENT_TABLE, ADDRESS);
    placeTables(m, CHILD, 3, CHILD_TABLE, ADDRESS);
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE;
    placeVma(m, PARENT, { mm: PARENT, start: ADDRESS, pages: 1, flags, anonVma: 1 });
    placeVma(m, CHILD, { mm: CHILD, start: ADDRESS, pages: 1, flags, anonVma: 2 });
    m.set(m.o.anonVma.vmas, 1, 3);
    placeFolio(m, PAGE, 1, { references: 1, mapping: 1, flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked });
    mapPage(m, PARENT_TABLE, ADDRESS, PAGE, BIT.write | BIT.dirty);
    placeFree(m, 2, 3);
  },
  threads: [
    {
      name: 'fork',
      runs: [
        { function: 'mmap_write_lock', args: [PARENT] },
        SUBJECT,
        { function: 'mmap_write_unlock', args: [PARENT] },
      ],
    },
    { name: 'GUP-fast', runs: [{ function: 'pin_user_page_fast_write', args: [PARENT, ADDRESS] }] },
    { name: 'program', runs: [{ function: 'user_store', args: [PARENT, ADDRESS] }] },
  ],
  hardware: [],
  bindings: [
    { type: 'struct vm_area_struct *', names: /dst|new/, value: CHILD },
    { type: 'struct vm_area_struct *', value: PARENT },
    { type: 'struct mm_struct *', names: /dst/, value: CHILD },
    { type: 'struct mm_struct *', value: PARENT },
  ],
  witnesses: [
    {
      name: 'the page is shared',
      says: 'Parent and child both map the page.',
      holds: (m) => m.get(m.o.page.mapcount, PAGE) === 2 && !has(entryOf(m), BIT.write),
    },
    { name: 'the page is pinned', says: 'The device uses the page.', holds: (m) => m.get(m.o.pin.page, 1) === PAGE },
    {
      name: 'the child has a copy of a pinned page',
      says: 'The child maps another page while the device uses the parent’s.',
      holds: (m) =>
        m.get(m.o.pin.page, 1) === PAGE &&
        kindOf(m.walk(CHILD, ADDRESS)) === ENTRY.leaf &&
        m.get(m.o.page.mapcount, PAGE) === 1,
    },
  ],
  suits: copiesMappings,
};
