import { type Primitive, primitive } from '../primitive.ts';

const SOURCE = 'include/linux/page_ref.h: page_ref_freeze, page_ref_unfreeze';

/** Folios whose count is held at 0, so that nobody can take a reference, without being free. */
export const FROZEN: readonly Primitive[] = [
  primitive('int folio_ref_freeze(struct folio *, int)', {
    says: 'Sets the count of references to 0 where it is what is expected, and says whether it was.',
    source: SOURCE,
    aliases: ['page_ref_freeze'],
    run: (m, folio = 0, expected = 0) => {
      if (m.get(m.o.page.refcount, folio) !== expected) return 0;
      m.set(m.o.page.refcount, folio, 0);
      return 1;
    },
  }),
  primitive('void folio_ref_unfreeze(struct folio *, int)', {
    says: 'Gives a folio whose count is frozen its references again. One that is not frozen breaks ASSERT.',
    source: `${SOURCE}: VM_BUG_ON_PAGE(page_count(page) != 0)`,
    aliases: ['page_ref_unfreeze'],
    run: (m, folio = 0, references = 0) => {
      if (m.get(m.o.page.refcount, folio) !== 0) m.break('ASSERT');
      m.set(m.o.page.refcount, folio, references);
      return undefined;
    },
  }),
];
