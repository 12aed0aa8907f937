import { count, setCount } from '../counters.ts';
import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';

const SOURCE = 'include/linux/atomic.h; include/linux/mm_types.h: comment at _mapcount';

/** Adds to a counter and tells what it holds then. */
function addTo(m: Memory, counter: number, value: number): number {
  const sum = (count(m, counter) + value) & 0xffff;
  setCount(m, counter, sum >= 0x8000 ? sum - 0x10000 : sum);
  return count(m, counter);
}

/** Counters that threads change without a lock. */
export const ATOMICS: readonly Primitive[] = [
  primitive('int atomic_read(atomic_t *)', {
    reads: true,
    says: 'Reads a counter. page->_mapcount is one less than the ptes that map the page; PageDoubleMap is left out.',
    source: SOURCE,
    run: count,
  }),
  primitive('void atomic_set(atomic_t *, int)', {
    says: 'Gives a counter a value.',
    source: SOURCE,
    aliases: ['atomic_set_release'],
    run: (m, counter = 0, value = 0) => void setCount(m, counter, value),
  }),
  primitive('void atomic_inc(atomic_t *)', {
    says: 'Counts one up.',
    source: SOURCE,
    run: (m, counter = 0) => void setCount(m, counter, count(m, counter) + 1),
  }),
  primitive('void atomic_dec(atomic_t *)', {
    says: 'Counts one down.',
    source: SOURCE,
    run: (m, counter = 0) => void setCount(m, counter, count(m, counter) - 1),
  }),
  primitive('bool atomic_inc_not_zero(atomic_t *)', {
    says: 'Counts one up unless the counter is 0, and says whether it did.',
    source: SOURCE,
    run: (m, counter = 0) => {
      const before = count(m, counter);
      if (before !== 0) setCount(m, counter, before + 1);
      return before === 0 ? 0 : 1;
    },
  }),
  primitive('bool atomic_inc_and_test(atomic_t *)', {
    says: 'Counts one up and says whether that makes 0.',
    source: SOURCE,
    run: (m, counter = 0) => (addTo(m, counter, 1) === 0 ? 1 : 0),
  }),
  primitive('bool atomic_dec_and_test(atomic_t *)', {
    says: 'Counts one down and says whether that makes 0.',
    source: SOURCE,
    run: (m, counter = 0) => (addTo(m, counter, -1) === 0 ? 1 : 0),
  }),
  primitive('bool atomic_add_negative(int, atomic_t *)', {
    says: 'Adds to a counter and says whether that makes it less than 0.',
    source: SOURCE,
    run: (m, value = 0, counter = 0) => (addTo(m, counter, value) >= 0x8000 ? 1 : 0),
  }),
  primitive('int atomic_cmpxchg(atomic_t *, int, int)', {
    says: 'Gives a counter a new value where it has the old one, and says what it had.',
    source: SOURCE,
    run: (m, counter = 0, old = 0, value = 0) => {
      const before = count(m, counter);
      if (before === old) setCount(m, counter, value);
      return before;
    },
  }),
];
