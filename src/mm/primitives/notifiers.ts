import { BIT, has, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { DEVICE_MM, flushSva } from './tlb.ts';

const DOC = 'Documentation/mm/mmu_notifier.rst; mm/mmu_notifier.c';

/** A KVM-like user drops its shadow entries of a range. */
function zapSptes(m: Memory, start: number, end: number): void {
  const { kvms, addresses } = m.kernel.of;
  for (let kvm = 0; kvm < kvms; kvm++) {
    for (let address = start; address < Math.min(end, addresses); address++)
      m.set(m.o.kvmSpte.value, kvm * addresses + address + 1, 0);
  }
}

/** The young shadow entries of a range of an mm. */
function youngSptes(m: Memory, mm: number, start: number, end: number): readonly number[] {
  const { kvms, addresses } = m.kernel.of;
  const young: number[] = [];
  for (let kvm = 0; mm === DEVICE_MM && kvm < kvms; kvm++) {
    for (let address = start; address < Math.min(end, addresses); address++) {
      const spte = kvm * addresses + address + 1;
      if (has(m.get(m.o.kvmSpte.value, spte), BIT.young)) young.push(spte);
    }
  }
  return young;
}

function countOpen(m: Memory, mm: number, by: number): void {
  const ranges = m.get(m.o.thread.ranges, m.thread) + by;
  if (ranges < 0) m.break('NOTIFY-PAIR');
  else m.set(m.o.thread.ranges, m.thread, ranges);
  if (mm !== DEVICE_MM) return;
  for (let kvm = 1; kvm <= m.kernel.of.kvms; kvm++) {
    const open = m.get(m.o.kvm.open, kvm) + by;
    if (open >= 0) m.set(m.o.kvm.open, kvm, open);
  }
}

/** What MMU notifiers do to the secondary MMUs; the range structure itself is in the reference programs. */
export const NOTIFIERS: readonly Primitive[] = [
  primitive('void mn_invalidate_range_start(struct mm_struct *, unsigned long, unsigned long)', {
    says: 'KVM-like users drop their entries of the range and map none of it until the end. SVA drivers do not register it.',
    source: DOC,
    run: (m, mm = 0, start = 0, end = 0) => {
      countOpen(m, mm, 1);
      if (mm === DEVICE_MM) zapSptes(m, start, end);
      return undefined;
    },
  }),
  primitive('void mn_invalidate_range_end(struct mm_struct *, unsigned long, unsigned long)', {
    says: 'KVM-like users may map the range again. Until 6.5 SVA drivers are told here, by ->invalidate_range, and drop walk caches too.',
    source: `${DOC}; f268f6cf875f; 6bbd42e2df8f`,
    run: (m, mm = 0, start = 0, end = 0) => {
      if (mm === DEVICE_MM && m.kernel.traits.rangeEndTellsSva) flushSva(m, start, end);
      countOpen(m, mm, -1);
      return undefined;
    },
  }),
  primitive('void mn_invalidate_range_only_end(struct mm_struct *, unsigned long, unsigned long)', {
    says: 'As the end of a range, but SVA drivers are not told.',
    source: `${DOC}; mmu_notifier_invalidate_range_only_end, until 6.5`,
    run: (m, mm = 0) => void countOpen(m, mm, -1),
  }),
  primitive('void mmu_notifier_invalidate_range(struct mm_struct *, unsigned long, unsigned long)', {
    says: 'Devices that share the tables drop what they cache of the range and end walks in flight.',
    source: `${DOC}; until 6.5, then mmu_notifier_arch_invalidate_secondary_tlbs`,
    aliases: ['mmu_notifier_arch_invalidate_secondary_tlbs'],
    run: (m, mm = 0, start = 0, end = 0) => {
      if (mm === DEVICE_MM) flushSva(m, start, end);
      return undefined;
    },
  }),
  primitive('bool mmu_notifier_test_young(struct mm_struct *, unsigned long)', {
    reads: true,
    says: 'Asks KVM-like users whether the guest has used an address of late. A question about another address than that of the pte read last breaks NOTIFY-PAIR.',
    needs: 'the ptl of its entry',
    source: DOC,
    run: (m, mm = 0, address = 0) => {
      const looked = m.get(m.o.thread.looked, m.thread);
      if (looked !== 0 && m.entryIn(m.tableOf(looked), address) !== looked) m.break('NOTIFY-PAIR');
      return youngSptes(m, mm, address, address + 1).length > 0 ? 1 : 0;
    },
  }),
  primitive('bool mmu_notifier_clear_young(struct mm_struct *, unsigned long, unsigned long)', {
    says: 'Asks KVM-like users whether the guest has used a range of late, and makes their entries old.',
    source: DOC,
    aliases: ['mmu_notifier_clear_flush_young'],
    run: (m, mm = 0, start = 0, end = 0) => {
      const young = youngSptes(m, mm, start, end);
      for (const spte of young) m.set(m.o.kvmSpte.value, spte, m.get(m.o.kvmSpte.value, spte) & ~BIT.young);
      return young.length > 0 ? 1 : 0;
    },
  }),
  primitive('int device_load(struct mm_struct *, unsigned long)', {
    says: 'A device that shares the page tables reads an address, through the leaf that it cached or by a walk that it caches, and gets what the page holds; 0 where nothing is mapped.',
    source: `${DOC}: the two device threads of its last example`,
    run: (m, mm = 0, address = 0) => {
      const cell = address + 1;
      const cached = m.get(m.o.svaLeaf.value, cell);
      const leaf = cached === 0 ? m.walk(mm, address) : cached;
      if (leaf === 0) return 0;
      m.set(m.o.svaLeaf.value, cell, leaf);
      return m.get(m.o.page.content, targetOf(leaf));
    },
  }),
];
