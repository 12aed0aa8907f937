import { ENTRY, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';

/** Copies what one page holds to another. */
function copy(m: Memory, to: number, from: number): void {
  m.set(m.o.page.content, to, m.get(m.o.page.content, from));
}

/** What pages hold, as far as anybody compares it. */
export const CONTENTS: readonly Primitive[] = [
  primitive('void copy_user_highpage(struct page *, struct page *, unsigned long, struct vm_area_struct *)', {
    says: 'Copies the content of the second page to the first.',
    source: 'include/linux/highmem.h',
    run: (m, to = 0, from = 0) => void copy(m, to, from),
  }),
  primitive(
    'void copy_user_huge_page(struct page *, struct page *, unsigned long, struct vm_area_struct *, unsigned int)',
    {
      says: 'Copies the content of each page of the second folio to the first.',
      source: 'mm/memory.c',
      run: (m, to = 0, from = 0, _address = 0, _vma = 0, pages = 0) => {
        for (let at = 0; at < pages; at++) copy(m, to + at, from + at);
        return undefined;
      },
    },
  ),
  primitive('void clear_user_highpage(struct page *, unsigned long)', {
    says: 'Fills the page with zeroes.',
    source: 'include/linux/highmem.h',
    run: (m, page = 0) => void m.set(m.o.page.content, page, 0),
  }),
  primitive('void discard_returned(struct mm_struct *, unsigned long)', {
    says: 'The call that discards a page has returned; breaks TRANSIENT-NONE where an entry still stands for what it should have discarded.',
    source: 'ghost of TRANSIENT-NONE; madvise(2): what MADV_DONTNEED promises',
    run: (m, mm = 0, address = 0) => {
      const upper = m.upperEntry(mm, address);
      const huge = upper === 0 ? 0 : m.get(m.o.entry.value, upper);
      if (kindOf(huge) === ENTRY.leaf || m.walk(mm, address) !== 0) m.break('TRANSIENT-NONE');
      return undefined;
    },
  }),
];
