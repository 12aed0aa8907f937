import { type Primitive, primitive } from '../primitive.ts';

/** The huge zero page, whose variables are fields of one object here. */
export const HUGE_ZERO_PAGE: readonly Primitive[] = [
  primitive('struct page *xchg_huge_zero_page(struct huge_zero *, struct page *)', {
    says: 'Puts another page in the place of the huge zero page, and returns the one that was there.',
    source: 'mm/huge_memory.c: xchg(&huge_zero_page, …), the other variables apart',
    run: (m, zero = 0, page = 0) => {
      const before = m.get(m.o.hugeZero.page, zero);
      m.set(m.o.hugeZero.page, zero, page);
      return before;
    },
  }),
];
