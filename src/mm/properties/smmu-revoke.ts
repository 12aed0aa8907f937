import { isRevoked } from '../access.ts';
import { BIT, ENTRY, has, kindOf, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import type { MmProperty } from '../property.ts';

/** A shadow entry gives no more than the page tables do, unless an invalidate range is open. */
function sptesAreCovered(m: Memory): boolean {
  const { kvms, addresses } = m.kernel.of;
  for (let kvm = 0; kvm < kvms; kvm++) {
    if (m.get(m.o.kvm.open, kvm + 1) > 0) continue;
    for (let address = 0; address < addresses; address++) {
      const spte = m.get(m.o.kvmSpte.value, kvm * addresses + address + 1);
      if (spte === 0) continue;
      const leaf = m.walk(1, address);
      const same = kindOf(leaf) === ENTRY.leaf && targetOf(leaf) === targetOf(spte);
      if (!same || (has(spte, BIT.write) && !has(leaf, BIT.write))) return false;
    }
  }
  return true;
}

/** Where a call that revoked has returned, no device that walks the tables holds a leaf with more than they give. */
function revokesReachSva(m: Memory): boolean {
  const { svas, addresses } = m.kernel.of;
  for (let device = 0; device < svas; device++) {
    for (let address = 0; address < addresses; address++) {
      if (isRevoked(m, 1, address, m.get(m.o.svaLeaf.value, device * addresses + address + 1))) return false;
    }
  }
  return true;
}

export const SMMU_REVOKE: MmProperty = {
  name: 'SMMU-REVOKE',
  says: 'Outside an open invalidate range no shadow entry maps what the page tables no longer map, or more rights; once a call that takes rights away has returned, no device that shares the tables does.',
  source:
    'Documentation/virt/kvm/locking.rst; include/linux/mmu_notifier.h: invalidate_range_start; 6bbd42e2df8f for devices',
  holds: (m) => sptesAreCovered(m) && revokesReachSva(m),
};
