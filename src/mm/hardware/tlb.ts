import { ENTRY, kindOf, targetOf } from '../entry.ts';
import type { Hardware, Rule } from '../hardware.ts';
import type { Memory } from '../kernel.ts';
import { TABLE_STATE } from '../objects.ts';

/**
 * The walker of a CPU that runs the first mm: by speculation it fills its TLB with any leaf and keeps any pointer to a
 * table, at any time, without a lock.
 */
export const TLB_WALKER: Hardware = {
  name: 'CPU walker',
  rules(m) {
    const rules: Rule[] = [];
    const { addresses, entriesPerTable } = m.kernel.of;
    for (let address = 0; address < addresses; address++) rules.push(...leafRules(m, address));
    for (let upper = 0; upper * entriesPerTable < addresses; upper++) rules.push(...tableRules(m, upper));
    return rules;
  },
};

function leafRules(m: Memory, address: number): Rule[] {
  const cached = m.get(m.o.tlbLeaf.value, address + 1);
  if (cached === 0) {
    const leaf = m.walk(1, address);
    if (leaf === 0) return [];
    return [
      { says: `fills its TLB with address ${address}`, apply: (to) => to.set(to.o.tlbLeaf.value, address + 1, leaf) },
    ];
  }
  if (m.get(m.o.page.allocated, targetOf(cached)) === 1) return [];
  return [
    {
      says: `accesses address ${address} through a TLB entry whose page was freed`,
      apply: (to) => to.break('TLB-FREE'),
    },
  ];
}

function tableRules(m: Memory, upper: number): Rule[] {
  const address = upper * m.kernel.of.entriesPerTable;
  const cached = m.get(m.o.tlbTable.table, upper + 1);
  if (cached === 0) {
    const entry = m.get(m.o.entry.value, m.entryIn(m.get(m.o.mm.pgd, 1), address));
    if (kindOf(entry) !== ENTRY.table) return [];
    return [
      {
        says: `keeps the pointer to the table of address ${address}`,
        apply: (to) => to.set(to.o.tlbTable.table, upper + 1, targetOf(entry)),
      },
    ];
  }
  if (m.get(m.o.table.state, cached) !== TABLE_STATE.freed) return [];
  return [
    {
      says: `walks address ${address} through a table that was freed`,
      apply: (to) => to.break('TLB-TABLE'),
    },
  ];
}
