import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';

/** Drops what all CPUs cache of [start, end): leaves, and pointers to tables of upper entries that the range touches. */
function flushCpus(m: Memory, start: number, end: number): void {
  drop(m, m.kernel.of.cpus, m.o.tlbLeaf.value, m.o.tlbTable.table, start, end);
}

/** Drops what devices that walk the CPU's tables cache of [start, end), and waits for walks in flight. */
export function flushSva(m: Memory, start: number, end: number): void {
  drop(m, m.kernel.of.svas, m.o.svaLeaf.value, m.o.svaTable.table, start, end);
}

type CacheField = Parameters<Memory['set']>[0];

function drop(m: Memory, caches: number, leaf: CacheField, table: CacheField, start: number, end: number): void {
  const { addresses, entriesPerTable } = m.kernel.of;
  const uppers = Math.ceil(addresses / entriesPerTable);
  for (let cache = 0; cache < caches; cache++) {
    for (let address = start; address < Math.min(end, addresses); address++) {
      m.set(leaf, cache * addresses + address + 1, 0);
      m.set(table, cache * uppers + Math.floor(address / entriesPerTable) + 1, 0);
    }
  }
}

function flush(m: Memory, start: number, end: number): void {
  flushCpus(m, start, end);
  if (m.kernel.traits.flushTellsSva) flushSva(m, start, end);
}

const ARCH = 'Documentation/core-api/cachetlb.rst; 6bbd42e2df8f (6.6) for secondary TLBs';

/** TLB invalidation by the CPU. */
export const TLB: readonly Primitive[] = [
  primitive('void flush_tlb_range(struct vm_area_struct *, unsigned long, unsigned long)', {
    says: 'Drops all cached translations of a range on every CPU, walk caches too; from 6.6 in devices that share the tables as well.',
    source: ARCH,
    aliases: ['flush_pmd_tlb_range', 'flush_hugetlb_tlb_range'],
    run: (m, _vma = 0, start = 0, end = 0) => void flush(m, start, end),
  }),
  primitive('void flush_tlb_page(struct vm_area_struct *, unsigned long)', {
    says: 'Drops the cached translation of one address on every CPU; from 6.6 in devices that share the tables as well.',
    source: ARCH,
    run: (m, _vma = 0, address = 0) => void flush(m, address, address + 1),
  }),
  primitive('void flush_tlb_mm(struct mm_struct *)', {
    says: 'Drops all cached translations of an mm on every CPU.',
    source: ARCH,
    run: (m) => void flush(m, 0, m.kernel.of.addresses),
  }),
];
