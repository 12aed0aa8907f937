import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { readersNow } from './tables.ts';

/** The thread has left all its read sections: no grace period waits for it any longer. */
function leave(m: Memory): void {
  if (m.get(m.o.thread.rcu, m.thread) > 0 || m.get(m.o.thread.irq_off, m.thread) > 0) return;
  for (let table = 1; table <= m.kernel.of.tables; table++) {
    m.set(m.o.table.waits, table, m.get(m.o.table.waits, table) & ~m.threadBit);
  }
}

const IRQ = 'mm/gup.c: comment above gup_pgd_range; mm/mmu_gather.c: tlb_remove_table_sync_one';

/** Read sections, and the waits for them. */
export const RCU: readonly Primitive[] = [
  primitive('void rcu_read_lock(void)', {
    says: 'Opens an RCU read section: what is freed by RCU from now on stays until it ends.',
    source: 'Documentation/RCU/whatisRCU.rst',
    run: (m) => void m.set(m.o.thread.rcu, m.thread, m.get(m.o.thread.rcu, m.thread) + 1),
  }),
  primitive('void rcu_read_unlock(void)', {
    says: 'Ends an RCU read section; breaks LOCK where none is open.',
    source: 'Documentation/RCU/whatisRCU.rst',
    run: (m) => {
      const depth = m.get(m.o.thread.rcu, m.thread);
      if (depth === 0) m.break('LOCK');
      else m.set(m.o.thread.rcu, m.thread, depth - 1);
      leave(m);
      return undefined;
    },
  }),
  primitive('void local_irq_disable(void)', {
    says: 'Keeps interrupts out of this CPU: an RCU read section, and IPIs have to wait for it.',
    source: IRQ,
    aliases: ['local_irq_save'],
    run: (m) => void m.set(m.o.thread.irq_off, m.thread, 1),
  }),
  primitive('void local_irq_enable(void)', {
    says: 'Lets interrupts in again.',
    source: IRQ,
    aliases: ['local_irq_restore'],
    run: (m) => {
      m.set(m.o.thread.irq_off, m.thread, 0);
      leave(m);
      return undefined;
    },
  }),
  primitive('void tlb_remove_table_sync_one(void)', {
    says: 'Sends an IPI to every CPU and waits: returns when no CPU is in a section with interrupts off that began before.',
    source: IRQ,
    enabled: (m) => {
      for (let thread = 1; thread <= m.kernel.of.threads; thread++) {
        if (thread !== m.thread && m.get(m.o.thread.irq_off, thread) > 0) return false;
      }
      return true;
    },
    run: () => undefined,
  }),
  primitive('void synchronize_rcu(void)', {
    says: 'Waits until no RCU read section is open.',
    source: 'Documentation/RCU/whatisRCU.rst',
    enabled: (m) => (readersNow(m) & ~m.threadBit) === 0,
    run: () => undefined,
  }),
];
