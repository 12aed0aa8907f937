import { ENTRY, kindOf, targetOf } from '../entry.ts';
import { type Hardware, type Rule, upTo } from '../hardware.ts';
import type { Memory } from '../kernel.ts';
import { TABLE_STATE } from '../objects.ts';

/**
 * A device that shares the CPU's page tables (IOMMU SVA): it walks them by itself at any time, and may keep the pointer
 * to a table from an earlier walk (a paging-structure cache).
 *
 * Leaf translations are kept as well where `leaves` is set: most checks of table lifetime do not need them.
 */
export function sva(options: { readonly leaves: boolean }): Hardware {
  return {
    name: 'IOMMU',
    rules: ({ of: { addresses, entriesPerTable } }) => [
      ...upTo(Math.ceil(addresses / entriesPerTable)).flatMap((upper) => tableRules(upper, upper * entriesPerTable)),
      ...(options.leaves ? upTo(addresses).flatMap(leafRules) : []),
    ],
  };
}

/** The upper entry that a walk of the root finds. */
function upperOf(m: Memory, address: number): number {
  const entry = m.upperEntry(1, address);
  return entry === 0 ? 0 : m.get(m.o.entry.value, entry);
}

/** Filling the cached table pointer of one upper entry, and walking through it. */
function tableRules(upper: number, address: number): Rule[] {
  const kept = (m: Memory) => m.get(m.o.svaTable.table, upper + 1);
  return [
    {
      name: 'keeps a pointer to a page table for a device',
      applies: (m) => kept(m) === 0 && kindOf(upperOf(m, address)) === ENTRY.table,
      says: () => `walks at address ${address} and keeps the pointer to the table`,
      apply: (m) => m.set(m.o.svaTable.table, upper + 1, targetOf(upperOf(m, address))),
    },
    {
      name: 'walks through a pointer that the device kept',
      applies: (m) => kept(m) !== 0 && m.get(m.o.table.state, kept(m)) === TABLE_STATE.freed,
      says: () => `translates address ${address} through the table that it kept, which was freed`,
      apply: (m) => m.break('SMMU-TABLE'),
    },
  ];
}

/** Filling and using the cached leaf of one address. */
function leafRules(address: number): Rule[] {
  const cached = (m: Memory) => m.get(m.o.svaLeaf.value, address + 1);
  return [
    {
      name: 'fills the TLB of a device',
      applies: (m) => cached(m) === 0 && m.walk(1, address) !== 0,
      says: () => `translates address ${address} and keeps the leaf`,
      apply: (m) => m.set(m.o.svaLeaf.value, address + 1, m.walk(1, address)),
    },
    {
      name: 'accesses through the TLB of a device',
      applies: (m) => cached(m) !== 0 && m.get(m.o.page.allocated, targetOf(cached(m))) !== 1,
      says: () => `accesses address ${address} through the leaf that it kept, whose page was freed`,
      apply: (m) => m.break('SMMU-FREE'),
    },
  ];
}
