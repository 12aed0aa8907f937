import type { ReferenceFunction } from '../vocabulary.ts';

/** Putting a new folio where the old one stood. */
export const MIGRATE_MAPPING_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'folio_migrate_mapping',
    source: 'mm/migrate.c, 6.14 (60cf233b585c): the counts of references are left out',
    text: `int folio_migrate_mapping(struct address_space *mapping, struct folio *newfolio, struct folio *folio, int extra_count)
{
	long nr = folio_nr_pages(folio);
	long entries, i;

	if (!mapping) {
		/* Anonymous page without mapping */
		newfolio->index = folio->index;
		newfolio->mapping = folio->mapping;
		if (folio_test_swapbacked(folio))
			__folio_set_swapbacked(newfolio);
		return 0;
	}
	newfolio->index = folio->index;
	newfolio->mapping = folio->mapping;
	folio_ref_add(newfolio, 1);
	if (folio_test_swapbacked(folio))
		__folio_set_swapbacked(newfolio);
	if (folio_test_swapcache(folio)) {
		folio_set_swapcache(newfolio);
		for (i = 0; i < nr; i++)
			set_page_private(folio_page(newfolio, i), page_private(folio_page(folio, i)));
		entries = nr;
	} else {
		entries = 1;
	}
	for (i = 0; i < entries; i++)
		xas_store_entry(mapping, newfolio, folio, i);
	page_ref_sub(folio_page(folio, 0), 1);
	return 0;
}`,
  },
];
