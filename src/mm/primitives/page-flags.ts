import { FLAG } from '../objects.ts';
import { type Primitive, primitive } from '../primitive.ts';

/** Looks at flags of folios that others may change at any time. */
export const PAGE_FLAGS: readonly Primitive[] = [
  primitive('bool folio_test_dirty(struct folio *)', {
    reads: true,
    says: 'Reads whether the folio must be written back.',
    source: 'include/linux/page-flags.h',
    aliases: ['PageDirty'],
    run: (m, page = 0) => ((m.get(m.o.page.flags, m.get(m.o.page.head, page)) & FLAG.dirty) !== 0 ? 1 : 0),
  }),
  primitive('void folio_mark_lazyfree(struct folio *)', {
    says: 'The content of an anonymous folio may go without being written: it needs no swap from here on. Not so in the swap cache.',
    source: 'mm/swap.c: lru_lazyfree: folio_clear_swapbacked',
    run: (m, folio = 0) => {
      const flags = m.get(m.o.page.flags, folio);
      if ((flags & FLAG.anon) === 0 || (flags & FLAG.swapCache) !== 0) return undefined;
      m.set(m.o.page.flags, folio, flags & ~FLAG.swapBacked);
      m.set(m.o.page.unsaved, folio, 0);
      return undefined;
    },
  }),
];
