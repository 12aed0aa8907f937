import type { Example } from '../bug.ts';
import { MIGRATE_SHMEM } from '../worlds/migrate-mapping.ts';

const replace = (names: string) => `void replace_folio(struct address_space *mapping, struct folio *newfolio,
		struct folio *folio)
{
	${names}
	folio_ref_add(newfolio, 1);
	xas_store_entry(mapping, newfolio, folio, 0);
	page_ref_sub(folio_page(folio, 0), 1);
}`;

/** A folio takes the place of another in the page cache, and names that place, or nothing. */
export const PAGE_CACHE: Example = {
  kernel: '6.13',
  property: 'PAGE-CACHE',
  world: MIGRATE_SHMEM,
  function: 'replace_folio',
  before: replace(''),
  after: replace('newfolio->index = folio->index;\n\tnewfolio->mapping = folio->mapping;'),
};
