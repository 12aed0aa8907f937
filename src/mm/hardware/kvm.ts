import { BIT, has, targetOf } from '../entry.ts';
import type { Hardware, Rule } from '../hardware.ts';
import type { Memory } from '../kernel.ts';

/**
 * A KVM-like secondary MMU: shadow entries of its own, filled through GUP.
 *
 * The fill reads the notifier's sequence, walks, takes its lock, and gives up where a range is open or the sequence has
 * changed; a fill that succeeds is therefore one step that happens while no range is open (virt/kvm/kvm_main.c,
 * mmu_invalidate_retry).
 */
export const KVM_LIKE: Hardware = {
  name: 'KVM',
  rules(m) {
    const rules: Rule[] = [];
    for (let address = 0; address < m.kernel.of.addresses; address++) rules.push(...rulesAt(m, address));
    return rules;
  },
};

/** The guest uses what KVM maps: the shadow entry gets young, and nothing else does. */
export const GUEST: Hardware = {
  name: 'guest',
  rules(m) {
    const rules: Rule[] = [];
    for (let address = 0; address < m.kernel.of.addresses; address++) {
      const spte = m.get(m.o.kvmSpte.value, address + 1);
      if (spte === 0 || has(spte, BIT.young)) continue;
      rules.push({
        says: `uses page ${targetOf(spte)} at address ${address}`,
        apply: (to) => to.set(to.o.kvmSpte.value, address + 1, spte | BIT.young),
      });
    }
    return rules;
  },
};

function rulesAt(m: Memory, address: number): Rule[] {
  const spte = m.get(m.o.kvmSpte.value, address + 1);
  if (spte === 0) {
    const leaf = m.walk(1, address);
    if (leaf === 0 || m.get(m.o.kvm.open, 1) > 0) return [];
    return [
      {
        says: `maps page ${targetOf(leaf)} at address ${address}`,
        apply: (to) => to.set(to.o.kvmSpte.value, address + 1, leaf & (0xff | BIT.write)),
      },
    ];
  }
  if (m.get(m.o.page.allocated, targetOf(spte)) === 1) return [];
  return [
    {
      says: `accesses page ${targetOf(spte)} at address ${address}, which was freed`,
      apply: (to) => to.break('SMMU-FREE'),
    },
  ];
}
