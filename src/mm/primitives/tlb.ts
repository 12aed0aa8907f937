import { tlbLeafOf, tlbTableOf } from '../access.ts';
import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';

/** What an invalidation on the CPUs reaches. */
interface Scope {
  /** Pointers to tables of the upper entries that the range touches, not only leaves. */
  readonly tables: boolean;
  /** CPUs in lazy TLB mode as well: x86 sends them no IPI unless page tables are freed. */
  readonly lazy: boolean;
}

/** The CPUs that run an mm drop what they cache of [start, end). */
function flushCpus(m: Memory, mm: number, start: number, end: number, scope: Scope): void {
  for (let cpu = 1; cpu <= m.kernel.of.cpus; cpu++) {
    if (m.get(m.o.cpu.mm, cpu) !== mm) continue;
    if (m.get(m.o.cpu.lazy, cpu) === 1 && !scope.lazy) continue;
    for (let address = start; address < Math.min(end, m.kernel.of.addresses); address++) {
      m.set(m.o.tlbLeaf.value, tlbLeafOf(m, cpu, address), 0);
      if (scope.tables) m.set(m.o.tlbTable.table, tlbTableOf(m, cpu, address), 0);
    }
  }
}

/** The mm whose tables all devices share: what is told or flushed of another mm does not reach them. */
export const DEVICE_MM = 1;

/** Devices that walk the CPU's tables drop what they cache of [start, end), and end walks in flight. */
export function flushSva(m: Memory, start: number, end: number): void {
  const { addresses, entriesPerTable, svas } = m.kernel.of;
  const uppers = Math.ceil(addresses / entriesPerTable);
  for (let device = 0; device < svas; device++) {
    for (let address = start; address < Math.min(end, addresses); address++) {
      m.set(m.o.svaLeaf.value, device * addresses + address + 1, 0);
      m.set(m.o.svaTable.table, device * uppers + Math.floor(address / entriesPerTable) + 1, 0);
    }
  }
}

function flush(m: Memory, mm: number, start: number, end: number, scope: Scope): void {
  flushCpus(m, mm, start, end, scope);
  if (mm === DEVICE_MM && m.kernel.traits.flushTellsSva) flushSva(m, start, end);
}

function flushEveryMm(m: Memory, start: number, end: number): undefined {
  for (let mm = 1; mm <= m.kernel.of.mms; mm++) flush(m, mm, start, end, { tables: true, lazy: true });
}

const LEAVES: Scope = { tables: false, lazy: false };
const ARCH = 'Documentation/core-api/cachetlb.rst; 6bbd42e2df8f (6.6) for secondary TLBs';
const X86 = 'arch/x86/mm/tlb.c: native_flush_tlb_multi; arch/x86/include/asm/tlbflush.h';
const BATCH = 'mm/rmap.c: CONFIG_ARCH_WANT_BATCHED_UNMAP_TLB_FLUSH';
const PENDING = 'include/linux/mm_types.h: comment at mm_tlb_flush_pending and mm_tlb_flush_nested';

