import { tlbLeafOf } from '../access.ts';
import { VM } from '../constants.ts';
import { BIT, ENTRY, kindOf } from '../entry.ts';
import { cpu } from '../hardware/cpu.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type World } from '../world.ts';
import { mapPage, placeCpu, placeFolio, placeRevokers, placeTables, placeVma, SMALL } from './setup.ts';

const UPPER = 1;
const TABLE = 2;
const ADDRESS = 2;
const LARGE = 1;
const SMALL_PAGE = 3;

const BINDINGS: readonly Binding[] = [
  { type: 'struct vm_area_struct *', value: 1 },
  { type: 'struct mm_struct *', value: 1 },
  { type: 'unsigned long', names: /addr|start/, value: ADDRESS },
  { type: 'unsigned long', names: /end/, value: ADDRESS + 2 },
  { type: 'pmd_t *', value: 2 },
  // MADV_COLD, which only ages.
  { type: 'bool', names: /pageout/, value: 0 },
];

const secondEntry = (m: Memory) => m.get(m.o.entry.value, m.entryIn(TABLE, ADDRESS + 1));
const secondCached = (m: Memory) => m.get(m.o.tlbLeaf.value, tlbLeafOf(m, 1, ADDRESS + 1));

/**
 * The function gives the page-table lock back in the middle of a range and goes on after it has it again; and it answers for
 * what CPUs still cache, as one that acts on the note anywhere does.
 */
function relocks({ primitives, parameters }: Touched): string | undefined {
  const splits = primitives.has('split_folio') && primitives.has('spin_lock') && primitives.has('spin_unlock');
  return splits && primitives.has('flush_tlb_batched_pending') && parameters.includes('pmd_t *')
    ? 'it gives the page-table lock back to split a folio and takes it again'
    : undefined;
}

export const RELOCK_BATCHED: World = {
  name: 'relock-batched',
  title:
    'madvise drops the page-table lock in the middle of a range while reclaim clears an entry with a batched flush',
  about: `Two pages are mapped side by side: one of a large folio, which madvise must split without the page-table lock, and a
small one. Reclaim clears the entry of the small one under the lock and flushes only after it has given the lock back; the
mm carries a note of it. Whoever takes the lock and finds the entry gone must act on that note, each time that it has
taken the lock, before it trusts what it reads.

  CPU 1              madvise                               reclaim
  fills its TLB
                     page-table lock, acts on the note
                     large folio: unlocks to split it
                                                           page-table lock, clears the entry, notes it, unlocks
                     page-table lock: the entry is gone
                     returns
  still writes to the page
                                                           flushes`,
  properties: ['TLB-REVOKE'],
  incidental: ['TLB-FREE', 'REF', 'RMAP', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 3, anonVmas: 1, swapSlots: 1, cpus: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeCpu(m, 1, 1);
    placeRevokers(m, 1);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
    const anon = { mapping: 1, exclusive: true };
    placeFolio(m, LARGE, 2, { ...anon, references: 1, flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked });
    placeFolio(m, SMALL_PAGE, 1, {
      ...anon,
      references: 2,
      flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked | FLAG.swapCache,
    });
    m.set(m.o.swap.cached, 1, SMALL_PAGE);
    mapPage(m, TABLE, ADDRESS, LARGE, BIT.write | BIT.dirty);
    mapPage(m, TABLE, ADDRESS + 1, SMALL_PAGE, BIT.write | BIT.dirty);
  },
  threads: [
    {
      name: 'madvise',
      runs: [SUBJECT, { function: 'revoke_returned', args: [1, ADDRESS, ADDRESS + 2] }],
    },
    { name: 'reclaim', runs: [{ function: 'reclaim_anon_page', args: [SMALL_PAGE, 1, ADDRESS + 1] }] },
  ],
  hardware: [cpu(1, { tables: false })],
  bindings: BINDINGS,
  witnesses: [
    {
      name: 'a flush is put off',
      says: 'Reclaim has cleared the entry and not flushed while the CPU holds the translation.',
      holds: (m) =>
        m.get(m.o.mm.tlb_flush_batched, 1) === 1 &&
        kindOf(secondEntry(m)) === ENTRY.swap &&
        kindOf(secondCached(m)) === ENTRY.leaf,
    },
    {
      name: 'the folio is split',
      says: 'The function splits the large folio.',
      holds: (m) => m.get(m.o.page.head, LARGE + 1) === LARGE + 1,
    },
  ],
  suits: relocks,
};
