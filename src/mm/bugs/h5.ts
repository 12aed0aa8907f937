import type { Bug } from '../bug.ts';
import { MIGRATE_SHMEM } from '../worlds/migrate-mapping.ts';

const migrate = (
  entries: string,
) => `int folio_migrate_mapping(struct address_space *mapping, struct folio *newfolio, struct folio *folio, int extra_count)
{
	long nr = folio_nr_pages(folio);
	long entries, i;

	newfolio->index = folio->index;
	newfolio->mapping = folio->mapping;
	folio_ref_add(newfolio, 1); /* add cache reference */
${entries}

	/* Swap cache still stores N entries instead of a high-order entry */
	for (i = 0; i < entries; i++)
		xas_store_entry(mapping, newfolio, folio, i);

	page_ref_sub(folio_page(folio, 0), 1);
	return 0;
}`;

const SWAPCACHE = `folio_set_swapcache(newfolio);
		for (i = 0; i < nr; i++)
			set_page_private(folio_page(newfolio, i), page_private(folio_page(folio, i)));`;

/** How many entries there are is decided by the array that holds the folio. */
export const H5: Bug = {
  id: 'H5',
  title: 'mm/migrate: fix shmem xarray update during migration',
  commit: '60cf233b585c',
  kernel: '6.13',
  property: 'SWAP-CACHE',
  world: MIGRATE_SHMEM,
  function: 'folio_migrate_mapping',
  before: migrate(`	if (folio_test_swapbacked(folio)) {
		__folio_set_swapbacked(newfolio);
		if (folio_test_swapcache(folio)) {
		${SWAPCACHE}
		}
		entries = nr;
	} else {
		VM_BUG_ON_FOLIO(folio_test_swapcache(folio), folio);
		entries = 1;
	}`),
  after: migrate(`	if (folio_test_swapbacked(folio))
		__folio_set_swapbacked(newfolio);
	if (folio_test_swapcache(folio)) {
		${SWAPCACHE}
		entries = nr;
	} else {
		entries = 1;
	}`),
  story: ['migration: folio_test_swapbacked', 'migration: xas_store_entry', 'migration: xas_store_entry'],
};