/** TLB invalidation by the CPU, at once or batched. */
export const TLB: readonly Primitive[] = [
  primitive('void flush_tlb_range(struct vm_area_struct *, unsigned long, unsigned long)', {
    says: 'Drops all cached translations of a range on every CPU, walk caches too; on x86 lazy CPUs are passed over until 6.13. From 6.6 devices that share the tables drop theirs as well.',
    source: `${ARCH}; 3ef938c35035 (6.14) for lazy CPUs`,
    aliases: ['flush_pmd_tlb_range', 'flush_hugetlb_tlb_range'],
    run: (m, vma = 0, start = 0, end = 0) =>
      void flush(m, m.get(m.o.vma.mm, vma), start, end, { tables: true, lazy: m.kernel.traits.rangeFlushReachesLazy }),
  }),
  primitive('void flush_tlb_page(struct vm_area_struct *, unsigned long)', {
    says: 'Drops the cached translation of one address on every CPU, but no pointer to a table; from 6.6 in devices that share the tables as well.',
    source: ARCH,
    run: (m, vma = 0, address = 0) => void flush(m, m.get(m.o.vma.mm, vma), address, address + 1, LEAVES),
  }),
  primitive('void flush_tlb_all(void)', {
    says: 'Drops all cached translations of all mms on every CPU, lazy ones too.',
    source: ARCH,
    run: (m) => flushEveryMm(m, 0, m.kernel.of.addresses),
  }),
  primitive('void flush_tlb_kernel_range(unsigned long, unsigned long)', {
    says: 'Drops what every CPU caches of a range of the kernel’s addresses, walk caches too.',
    source: 'arch/x86/mm/tlb.c: flush_tlb_kernel_range',
    run: (m, start = 0, end = 0) => flushEveryMm(m, start, end),
  }),
  primitive('void flush_tlb_mm(struct mm_struct *)', {
    says: 'Drops all cached translations of an mm on every CPU, lazy ones too.',
    source: ARCH,
    run: (m, mm = 0) => void flush(m, mm, 0, m.kernel.of.addresses, { tables: true, lazy: true }),
  }),
  primitive('void flush_tlb_mm_range(struct mm_struct *, unsigned long, unsigned long, unsigned int, bool)', {
    says: 'Drops all cached translations of a range on the CPUs of the mm; on lazy CPUs only where the last argument says that tables are freed.',
    source: X86,
    run: (m, mm = 0, start = 0, end = 0, _stride = 0, freed = 0) =>
      void flush(m, mm, start, end, { tables: true, lazy: freed !== 0 }),
  }),
  primitive('void flush_tlb_func(struct mm_struct *, unsigned long, unsigned long, bool)', {
    says: 'What flush_tlb_mm_range makes each CPU of the mm do: it drops a range from its own caches. No device is told.',
    source: X86,
    run: (m, mm = 0, start = 0, end = 0, freed = 0) =>
      void flushCpus(m, mm, start, end, { tables: true, lazy: freed !== 0 }),
  }),
  primitive('void set_tlb_ubc_flush_pending(struct mm_struct *, pte_t, unsigned long)', {
    says: 'Reclaim puts a cleared entry’s flush off: the mm is noted in its batch, and in the mm that a flush is pending.',
    needs: 'the ptl of its table',
    source: BATCH,
    aliases: ['arch_tlbbatch_add_pending', 'arch_tlbbatch_add_mm'],
    run: (m, mm = 0) => {
      m.set(m.o.thread.tlb_ubc, m.thread, m.get(m.o.thread.tlb_ubc, m.thread) | (1 << (mm - 1)));
      m.set(m.o.mm.tlb_flush_batched, mm, 1);
      return undefined;
    },
  }),
  primitive('void try_to_unmap_flush(void)', {
    says: 'Flushes every mm of the thread’s batch.',
    source: BATCH,
    aliases: ['arch_tlbbatch_flush', 'try_to_unmap_flush_dirty'],
    run: (m) => {
      const batch = m.get(m.o.thread.tlb_ubc, m.thread);
      for (let mm = 1; mm <= m.kernel.of.mms; mm++) {
        if ((batch & (1 << (mm - 1))) !== 0) flush(m, mm, 0, m.kernel.of.addresses, LEAVES);
      }
      m.set(m.o.thread.tlb_ubc, m.thread, 0);
      return undefined;
    },
  }),
  primitive('void flush_tlb_batched_pending(struct mm_struct *)', {
    says: 'Flushes the mm where reclaim has cleared entries of it whose flush is still to come.',
    needs: 'the ptl: an entry that reclaim clears later is seen as present',
    source: BATCH,
    run: (m, mm = 0) => {
      if (m.get(m.o.mm.tlb_flush_batched, mm) === 0) return undefined;
      flush(m, mm, 0, m.kernel.of.addresses, LEAVES);
      m.set(m.o.mm.tlb_flush_batched, mm, 0);
      return undefined;
    },
  }),
  primitive('void inc_tlb_flush_pending(struct mm_struct *)', {
    says: 'Says that entries of the mm are changed whose flush comes later.',
    source: PENDING,
    run: (m, mm = 0) => void m.set(m.o.mm.tlb_flush_pending, mm, m.get(m.o.mm.tlb_flush_pending, mm) + 1),
  }),
  primitive('void dec_tlb_flush_pending(struct mm_struct *)', {
    says: 'Says that the flush is done.',
    source: PENDING,
    run: (m, mm = 0) => {
      const pending = m.get(m.o.mm.tlb_flush_pending, mm);
      if (pending === 0) m.break('LOCK');
      else m.set(m.o.mm.tlb_flush_pending, mm, pending - 1);
      return undefined;
    },
  }),
  primitive('bool mm_tlb_flush_pending(struct mm_struct *)', {
    reads: true,
    says: 'Reads whether somebody changes entries of the mm whose flush comes later.',
    needs: 'the ptl of the entry that the answer is for',
    source: PENDING,
    run: (m, mm = 0) => (m.get(m.o.mm.tlb_flush_pending, mm) > 0 ? 1 : 0),
  }),
  primitive('bool mm_tlb_flush_nested(struct mm_struct *)', {
    reads: true,
    says: 'Reads whether somebody besides the caller changes entries of the mm whose flush comes later.',
    source: PENDING,
    run: (m, mm = 0) => (m.get(m.o.mm.tlb_flush_pending, mm) > 1 ? 1 : 0),
  }),
  primitive('void revoke_returned(struct mm_struct *, unsigned long, unsigned long)', {
    says: 'The system call that takes pages or rights of the range away has returned: what it found taken away under the page-table lock, by itself or by others, no CPU or device may hold from now on.',
    source: 'ghost of TLB-REVOKE and SMMU-REVOKE; mm/mprotect.c, madvise(2): the promise of their return',
    run: (m, mm = 0, start = 0, end = 0) => {
      for (let address = start; address < end; address++) {
        const place = m.place(mm, address);
        m.set(m.o.place.revoked, place, m.get(m.o.place.seen, place));
        m.set(m.o.place.seen, place, 0);
      }
      return undefined;
    },
  }),
];
