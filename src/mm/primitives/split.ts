import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';

/** Makes each page of a locked folio one of its own: it keeps the mappings of that page, and the caller's references go to one. */
function split(m: Memory, page: number): number {
  const head = m.get(m.o.page.head, page);
  const pages: number[] = [];
  for (let id = head; id <= m.kernel.of.pages && m.get(m.o.page.head, id) === head; id++) pages.push(id);
  const mapped = pages.reduce((sum, id) => sum + m.get(m.o.page.mapcount, id), 0);
  const callers = m.get(m.o.page.refcount, head) - mapped;
  if (m.get(m.o.page.entire, head) > 0 || callers !== 1) return 16;
  const { mapping, index, flags, locker } = m.o.page;
  for (const [at, id] of pages.entries()) {
    const references = m.get(m.o.page.mapcount, id) + (id === page ? callers : 0);
    for (const field of [mapping, flags]) m.set(field, id, m.get(field, head));
    m.set(index, id, m.get(index, head) + at);
    m.set(m.o.page.head, id, id);
    m.set(m.o.page.refcount, id, references);
    m.set(m.o.page.allocated, id, references > 0 ? 1 : 0);
    m.set(locker, id, id === page ? m.thread : 0);
  }
  return 0;
}

/** Splitting a large folio. */
export const SPLIT: readonly Primitive[] = [
  primitive('int split_folio(struct folio *)', {
    says: 'Splits a large anonymous folio that is mapped by ptes; pages that nobody maps are freed. -EBUSY where others hold references.',
    needs: 'the folio lock and one reference',
    source: 'mm/huge_memory.c: split_huge_page_to_list, __split_huge_page',
    aliases: ['split_huge_page'],
    run: (m, page = 0) => split(m, page),
  }),
];
