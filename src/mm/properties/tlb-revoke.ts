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

export const TLB_REVOKE: MmProperty = {
  name: 'TLB-REVOKE',
  says: 'Once a call that takes a page or a right away has returned, no CPU holds a translation with what was taken.',
  source: 'Documentation/core-api/cachetlb.rst; mm/rmap.c: comment at flush_tlb_batched_pending; 60bae7370896',
  holds: revokesReachCpus,
};
