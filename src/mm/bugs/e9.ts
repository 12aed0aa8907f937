import type { Bug } from '../bug.ts';
import { MIGRATE_FREED_SWAP } from '../worlds/migrate-mapping.ts';

const migrate = (again: string) => `int __migrate_device_pages(struct folio *folio, struct folio *newfolio)
{
	struct address_space *mapping = folio_mapping(folio);

	/* For now only support anonymous memory migrating to device private or coherent memory. */
	if (mapping) {
		if (!folio_test_anon(folio) || !folio_free_swap(folio))
			return -EAGAIN;
${again}	}
	return folio_migrate_mapping(mapping, newfolio, folio, 0);
}`;

/** The mapping is asked for again once the page has left the swap cache. */
export const E9: Bug = {
  id: 'E9',
  title: 'mm/migrate_device: clear stale mapping after freeing swapcache',
  commit: undefined,
  kernel: '6.12',
  property: 'SWAP-CACHE',
  world: MIGRATE_FREED_SWAP,
  function: '__migrate_device_pages',
  before: migrate(''),
  after: migrate('		mapping = folio_mapping(folio);\n'),
  story: ['migration: folio_mapping', 'migration: folio_free_swap', 'migration: xas_store_entry'],
};
