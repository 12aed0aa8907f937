import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';

const QUEUE = 'fs/userfaultfd.c: userfaultfd_event_wait_completion, userfaultfd_ctx_read, userfaultfd_event_complete';

/** The thread whose event stands first in a context's queue; 0 for none. Threads queue at most one event each. */
function firstInQueue(m: Memory, context: number): number {
  let first = 0;
  for (let thread = 1; thread <= m.o.uffdEvent.kind.count; thread++) {
    if (m.get(m.o.uffdEvent.context, thread) !== context) continue;
    const place = m.get(m.o.uffdEvent.place, thread);
    if (first === 0 || place < m.get(m.o.uffdEvent.place, first)) first = thread;
  }
  return first;
}

/** How many events wait in a context's queue. */
function lengthOf(m: Memory, context: number): number {
  let length = 0;
  for (let thread = 1; thread <= m.o.uffdEvent.kind.count; thread++) {
    if (m.get(m.o.uffdEvent.context, thread) === context) length++;
  }
  return length;
}

/** The event queue of a userfaultfd: what the monitor is told of changes of the address space. */
export const UFFD_EVENTS: readonly Primitive[] = [
  primitive('void uffd_event_queue(struct userfaultfd_ctx *, unsigned int)', {
    says: 'Puts an event of the calling thread (UFFD_EVENT_FORK, REMAP, REMOVE, UNMAP) at the end of the queue that the monitor reads.',
    source: QUEUE,
    run: (m, context = 0, kind = 0) => {
      m.set(m.o.uffdEvent.place, m.thread, lengthOf(m, context) + 1);
      m.set(m.o.uffdEvent.context, m.thread, context);
      m.set(m.o.uffdEvent.kind, m.thread, kind);
      return undefined;
    },
  }),
  primitive('void uffd_event_wait(struct userfaultfd_ctx *)', {
    says: 'Waits until the monitor has read the event of the calling thread.',
    source: QUEUE,
    enabled: (m) => m.get(m.o.uffdEvent.kind, m.thread) === 0,
    run: () => undefined,
  }),
  primitive('unsigned int uffd_read_event(struct userfaultfd_ctx *)', {
    says: 'The monitor reads the first event of the queue, and waits where there is none; whoever raised it goes on.',
    source: QUEUE,
    enabled: (m, context = 0) => firstInQueue(m, context) !== 0,
    run: (m, context = 0) => {
      const first = firstInQueue(m, context);
      const kind = m.get(m.o.uffdEvent.kind, first);
      for (let thread = 1; thread <= m.o.uffdEvent.kind.count; thread++) {
        const place = m.get(m.o.uffdEvent.place, thread);
        const isBehind = m.get(m.o.uffdEvent.context, thread) === context && place > 1;
        if (isBehind) m.set(m.o.uffdEvent.place, thread, place - 1);
      }
      for (const field of ['context', 'kind', 'place'] as const) m.set(m.o.uffdEvent[field], first, 0);
      return kind;
    },
  }),
];
