import { BIT, has, targetOf } from '../entry.ts';
import { type Hardware, type Rule, upTo } from '../hardware.ts';
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
  rules: ({ of }) => upTo(of.addresses).flatMap((address) => [maps(address), accessesFreed(address)]),
};

/** The guest uses what KVM maps: the shadow entry gets young, and nothing else does. */
export const GUEST: Hardware = {
  name: 'guest',
  rules: ({ of }) =>
    upTo(of.addresses).map((address) => ({
      name: 'uses a shadow entry',
      applies: (m) => spteOf(m, address) !== 0 && !has(spteOf(m, address), BIT.young),
      says: (m) => `uses page ${targetOf(spteOf(m, address))} at address ${address}`,
      apply: (m) => m.set(m.o.kvmSpte.value, address + 1, spteOf(m, address) | BIT.young),
    })),
};

const spteOf = (m: Memory, address: number): number => m.get(m.o.kvmSpte.value, address + 1);

const maps = (address: number): Rule => ({
  name: 'maps a page by a shadow entry',
  applies: (m) => spteOf(m, address) === 0 && m.get(m.o.kvm.open, 1) === 0 && m.walk(1, address) !== 0,
  says: (m) => `maps page ${targetOf(m.walk(1, address))} at address ${address}`,
  apply: (m) => m.set(m.o.kvmSpte.value, address + 1, m.walk(1, address) & (0xff | BIT.write)),
});

const accessesFreed = (address: number): Rule => ({
  name: 'accesses through a shadow entry',
  applies: (m) => spteOf(m, address) !== 0 && m.get(m.o.page.allocated, targetOf(spteOf(m, address))) !== 1,
  says: (m) => `accesses page ${targetOf(spteOf(m, address))} at address ${address}, which was freed`,
  apply: (m) => m.break('SMMU-FREE'),
});
