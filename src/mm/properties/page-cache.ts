import { pagesOf } from '../accounts.ts';
import type { Memory } from '../kernel.ts';
import type { MmProperty } from '../property.ts';

/** What the page cache has at an offset of a file covers that offset, where nobody holds the folio lock. */
function cachedPagesAreTheFiles(m: Memory): boolean {
  const { filePages } = m.kernel.of;
  for (let slot = 1; slot <= m.o.cache.page.count; slot++) {
    const page = m.get(m.o.cache.page, slot);
    const head = page === 0 ? 0 : m.get(m.o.page.head, page);
    if (head === 0 || m.get(m.o.page.locker, head) !== 0) continue;
    const offset = ((slot - 1) % filePages) - m.get(m.o.page.index, head);
    const covers = 0 <= offset && offset < [...pagesOf(m, head)].length;
    if (m.get(m.o.page.mapping, head) !== Math.ceil(slot / filePages) || !covers) return false;
  }
  return true;
}

export const PAGE_CACHE: MmProperty = {
  name: 'PAGE-CACHE',
  says: 'A folio that the page cache has at an offset of a file names that file and covers that offset, where nobody holds its lock.',
  source: 'mm/filemap.c: __filemap_get_folio, VM_BUG_ON_FOLIO(!folio_contains()), folio->mapping looked at again',
  holds: cachedPagesAreTheFiles,
};
