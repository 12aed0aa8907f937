import { tablesAreAtRest } from '../accounts.ts';
import { ENTRY, kindOf, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { TABLE_STATE } from '../objects.ts';
import type { MmProperty } from '../property.ts';

/** Every slot is counted as often as entries of live tables name it. */
function slotsAreCounted(m: Memory): boolean {
  if (m.kernel.of.swapSlots === 0 || !tablesAreAtRest(m)) return true;
  const named = new Array<number>(m.kernel.of.swapSlots + 1).fill(0);
  for (let id = 1; id <= m.o.entry.value.count; id++) {
    const value = m.get(m.o.entry.value, id);
    if (kindOf(value) !== ENTRY.swap || m.get(m.o.table.state, m.tableOf(id)) === TABLE_STATE.freed) continue;
    named[targetOf(value)] = (named[targetOf(value)] ?? 0) + 1;
  }
  for (let slot = 1; slot <= m.kernel.of.swapSlots; slot++)
    if (m.get(m.o.swap.count, slot) !== named[slot]) return false;
  return true;
}

export const SWAP_COUNT: MmProperty = {
  name: 'SWAP-COUNT',
  says: 'Where no page-table lock is held, a swap slot is counted as often as entries name it.',
  source: 'mm/swapfile.c: comment at swap_map; swap_duplicate, swap_free',
  holds: slotsAreCounted,
};
