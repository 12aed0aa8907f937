import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';

/**
 * Counters by identity. A number stands for each: first page->_mapcount by the page's id, which is one less than the ptes
 * that map the page, then each userfaultfd context's mmap_changing.
 */
const COUNTERS = 'include/linux/atomic.h; include/linux/mm_types.h: comment at _mapcount';

/** ctx->mmap_changing, as a counter. */
export function mmapChangingOf(m: Memory, context: number): number {
  return context === 0 ? 0 : m.kernel.of.pages + context;
}

/** What a counter holds; a context of a world without userfaultfd events counts nothing. */
function value(m: Memory, counter: number): number {
  const context = counter - m.kernel.of.pages;
  if (context > 0) return m.kernel.of.uffds === 0 ? 0 : m.get(m.o.uffd.mmap_changing, context);
  return (m.get(m.o.page.mapcount, counter) - 1) & 0xffff;
}

function add(m: Memory, counter: number, by: 1 | -1): void {
  const context = counter - m.kernel.of.pages;
  if (context <= 0) m.set(m.o.page.mapcount, counter, m.get(m.o.page.mapcount, counter) + by);
  else if (m.kernel.of.uffds > 0) m.set(m.o.uffd.mmap_changing, context, m.get(m.o.uffd.mmap_changing, context) + by);
}

/** Counters that threads change without a lock. */
export const ATOMICS: readonly Primitive[] = [
  primitive('int atomic_read(atomic_t *)', {
    reads: true,
    says: 'Reads a counter. page->_mapcount is one less than the ptes that map the page; PageDoubleMap is left out.',
    source: COUNTERS,
    run: value,
  }),
  primitive('void atomic_inc(atomic_t *)', {
    says: 'Counts one up.',
    source: COUNTERS,
    run: (m, counter = 0) => void add(m, counter, 1),
  }),
  primitive('void atomic_dec(atomic_t *)', {
    says: 'Counts one down.',
    source: COUNTERS,
    run: (m, counter = 0) => void add(m, counter, -1),
  }),
];
