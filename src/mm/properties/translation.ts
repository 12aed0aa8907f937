import { isRevoked, tlbLeafOf } from '../access.ts';
import type { Memory } from '../kernel.ts';
import type { MmProperty } from '../property.ts';

/** Where a call that revoked has returned, no running CPU of the mm holds more than the page tables give. */
function revokesReachCpus(m: Memory): boolean {
  const { cpus, addresses } = m.kernel.of;
  for (let cpu = 1; cpu <= cpus; cpu++) {
    if (m.get(m.o.cpu.lazy, cpu) === 1) continue;
    const mm = m.get(m.o.cpu.mm, cpu);
    for (let address = 0; address < addresses; address++) {
      if (isRevoked(m, mm, address, m.get(m.o.tlbLeaf.value, tlbLeafOf(m, cpu, address)))) return false;
    }
  }
  return true;
}

/** What CPUs may reach through what they cache, and how long tables live. */
export const TRANSLATION: readonly MmProperty[] = [
  {
    name: 'TLB-FREE',
    says: 'No CPU accesses a freed page through a stale translation.',
    source: 'mm/mmu_gather.c; Documentation/core-api/cachetlb.rst',
    holds: undefined,
  },
  {
    name: 'TLB-REVOKE',
    says: 'Once a call that takes a page or a right away has returned, no CPU holds a translation with what was taken.',
    source: 'Documentation/core-api/cachetlb.rst; mm/rmap.c: comment at flush_tlb_batched_pending; 60bae7370896',
    holds: revokesReachCpus,
  },
  {
    name: 'TLB-TABLE',
    says: 'No CPU walks through a page table that was freed.',
    source: 'mm/mmu_gather.c: semi RCU freeing of the page directories; 3ef938c35035',
    holds: undefined,
  },
  {
    name: 'TABLE-LOCKED',
    says: 'Nobody who relies on locks reads, writes or locks a page table that was freed, and none is freed while locked.',
    source: 'Documentation/mm/split_page_table_lock.rst; mm/mmap.c: free_pgtables',
    holds: undefined,
  },
  {
    name: 'TABLE-LOCKLESS',
    says: 'Nobody who relies on RCU or disabled interrupts reads a page table that was freed.',
    source: 'mm/gup.c: comment above gup_fast_pgd_range; 2ba99c5e0881',
    holds: undefined,
  },
  {
    name: 'TABLE-EMPTY',
    says: 'A page table that is given up holds no entry that still stands for something.',
    source: 'mm/khugepaged.c: retract_page_tables, 6.6; deb4c93a9871',
    holds: undefined,
  },
];
