import { isCounted, mappings, pagesOf, tablesAreAtRest } from '../accounts.ts';
import type { Memory } from '../kernel.ts';
import type { MmProperty } from '../property.ts';

function countsAgree(m: Memory): boolean {
  if (!tablesAreAtRest(m)) return true;
  const { single, whole } = mappings(m);
  for (let head = 1; head <= m.kernel.of.pages; head++) {
    if (!isCounted(m, head)) continue;
    if (m.get(m.o.page.entire, head) !== whole[head]) return false;
    for (const page of pagesOf(m, head)) if (m.get(m.o.page.mapcount, page) !== single[page]) return false;
  }
  return true;
}

export const MAPCOUNT: MmProperty = {
  name: 'MAPCOUNT',
  says: 'Where no page-table lock is held, a page has as many mappings counted as entries map it.',
  source: 'include/linux/mm_types.h: _mapcount; mm/page_alloc.c: bad_page, "nonzero mapcount"',
  holds: countsAgree,
};
