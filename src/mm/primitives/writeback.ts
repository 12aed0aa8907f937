import { FLAG } from '../objects.ts';
import { type Primitive, primitive } from '../primitive.ts';

/** What writeback does to a folio. */
export const WRITEBACK: readonly Primitive[] = [
  primitive('bool folio_test_clear_dirty(struct folio *)', {
    says: 'Takes the dirty flag off the folio and says whether it was set: its content is about to be written back.',
    source: 'mm/page-writeback.c: folio_clear_dirty_for_io',
    aliases: ['TestClearPageDirty'],
    run: (m, page = 0) => {
      const folio = m.get(m.o.page.head, page);
      const flags = m.get(m.o.page.flags, folio);
      m.set(m.o.page.flags, folio, flags & ~FLAG.dirty);
      return (flags & FLAG.dirty) !== 0 ? 1 : 0;
    },
  }),
  primitive('void written_back(struct folio *)', {
    says: 'The content that the folio has now is on its way to the disk.',
    source: 'ghost of DIRTY; mm/page-writeback.c: writepage',
    run: (m, page = 0) => void m.set(m.o.page.unsaved, m.get(m.o.page.head, page), 0),
  }),
];
