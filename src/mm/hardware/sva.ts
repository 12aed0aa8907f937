import { ENTRY, kindOf, targetOf } from '../entry.ts';
import type { Hardware, Rule } from '../hardware.ts';
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
    rules(m) {
      const rules: Rule[] = [];
      const { addresses, entriesPerTable } = m.kernel.of;
      for (let upper = 0; upper * entriesPerTable < addresses; upper++) rules.push(...walkRules(m, upper));
      if (options.leaves) for (let address = 0; address < addresses; address++) rules.push(...leafRules(m, address));
      return rules;
    },
  };
}

/** Filling the cached table pointer of one upper entry, and walking through it. */
function walkRules(m: Memory, upper: number): Rule[] {
  const { entriesPerTable } = m.kernel.of;
  const cached = m.get(m.o.svaTable.table, upper + 1);
  const address = upper * entriesPerTable;
  if (cached === 0) {
    const upperEntry = m.upperEntry(1, address);
    const entry = upperEntry === 0 ? 0 : m.get(m.o.entry.value, upperEntry);
    if (kindOf(entry) !== ENTRY.table) return [];
    return [
      {
        says: `walks at address ${address} and keeps the pointer to the table`,
        apply: (to) => to.set(to.o.svaTable.table, upper + 1, targetOf(entry)),
      },
    ];
  }
  if (m.get(m.o.table.state, cached) !== TABLE_STATE.freed) return [];
  return [
    {
      says: `translates address ${address} through the table that it kept, which was freed`,
      apply: (to) => to.break('SMMU-TABLE'),
    },
  ];
}

/** Filling and using the cached leaf of one address. */
function leafRules(m: Memory, address: number): Rule[] {
  const cached = m.get(m.o.svaLeaf.value, address + 1);
  if (cached === 0) {
    const leaf = m.walk(1, address);
    if (leaf === 0) return [];
    return [
      {
        says: `translates address ${address} and keeps the leaf`,
        apply: (to) => to.set(to.o.svaLeaf.value, address + 1, leaf),
      },
    ];
  }
  if (m.get(m.o.page.allocated, targetOf(cached)) === 1) return [];
  return [
    {
      says: `accesses address ${address} through the leaf that it kept, whose page was freed`,
      apply: (to) => to.break('SMMU-FREE'),
    },
  ];
}
