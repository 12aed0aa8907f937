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
];
