import type { Example } from '../bug.ts';
import { RETRACT_UFFD_COPY } from '../worlds/retract.ts';
import { retractTable } from './retract-table.ts';

/** A table is taken out under both locks, after a look whether it is empty, or without. */
export const TABLE_EMPTY: Example = {
  kernel: '6.8',
  property: 'TABLE-EMPTY',
  world: RETRACT_UFFD_COPY,
  function: 'retract',
  before: retractTable({}),
  after: retractTable({
    look: 'if (!pte_none(*pte))\n\t\tgoto out;',
    out: 'return;\nout:\n\tpte_unmap_unlock(pte, ptl);\n\tspin_unlock(pml);',
  }),
};
