import { stores, tlbLeafOf, tlbTableOf } from '../access.ts';
import { BIT, ENTRY, has, kindOf, targetOf } from '../entry.ts';
import type { Hardware, Rule } from '../hardware.ts';
import type { Memory } from '../kernel.ts';
import { TABLE_STATE } from '../objects.ts';

interface CpuOptions {
  /** Whether it caches pointers to tables; leaves are cached always. */
  readonly tables: boolean;
  /** Whether its program stores wherever it can, at any time. */
  readonly stores?: boolean;
}

/**
 * A CPU that runs the tables of an mm: by speculation its walker fills the TLB with any leaf and keeps any pointer to a
 * table, at any time, without a lock (Intel SDM volume 3, 4.10.2.3 and 4.10.3.1). A pointer that it keeps is used by
 * later walks. In lazy TLB mode no program runs on it, but the walker goes on.
 */
export function cpu(number: number, options: CpuOptions): Hardware {
  return {
    name: `CPU ${number}`,
    rules(m) {
      const rules: Rule[] = [];
      const { addresses, entriesPerTable } = m.kernel.of;
      for (let address = 0; address < addresses; address++) {
        rules.push(...leafRules(m, number, address));
        if (options.stores === true) rules.push(...storeRules(m, number, address));
      }
      if (options.tables)
        for (let address = 0; address < addresses; address += entriesPerTable)
          rules.push(...tableRules(m, number, address));
      if (m.get(m.o.cpu.lazy, number) === 1) rules.push(leavesLazyMode(number));
      return rules;
    },
  };
}

/** The leaf that the walker finds: through the table that it kept, or from the root. */
function found(m: Memory, number: number, address: number): number {
  const kept = m.get(m.o.tlbTable.table, tlbTableOf(m, number, address));
  if (kept === 0) return m.walk(m.get(m.o.cpu.mm, number), address);
  if (m.get(m.o.table.state, kept) === TABLE_STATE.freed) return 0;
  return m.get(m.o.entry.value, m.entryIn(kept, address));
}

function leafRules(m: Memory, number: number, address: number): Rule[] {
  const id = tlbLeafOf(m, number, address);
  const cached = m.get(m.o.tlbLeaf.value, id);
  if (cached === 0) {
    const leaf = found(m, number, address);
    if (kindOf(leaf) !== ENTRY.leaf) return [];
    return [{ says: `fills its TLB with address ${address}`, apply: (to) => to.set(to.o.tlbLeaf.value, id, leaf) }];
  }
  const runs = m.get(m.o.cpu.lazy, number) === 0;
  if (!runs || m.get(m.o.page.allocated, targetOf(cached)) === 1) return [];
  return [
    {
      says: `accesses address ${address} through a TLB entry whose page was freed`,
      apply: (to) => to.break('TLB-FREE'),
    },
  ];
}

/** A store that goes through; one that would fault is left to the threads of the world. */
function storeRules(m: Memory, number: number, address: number): Rule[] {
  const mm = m.get(m.o.cpu.mm, number);
  const cached = m.get(m.o.tlbLeaf.value, tlbLeafOf(m, number, address));
  const atOnce = has(cached, BIT.write) && has(cached, BIT.dirty);
  if (m.get(m.o.cpu.lazy, number) === 1 || !(atOnce || has(m.walk(mm, address), BIT.write))) return [];
  return [
    {
      says: `stores to address ${address}${atOnce ? ' through its TLB' : ''}`,
      apply: (to) => void stores(to, number, mm, address),
    },
  ];
}

function tableRules(m: Memory, number: number, address: number): Rule[] {
  const id = tlbTableOf(m, number, address);
  const kept = m.get(m.o.tlbTable.table, id);
  if (kept === 0) {
    const upper = m.upperEntry(m.get(m.o.cpu.mm, number), address);
    const value = upper === 0 ? 0 : m.get(m.o.entry.value, upper);
    if (kindOf(value) !== ENTRY.table) return [];
    return [
      {
        says: `keeps the pointer to the table of address ${address}`,
        apply: (to) => to.set(to.o.tlbTable.table, id, targetOf(value)),
      },
    ];
  }
  if (m.get(m.o.table.state, kept) !== TABLE_STATE.freed) return [];
  return [
    {
      says: `walks address ${address} through a table that was freed`,
      apply: (to) => to.break('TLB-TABLE'),
    },
  ];
}

/** Back to its program it flushes: flushes that passed it over have raised the mm's tlb_gen (switch_mm_irqs_off). */
function leavesLazyMode(number: number): Rule {
  return {
    says: 'leaves lazy TLB mode and drops what it cached',
    apply: (m) => {
      m.set(m.o.cpu.lazy, number, 0);
      for (let address = 0; address < m.kernel.of.addresses; address++) {
        m.set(m.o.tlbLeaf.value, tlbLeafOf(m, number, address), 0);
        m.set(m.o.tlbTable.table, tlbTableOf(m, number, address), 0);
      }
    },
  };
}
