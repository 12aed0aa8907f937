import type { Bug } from '../bug.ts';
import { MIGRATE_SWAP_CACHE } from '../worlds/migrate-mapping.ts';

const migrate = (
  entries: string,
) => `int folio_migrate_mapping(struct address_space *mapping, struct folio *newfolio, struct folio *folio, int extra_count)
{
	long nr = folio_nr_pages(folio);
	long entries, i;

	newfolio->index = folio->index;
	newfolio->mapping = folio->mapping;
	folio_ref_add(newfolio, 1); /* add cache reference */
	if (folio_test_swapbacked(folio)) {
		__folio_set_swapbacked(newfolio);
		if (folio_test_swapcache(folio)) {
			folio_set_swapcache(newfolio);
${entries}
		}
		entries = nr;
	} else {
		VM_BUG_ON_FOLIO(folio_test_swapcache(folio), folio);
		entries = 1;
	}

	/* Swap cache still stores N entries instead of a high-order entry */
	for (i = 0; i < entries; i++)
		xas_store_entry(mapping, newfolio, folio, i);

	/* Drop cache reference from old page */
	page_ref_sub(folio_page(folio, 0), 1);
	return 0;
}`;

/** Every page of the new folio names its slot. */
export const D1: Bug = {
  id: 'D1',
  title: 'mm/migrate: set swap entry values of THP tail pages properly.',
  commit: undefined,
  kernel: '6.1',
  property: 'SWAP-CACHE',
  world: MIGRATE_SWAP_CACHE,
  function: 'folio_migrate_mapping',
  before: migrate('			set_page_private(folio_page(newfolio, 0), page_private(folio_page(folio, 0)));'),
  after: migrate(`			for (i = 0; i < nr; i++)
				set_page_private(folio_page(newfolio, i), page_private(folio_page(folio, i)));`),
  story: [
    'migration: folio_set_swapcache',
    'migration: xas_store_entry',
    'migration: xas_store_entry',
    'migration: folio_unlock',
  ],
};
