import { type Hardware, upTo } from '../hardware.ts';
import { TABLE_STATE } from '../objects.ts';

/** Grace periods: what waits for them is freed once the readers that it waits for are gone. */
export const GRACE_PERIODS: Hardware = {
  name: 'RCU',
  rules: ({ of }) =>
    upTo(of.tables).map((index) => ({
      name: 'ends a grace period',
      applies: (m) =>
        m.get(m.o.table.state, index + 1) === TABLE_STATE.pending && m.get(m.o.table.waits, index + 1) === 0,
      says: () => `the grace period ends: table ${index + 1} is freed`,
      apply: (m) => m.set(m.o.table.state, index + 1, TABLE_STATE.freed),
    })),
};
