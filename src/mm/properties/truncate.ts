import type { MmProperty } from '../property.ts';

/** What must be true of pages that leave a file. */
export const TRUNCATE_PROPERTIES: readonly MmProperty[] = [
  {
    name: 'TRUNC',
    says: 'A page that leaves the page cache is mapped nowhere.',
    source: 'mm/filemap.c: filemap_unaccount_folio, "BUG: Bad page cache"; mm/truncate.c',
    holds: undefined,
  },
];
