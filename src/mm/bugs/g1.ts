import type { Bug } from '../bug.ts';
import { REMOVE_MIGRATING } from '../worlds/remove-cached.ts';

const remove = (
  first: string,
) => `bool remove_inode_single_folio(struct hstate *h, struct inode *inode, struct address_space *mapping,
			      struct folio *folio, pgoff_t index, bool truncate_op)
{
	bool ret = false;

${first}
	/*
	 * We must remove the folio from page cache before removing the region/reserve map.
	 */
	hugetlb_delete_from_page_cache(folio);
	ret = true;
	folio_unlock(folio);
	return ret;
}`;

const UNMAP = `	if (unlikely(folio_mapped(folio)))
		hugetlb_unmap_file_folio(h, mapping, folio, index);
`;

/** Whether the folio is mapped is asked under its lock. */
export const G1: Bug = {
  id: 'G1',
  title: 'mm/hugetlb: fix folio is still mapped when deleted',
  commit: '7b7387650dcf',
  kernel: '6.12',
  property: 'TRUNC',
  world: REMOVE_MIGRATING,
  function: 'remove_inode_single_folio',
  before: remove(`${UNMAP}\n	folio_lock(folio);`),
  after: remove(`	folio_lock(folio);\n${UNMAP}`),
  story: [
    'migration: folio_lock',
    'migration: page_remove_rmap',
    'truncation: folio_mapped',
    'migration: set_pte_at',
    'migration: folio_unlock',
    'truncation: folio_lock',
    'truncation: hugetlb_delete_from_page_cache',
  ],
};
