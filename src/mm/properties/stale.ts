import { isCovered, tlbLeafOf } from '../access.ts';
import { isTableInUse } from '../accounts.ts';
import type { Memory } from '../kernel.ts';
import type { MmProperty } from '../property.ts';

/** The cached leaf gives what the tables give, or less. */
const isFresh = (m: Memory, mm: number, address: number, cached: number): boolean =>
  cached === 0 || isCovered(cached, m.walk(mm, address));

/** The cached pointers lead to tables that hang somewhere. */
function pointersAreFresh(m: Memory): boolean {
  return [m.o.tlbTable.table, m.o.svaTable.table].every((pointers) => {
    for (let id = 1; id <= pointers.count; id++) {
      const table = m.get(pointers, id);
      if (table !== 0 && !isTableInUse(m, table)) return false;
    }
    return true;
  });
}

function cachesAreFresh(m: Memory): boolean {
  const { cpus, svas, addresses } = m.kernel.of;
  for (let address = 0; address < addresses; address++) {
    for (let cpu = 1; cpu <= cpus; cpu++) {
      if (m.get(m.o.cpu.lazy, cpu) === 1) continue;
      if (!isFresh(m, m.get(m.o.cpu.mm, cpu), address, m.get(m.o.tlbLeaf.value, tlbLeafOf(m, cpu, address))))
        return false;
    }
    for (let device = 0; device < svas; device++) {
      if (!isFresh(m, 1, address, m.get(m.o.svaLeaf.value, device * addresses + address + 1))) return false;
    }
  }
  return pointersAreFresh(m);
}

export const STALE: MmProperty = {
  name: 'STALE',
  says: 'When every thread has ended, no CPU and no device that shares the tables holds a translation that gives more than they do.',
  source: 'Documentation/core-api/cachetlb.rst: after each interface, nothing of the old translation is left',
  holds: (m, threads) => !threads.isOver() || cachesAreFresh(m),
};
