import { VM } from '../constants.ts';
import { BIT, ENTRY, entry, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, entryOf, ONE_PAGE, PMD, PTE, TABLE, UPPER } from './one-page.ts';
import { placeFree, placeTables, placeVma, SMALL } from './setup.ts';

const SLOT = 1;
const CONTENT = 1;
/** The page was exclusive when it went out. */
const SWAPPED = entry(ENTRY.swap, SLOT, BIT.exclusive);

/** The function reads a swap slot into a page and maps it. */
function swapsIn({ primitives }: Touched): string | undefined {
  return primitives.has('swap_readpage') && primitives.has('set_pte_at')
    ? 'it reads a swap slot into a page and maps that'
    : undefined;
}

const stored = (m: Memory) => m.get(m.o.place.content, m.place(1, ADDRESS)) !== CONTENT;

export const SWAP_IN_TWICE: World = {
  name: 'swap-in-twice',
  title: 'Two faults on a swapped-out page, and the page goes out to the same slot again',
  about: `An anonymous page lies in a swap slot of a fast device. Two threads fault on it at once. Each reads the slot into a
page of its own without the swap cache, takes the page-table lock, and maps its page if the entry is still the one that it
saw. That the entry is the same does not say that nothing happened: the other thread may have mapped the page, written to
it, and lost it to reclaim, which has put the new content into the very same slot (ABA). Then the old content is mapped.

  CPU 0                        CPU 1
  reads the slot
                               reads the slot, maps its page, frees the slot
                               stores
                               reclaim: the page goes out to the same slot
  the entry is the same
  maps what it read: the store is lost`,
  properties: ['SWAP-SLOT'],
  incidental: ['REF', 'RMAP', 'MAPCOUNT', 'LEAK', 'PTL', 'CONTENT', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 2, anonVmas: 1, swapSlots: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
    placeFree(m, 1, 2);
    m.set(m.o.entry.value, PTE, SWAPPED);
    m.set(m.o.swap.count, SLOT, 1);
    m.set(m.o.swap.content, SLOT, CONTENT);
    m.set(m.o.place.content, m.place(1, ADDRESS), CONTENT);
  },
  threads: [
    { name: 'CPU 0', runs: [SUBJECT] },
    {
      name: 'CPU 1',
      runs: [SUBJECT, { function: 'cpu_store', args: [1, ADDRESS] }, { function: 'swap_out_page', args: [1, ADDRESS] }],
    },
  ],
  hardware: [],
  bindings: [{ type: 'pte_t', names: /orig_pte/, value: SWAPPED }, { type: 'pmd_t *', value: PMD }, ...ONE_PAGE],
  witnesses: [
    {
      name: 'the slot is used again',
      says: 'What was stored lies in the slot that the entry named before.',
      holds: (m) => kindOf(entryOf(m)) === ENTRY.swap && stored(m),
    },
    {
      name: 'both faults are over',
      says: 'Both threads come to their end.',
      holds: (m) => m.get(m.o.thread.ended, 1) === 1 && m.get(m.o.thread.ended, 2) === 1,
    },
  ],
  suits: swapsIn,
};
