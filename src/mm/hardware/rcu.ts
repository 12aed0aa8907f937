import type { Hardware, Rule } from '../hardware.ts';
import { TABLE_STATE } from '../objects.ts';

/** Grace periods: what waits for them is freed once the readers that it waits for are gone. */
export const GRACE_PERIODS: Hardware = {
  name: 'RCU',
  rules(m) {
    const rules: Rule[] = [];
    for (let table = 1; table <= m.kernel.of.tables; table++) {
      const pending = m.get(m.o.table.state, table) === TABLE_STATE.pending;
      if (!pending || m.get(m.o.table.waits, table) !== 0) continue;
      rules.push({
        says: `the grace period ends: table ${table} is freed`,
        apply: (to) => to.set(to.o.table.state, table, TABLE_STATE.freed),
      });
    }
    return rules;
  },
};
