import { VM } from '../constants.ts';
import { BIT, ENTRY, entry, has, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { TABLE_STATE } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type World } from '../world.ts';
import { placeFree, placeTables, placeVma, SMALL } from './setup.ts';

const UPPER = 1;
export const DST = 0;
export const SRC = 2;
export const DST_TABLE = 2;
export const SRC_TABLE = 3;
export const DST_VMA = 1;
export const SRC_VMA = 2;
const SLOT = 1;
const MOVE = 1;

export const dstEntry = (m: Memory): number => m.get(m.o.entry.value, m.entryIn(DST_TABLE, DST));

/** The function moves an entry from one address to another for userfaultfd. */
export function movesForUffd({ primitives, parameters }: Touched): string | undefined {
  const tables = parameters.filter((type) => type === 'pte_t *').length >= 2;
  const moves = primitives.has('ptep_get_and_clear') && primitives.has('set_pte_at');
  return tables && moves ? 'it moves an entry from one address to another' : undefined;
}

/** The values of parameters of a function that moves a swapped-out page. */
export const MOVE_BINDINGS: readonly Binding[] = [
  { type: 'struct mm_struct *', value: 1 },
  { type: 'struct vm_area_struct *', names: /dst/, value: DST_VMA },
  { type: 'struct vm_area_struct *', names: /src/, value: SRC_VMA },
  { type: 'unsigned long', names: /dst/, value: DST },
  { type: 'unsigned long', names: /src/, value: SRC },
  { type: 'pmd_t *', names: /dst/, value: 1 },
  { type: 'pmd_t *', names: /src/, value: 2 },
  { type: 'pte_t *', names: /dst/, value: (DST_TABLE - 1) * 2 + 1 },
  { type: 'pte_t *', names: /src/, value: (SRC_TABLE - 1) * 2 + 1 },
  { type: 'pte_t', names: /dst/, value: 0 },
  { type: 'pte_t', names: /src/, value: entry(ENTRY.swap, SLOT, BIT.exclusive) },
  { type: 'pmd_t', names: /dst/, value: entry(ENTRY.table, DST_TABLE) },
  { type: 'swp_entry_t', value: entry(ENTRY.swap, SLOT) },
  { type: 'spinlock_t *', names: /dst/, value: DST_TABLE },
  { type: 'spinlock_t *', names: /src/, value: SRC_TABLE },
];

/** Two VMAs of an mm; the second one's page is swapped out. */
export function placeMove(m: Memory): void {
  placeTables(m, 1, UPPER, DST_TABLE, DST);
  m.set(m.o.table.state, SRC_TABLE, TABLE_STATE.live);
  m.set(m.o.entry.value, m.entryIn(UPPER, SRC), entry(ENTRY.table, SRC_TABLE));
  const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE | VM.VM_UFFD_MISSING;
  placeVma(m, DST_VMA, { mm: 1, start: DST, pages: 1, flags, anonVma: 1 });
  placeVma(m, SRC_VMA, { mm: 1, start: SRC, pages: 1, flags, anonVma: 2 });
  m.set(m.o.entry.value, m.entryIn(SRC_TABLE, SRC), entry(ENTRY.swap, SLOT, BIT.exclusive));
  m.set(m.o.swap.count, SLOT, 1);
}

export const MOVE_SWAP_SOFT_DIRTY: World = {
  name: 'move-swap-soft-dirty',
  title: 'UFFDIO_MOVE moves a page that is swapped out',
  about: `A checkpointing tool has cleared the soft-dirty bits and asks later which addresses have changed. UFFDIO_MOVE gives an
address the page of another one: its content has changed, so its entry must be soft-dirty, whether the page is mapped or
swapped out.`,
  properties: ['SOFT-DIRTY'],
  incidental: ['KIND', 'SWAP-SLOT', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, vmas: 2, tables: 3, anonVmas: 2, swapSlots: 1 },
  initial: placeMove,
  threads: [{ name: 'UFFDIO_MOVE', runs: [SUBJECT, { function: 'uffd_installed', args: [1, DST] }] }],
  hardware: [],
  bindings: MOVE_BINDINGS,
  witnesses: [
    {
      name: 'the page is moved',
      says: 'The destination has the swap entry.',
      holds: (m) => kindOf(dstEntry(m)) === ENTRY.swap,
    },
    {
      name: 'the move is told',
      says: 'UFFDIO_MOVE has returned and the destination’s entry is soft-dirty.',
      holds: (m) => m.get(m.o.thread.ended, MOVE) === 1 && has(dstEntry(m), BIT.softDirty),
    },
  ],
  suits: movesForUffd,
};

export const MOVE_SWAP_ABA: World = {
  name: 'move-swap-aba',
  title: 'UFFDIO_MOVE of a swapped-out page that comes in and goes out again meanwhile',
  about: `UFFDIO_MOVE moves a swap entry. If the page is still in the swap cache, the page itself must move along: it says to which
anon_vma it belongs and at which offset it is mapped. The lookup in the swap cache finds nothing. Before the page-table
locks are taken, another thread swaps the page in and out again, into the same slot: the entry is the same as before (ABA),
but now the swap cache has a page, one that belongs to the source. Moved without it, the destination gets a page that the
reverse map looks for elsewhere.

  UFFDIO_MOVE                       another thread
  the swap cache has nothing
                                    stores: the page comes in
                                    reclaim: it goes out to the same slot, by way of the swap cache
  locks, the entry is the same
  moves the entry alone
  fault at the destination: maps a page of the source`,
  properties: ['RMAP'],
  incidental: ['SWAP-SLOT', 'SWAP-CACHE', 'KIND', 'LEAK', 'PTL', 'SWAP-COUNT', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, vmas: 2, tables: 3, pages: 2, anonVmas: 2, swapSlots: 1 },
  initial: (m) => {
    placeMove(m);
    m.set(m.o.vma.flags, DST_VMA, VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE);
    m.set(m.o.vma.flags, SRC_VMA, VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE);
    placeFree(m, 1, 2);
  },
  threads: [
    { name: 'UFFDIO_MOVE', runs: [SUBJECT, { function: 'swap_in_cached', args: [1, DST_VMA, DST] }] },
    {
      name: 'another thread',
      runs: [
        { function: 'user_store', args: [1, SRC] },
        { function: 'swap_out_page', args: [SRC_VMA, SRC] },
      ],
    },
  ],
  hardware: [],
  bindings: MOVE_BINDINGS,
  witnesses: [
    {
      name: 'the page is moved',
      says: 'The destination has the swap entry.',
      holds: (m) => kindOf(dstEntry(m)) === ENTRY.swap,
    },
    {
      name: 'the swap cache has a page under the same entry',
      says: 'The page went out again to the slot that it came from, and is in the swap cache.',
      holds: (m) =>
        m.get(m.o.swap.cached, SLOT) !== 0 &&
        m.get(m.o.entry.value, m.entryIn(SRC_TABLE, SRC)) === entry(ENTRY.swap, SLOT, BIT.exclusive),
    },
  ],
  suits: movesForUffd,
};
