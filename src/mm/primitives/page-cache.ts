import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { drop, totalMapcount } from './folios.ts';

/** Takes a folio out of the page cache wherever it is there, with the reference of the page cache. */
function remove(m: Memory, folio: number): void {
  if (totalMapcount(m, folio) > 0) m.break('TRUNC');
  let found = false;
  for (let slot = 1; slot <= m.o.cache.page.count; slot++) {
    const page = m.get(m.o.cache.page, slot);
    if (page === 0 || m.get(m.o.page.head, page) !== folio) continue;
    m.set(m.o.cache.page, slot, 0);
    found = true;
  }
  m.set(m.o.page.mapping, folio, 0);
  if (found) drop(m, folio);
}

/** The page cache, where truncation empties it. */
export const PAGE_CACHE: readonly Primitive[] = [
  primitive('void filemap_remove_folio(struct folio *)', {
    says: 'Takes a folio out of the page cache and drops the reference that it had there. One that is still mapped breaks TRUNC.',
    needs: 'the folio lock',
    source: 'mm/filemap.c: filemap_unaccount_folio: VM_BUG_ON_FOLIO(folio_mapped(folio)), BUG: Bad page cache',
    aliases: ['hugetlb_delete_from_page_cache'],
    run: (m, folio = 0) => void remove(m, folio),
  }),
];
