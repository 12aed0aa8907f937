import { stores as store, tlbLeafOf, tlbTableOf } from '../access.ts';
import { BIT, ENTRY, has, kindOf, targetOf } from '../entry.ts';
import { type Hardware, type Rule, upTo } from '../hardware.ts';
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
    rules: ({ of: { addresses, entriesPerTable } }) => [
      ...upTo(addresses).flatMap((address) => [
        ...leafRules(number, address),
        ...(options.stores === true ? [stores(number, address)] : []),
      ]),
      ...upTo(options.tables ? Math.ceil(addresses / entriesPerTable) : 0).flatMap((upper) =>
        tableRules(number, upper * entriesPerTable),
      ),
      leavesLazyMode(number),
    ],
  };
}

const isLazy = (m: Memory, number: number): boolean => m.get(m.o.cpu.lazy, number) === 1;
const leafOf = (m: Memory, number: number, address: number): number =>
  m.get(m.o.tlbLeaf.value, tlbLeafOf(m, number, address));
const tableOf = (m: Memory, number: number, address: number): number =>
  m.get(m.o.tlbTable.table, tlbTableOf(m, number, address));

/** The leaf that the walker finds: through the table that it kept, or from the root. */
function found(m: Memory, number: number, address: number): number {
  const kept = tableOf(m, number, address);
  if (kept === 0) return m.walk(m.get(m.o.cpu.mm, number), address);
  if (m.get(m.o.table.state, kept) === TABLE_STATE.freed) return 0;
  return m.get(m.o.entry.value, m.entryIn(kept, address));
}

function leafRules(number: number, address: number): Rule[] {
  return [
    {
      name: 'fills a TLB by speculation',
      applies: (m) => leafOf(m, number, address) === 0 && kindOf(found(m, number, address)) === ENTRY.leaf,
      says: () => `fills its TLB with address ${address}`,
      apply: (m) => m.set(m.o.tlbLeaf.value, tlbLeafOf(m, number, address), found(m, number, address)),
    },
    {
      name: 'accesses through a TLB entry',
      applies: (m) => {
        const cached = leafOf(m, number, address);
        return cached !== 0 && !isLazy(m, number) && m.get(m.o.page.allocated, targetOf(cached)) !== 1;
      },
      says: () => `accesses address ${address} through a TLB entry whose page was freed`,
      apply: (m) => m.break('TLB-FREE'),
    },
  ];
}

/** A store that goes through; one that would fault is left to the threads of the world. */
function stores(number: number, address: number): Rule {
  const atOnce = (m: Memory) => {
    const cached = leafOf(m, number, address);
    return has(cached, BIT.write) && has(cached, BIT.dirty);
  };
  const mmOf = (m: Memory) => m.get(m.o.cpu.mm, number);
  return {
    name: 'stores, and sets accessed and dirty',
    applies: (m) => !isLazy(m, number) && (atOnce(m) || has(m.walk(mmOf(m), address), BIT.write)),
    says: (m) => `stores to address ${address}${atOnce(m) ? ' through its TLB' : ''}`,
    apply: (m) => void store(m, number, mmOf(m), address),
  };
}

function tableRules(number: number, address: number): Rule[] {
  const upperOf = (m: Memory) => {
    const upper = m.upperEntry(m.get(m.o.cpu.mm, number), address);
    return upper === 0 ? 0 : m.get(m.o.entry.value, upper);
  };
  return [
    {
      name: 'keeps a pointer to a page table by speculation',
      applies: (m) => tableOf(m, number, address) === 0 && kindOf(upperOf(m)) === ENTRY.table,
      says: () => `keeps the pointer to the table of address ${address}`,
      apply: (m) => m.set(m.o.tlbTable.table, tlbTableOf(m, number, address), targetOf(upperOf(m))),
    },
    {
      name: 'walks through a pointer that it kept',
      applies: (m) => {
        const kept = tableOf(m, number, address);
        return kept !== 0 && m.get(m.o.table.state, kept) === TABLE_STATE.freed;
      },
      says: () => `walks address ${address} through a table that was freed`,
      apply: (m) => m.break('TLB-TABLE'),
    },
  ];
}

/** Back to its program it flushes: flushes that passed it over have raised the mm's tlb_gen (switch_mm_irqs_off). */
function leavesLazyMode(number: number): Rule {
  return {
    name: 'leaves lazy TLB mode',
    applies: (m) => isLazy(m, number),
    says: () => 'leaves lazy TLB mode and drops what it cached',
    apply: (m) => {
      m.set(m.o.cpu.lazy, number, 0);
      for (let address = 0; address < m.kernel.of.addresses; address++) {
        m.set(m.o.tlbLeaf.value, tlbLeafOf(m, number, address), 0);
        m.set(m.o.tlbTable.table, tlbTableOf(m, number, address), 0);
      }
    },
  };
}
