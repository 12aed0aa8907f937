import { VM } from '../constants.ts';
import { type NamedCall, SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, ONE_PAGE, PMD, TABLE, UPPER } from './one-page.ts';
import { placeFree, placeTables, placeVma, SMALL } from './setup.ts';

/** The caller maps the page that the fault returns locked, and unlocks it. */
const MAPPED: NamedCall = { function: 'finish_locked_fault', args: [1, 0] };

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
  dimensions: { ...SMALL, pages: 3, files: 1, filePages: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags: VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED, file: 1 });
    placeFree(m, 1, 2, 3);
  },
  threads: [
    { name: 'fault 1', runs: [SUBJECT, MAPPED] },
    { name: 'fault 2', runs: [SUBJECT, MAPPED] },
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
      name: 'both faults are over',
      says: 'Both faults end while another CPU has a page.',
      holds: (m) => [1, 2, 3].every((thread) => m.get(m.o.thread.ended, thread) === 1),
    },
  ],
  suits: hidesPages,
};
