import { VM } from '../constants.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, ONE_PAGE, PMD, TABLE, UPPER } from './one-page.ts';
import { placeFree, placeTables, placeVma, SMALL } from './setup.ts';

/** The function takes pages out of the direct map. */
function hidesPages({ primitives }: Touched): string | undefined {
  return primitives.has('set_direct_map_invalid_noflush') ? 'it takes a page out of the direct map' : undefined;
}

export const SECRET_TWO_FAULTS: World = {
  name: 'secret-two-faults',
  title: 'Two faults on one offset of a secret file',
  about: `The pages of a secret file are not in the kernel's direct map. Two faults on one offset allocate a page each and take it
out of the direct map; only one gets its page into the page cache. The other gives its page back. It must be whole before
it is given back: once the reference is dropped, any CPU may allocate it, and faults in the kernel when it touches it.

  fault 1                       fault 2                            another CPU
  its page is in the cache
                                -EEXIST: drops its page
                                                                   allocates it: no direct map
                                puts it back into the direct map`,
  properties: ['REF'],
  incidental: ['LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 2, files: 1, filePages: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags: VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED, file: 1 });
    placeFree(m, 1, 2);
  },
  threads: [
    { name: 'fault 1', runs: [SUBJECT] },
    { name: 'fault 2', runs: [SUBJECT] },
    { name: 'another CPU', runs: [{ function: 'alloc_page_vma', args: [1] }] },
  ],
  hardware: [],
  bindings: [{ type: 'pmd_t *', value: PMD }, { type: 'gfp_t', value: 0 }, ...ONE_PAGE],
  witnesses: [
    {
      name: 'a page of the file is out of the direct map',
      says: 'The page cache holds a page that the direct map leaves out.',
      holds: (m) => {
        const page = m.get(m.o.cache.page, 1);
        return page !== 0 && m.get(m.o.page.no_direct_map, page) === 1;
      },
    },
    {
      name: 'another CPU gets the page that was given back',
      says: 'All pages are in use, one of them by another CPU, after both faults were under way.',
      holds: (m) =>
        m.get(m.o.thread.pc, 3) === 0 &&
        [1, 2].every((page) => m.get(m.o.page.allocated, page) === 1) &&
        [1, 2].some((page) => (m.get(m.o.page.flags, page) & FLAG.uptodate) !== 0),
    },
  ],
  suits: hidesPages,
};
