import { describe, expect, test } from 'vitest';
import { tlbLeafOf, tlbTableOf } from '../../src/mm/access.ts';
import { B5 } from '../../src/mm/bugs/b5.ts';
import { BIT, ENTRY, entry } from '../../src/mm/entry.ts';
import { cpu } from '../../src/mm/hardware/cpu.ts';
import { Memory, makeKernel, traitsOf } from '../../src/mm/kernel.ts';
import { primitiveNamed } from '../../src/mm/known.ts';
import type { World } from '../../src/mm/world.ts';
import { placeCpu, placeFree, placeTables, placeVma, SMALL } from '../../src/mm/worlds/setup.ts';
import { runBug } from './bug-run.ts';

const CPUS = [1, 2, 3] as const;
const [SAME_MM, OTHER_MM, LAZY] = CPUS;

/** CPUs that run the first mm, the second, and the first in lazy mode; each caches two leaves and the pointer to a table. */
function filled(version: string): Memory {
  const m = new Memory(makeKernel({ ...SMALL, mms: 2, pages: 1, cpus: 3, threads: 1 }, traitsOf(version), []));
  placeTables(m, 1, 1, 2, 2);
  placeVma(m, 1, { mm: 1, start: 2, pages: 2, flags: 0 });
  placeFree(m, 1);
  placeCpu(m, SAME_MM, 1);
  placeCpu(m, OTHER_MM, 2);
  placeCpu(m, LAZY, 1);
  m.set(m.o.cpu.lazy, LAZY, 1);
  for (const number of CPUS) {
    for (const address of [2, 3])
      m.set(m.o.tlbLeaf.value, tlbLeafOf(m, number, address), entry(ENTRY.leaf, 1, BIT.write));
    m.set(m.o.tlbTable.table, tlbTableOf(m, number, 2), 2);
  }
  m.thread = 1;
  return m;
}

/** What each CPU still holds: leaves of addresses 2 and 3, and the pointer to the table. */
function held(m: Memory): string[] {
  return CPUS.map((number) => {
    const leaves = [2, 3].filter((address) => m.get(m.o.tlbLeaf.value, tlbLeafOf(m, number, address)) !== 0);
    return [...leaves, ...(m.get(m.o.tlbTable.table, tlbTableOf(m, number, 2)) === 0 ? [] : ['table'])].join(' ');
  });
}

function after(name: string, args: readonly number[], version = '6.1'): string[] {
  const m = filled(version);
  primitiveNamed(name)?.run(m, ...args);
  return held(m);
}

const ALL = '2 3 table';

describe('what a flush reaches: a CPU of the mm, one of another mm, one of the mm in lazy mode', () => {
  test('flush_tlb_page: one leaf, no pointer to a table', () => {
    expect(after('flush_tlb_page', [1, 2])).toEqual(['3 table', ALL, ALL]);
  });

  test('flush_tlb_range: the range and its table; lazy CPUs from 6.14', () => {
    expect(after('flush_tlb_range', [1, 2, 3])).toEqual(['3', ALL, ALL]);
    expect(after('flush_tlb_range', [1, 2, 3], '6.14')).toEqual(['3', ALL, '3']);
  });

  test('flush_tlb_mm_range: lazy CPUs where tables are freed', () => {
    expect(after('flush_tlb_mm_range', [1, 2, 4, 0, 0])).toEqual(['', ALL, ALL]);
    expect(after('flush_tlb_mm_range', [1, 2, 4, 0, 1])).toEqual(['', ALL, '']);
  });

  test('flush_tlb_mm: all of the mm', () => {
    expect(after('flush_tlb_mm', [1])).toEqual(['', ALL, '']);
  });

  test('a batched flush that is due, once', () => {
    const m = filled('6.1');
    const run = (name: string, ...args: number[]) => primitiveNamed(name)?.run(m, ...args);
    run('flush_tlb_batched_pending', 1);
    expect(held(m), 'nothing is due').toEqual([ALL, ALL, ALL]);
    run('set_tlb_ubc_flush_pending', 1, 0, 2);
    run('flush_tlb_batched_pending', 1);
    expect(held(m)).toEqual(['table', ALL, ALL]);
    expect(m.get(m.o.mm.tlb_flush_batched, 1)).toBe(0);
    run('try_to_unmap_flush');
    expect(m.get(m.o.thread.tlb_ubc, 1)).toBe(0);
  });
});

test('a CPU that leaves lazy mode drops what a flush has passed over', () => {
  const m = filled('6.1');
  const leaves = cpu(LAZY, { tables: true })
    .rules(m.kernel)
    .find(({ name }) => name === 'leaves lazy TLB mode');
  expect(leaves?.applies(m)).toBe(true);
  leaves?.apply(m);
  expect(held(m)).toEqual([ALL, ALL, '']);
  expect(leaves?.applies(m), 'it runs a program now').toBe(false);
});

describe('two CPUs run the mm', () => {
  const world: World = {
    ...B5.world,
    dimensions: { ...B5.world.dimensions, cpus: 2 },
    initial: (m) => {
      B5.world.initial(m);
      placeCpu(m, 2, 1);
    },
    hardware: [cpu(1, { tables: false }), cpu(2, { tables: false })],
  };

  test('the verdicts are those for one', () => {
    const [before, fixed] = (['before', 'after'] as const).map((side) => runBug({ ...B5, world }, side));
    expect([before?.result, before?.states]).toEqual(['violated', 485]);
    expect([fixed?.result, fixed?.states]).toEqual(['holds', 430]);
  });
});
