import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';

/** The first pair of neighbouring free pages, as a new folio; 0 where there is none. */
function allocate(m: Memory): number {
  const nr = m.kernel.of.entriesPerTable;
  const free = (page: number) =>
    page <= m.kernel.of.pages && m.get(m.o.page.allocated, page) === 0 && m.get(m.o.page.head, page) === page;
  for (let first = 1; first + nr - 1 <= m.kernel.of.pages; first++) {
    const pages = Array.from({ length: nr }, (_, at) => first + at);
    if (!pages.every(free)) continue;
    for (const page of pages) {
      m.set(m.o.page.allocated, page, 1);
      m.set(m.o.page.head, page, first);
      for (const field of [
        'mapcount',
        'entire',
        'pins',
        'mapping',
        'flags',
        'exclusive',
        'private',
        'content',
        'unsaved',
      ] as const)
        m.set(m.o.page[field], page, 0);
    }
    m.set(m.o.page.refcount, first, 1);
    return first;
  }
  return 0;
}

/** Huge pages. */
export const HUGE_PAGES: readonly Primitive[] = [
  primitive('bool PageDoubleMap(struct page *)', {
    reads: true,
    says: 'Asks the head of a huge page whether it is mapped by huge entries and others at once; never so here, where both are counted apart. Of a page that heads no huge page it breaks ASSERT.',
    source: 'include/linux/page-flags.h, 4.5 to 6.1: PF_SECOND: VM_BUG_ON_PGFLAGS(!PageHead(page), page)',
    run: (m, page = 0) => {
      const large = page < m.kernel.of.pages && m.get(m.o.page.head, page + 1) === page;
      if (!large) m.break('ASSERT');
      return 0;
    },
  }),
  primitive('struct page *alloc_hugepage_vma(gfp_t, struct vm_area_struct *, unsigned long, int)', {
    says: 'Allocates a huge page with one reference; NULL where no neighbouring pages are free.',
    source: 'include/linux/gfp.h, 4.5',
    aliases: ['vma_alloc_anon_folio_pmd'],
    run: (m) => allocate(m),
  }),
];
