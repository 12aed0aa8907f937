import { tlbLeafOf } from '../access.ts';
import { VM } from '../constants.ts';
import { BIT, ENTRY, kindOf } from '../entry.ts';
import { cpu } from '../hardware/cpu.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, entryOf, PAGE, PAGE_RANGE, TABLE, UPPER } from './one-page.ts';
import { mapPage, placeCpu, placeFolio, placeRevokers, placeTables, placeVma, SMALL } from './setup.ts';

const cached = (m: Memory) => m.get(m.o.tlbLeaf.value, tlbLeafOf(m, 1, ADDRESS));

/** The function takes an entry's page or rights away and says so to the CPUs by itself. */
function hidesEntries({ primitives, parameters }: Touched): string | undefined {
  const clears = primitives.has('ptep_get_and_clear');
  const flushes = ['flush_tlb_range', 'flush_tlb_page', 'flush_tlb_mm_range'].some((name) => primitives.has(name));
  const ranges = parameters.includes('pmd_t *') && parameters.includes('unsigned long');
  return clears && flushes && ranges ? 'it clears entries of a range and flushes the CPUs itself' : undefined;
}

export const HIDE_DONTNEED: World = {
  name: 'hide-dontneed',
  title: 'An entry is cleared by one party while MADV_DONTNEED takes the range away',
  about: `Two parties clear the entries of a range, each under the page-table lock, both with mmap_lock for reading. Who finds
an entry already gone flushes nothing for it: it trusts that the other has flushed. So whoever clears an entry must
flush before it gives the page-table lock back. Else the other's system call returns while a CPU still reaches the page.

  CPU 1              the function                    MADV_DONTNEED
  fills its TLB
                     page-table lock, clears the entry, unlocks
                                                     page-table lock: the entry is gone, nothing to flush
                                                     returns
  still reaches the page
                     flushes`,
  properties: ['TLB-REVOKE'],
  incidental: ['TLB-FREE', 'REF', 'RMAP', 'MAPCOUNT', 'STALE', 'PTL', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 1, anonVmas: 1, cpus: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeCpu(m, 1, 1);
    placeRevokers(m, 2);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
    placeFolio(m, PAGE, 1, {
      references: 1,
      mapping: 1,
      flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked,
      exclusive: true,
    });
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.write | BIT.dirty);
  },
  threads: [
    { name: 'the function', runs: [SUBJECT] },
    {
      name: 'MADV_DONTNEED',
      runs: [
        { function: 'zap_page_range_single', args: [1, ADDRESS, 1] },
        { function: 'revoke_returned', args: [1, ADDRESS, ADDRESS + 1] },
      ],
    },
  ],
  hardware: [cpu(1, { tables: false })],
  bindings: PAGE_RANGE,
  witnesses: [
    {
      name: 'a CPU holds what was cleared',
      says: 'The entry is cleared while the CPU holds the translation.',
      holds: (m) => kindOf(entryOf(m)) !== ENTRY.leaf && kindOf(cached(m)) === ENTRY.leaf,
    },
    {
      name: 'MADV_DONTNEED finds the entry gone',
      says: 'MADV_DONTNEED returns without having freed the page.',
      holds: (m) => m.get(m.o.place.revoked, m.place(1, ADDRESS)) === 1 && m.get(m.o.page.allocated, PAGE) === 1,
    },
  ],
  suits: hidesEntries,
};
