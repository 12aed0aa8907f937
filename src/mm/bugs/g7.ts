import type { Bug } from '../bug.ts';
import { SECRET_TWO_FAULTS } from '../worlds/secret.ts';

const fault = (undo: string) => `vm_fault_t secretmem_fault(struct vm_fault *vmf)
{
	struct address_space *mapping = vmf->vma->vm_file->f_mapping;
	pgoff_t offset = vmf->pgoff;
	struct page *page;
	struct folio *folio;
	int err;

retry:
	page = find_lock_page(mapping, offset);
	if (!page) {
		page = alloc_page_vma(vmf->vma);
		if (!page)
			return VM_FAULT_OOM;
		folio = page_folio(page);

		err = set_direct_map_invalid_noflush(page);
		if (err) {
			folio_put(folio);
			return VM_FAULT_SIGBUS;
		}

		__folio_mark_uptodate(folio);
		err = filemap_add_folio(mapping, folio, offset, 0);
		if (unlikely(err)) {
${undo}			if (err == -EEXIST)
				goto retry;
			return VM_FAULT_OOM;
		}
	}

	vmf->page = page;
	return VM_FAULT_LOCKED;
}`;

/** The page is back in the direct map before anybody else can get it. */
export const G7: Bug = {
  id: 'G7',
  title: 'mm/secretmem: fix use-after-free race in fault handler',
  commit: '6f86d0534fdd',
  kernel: '6.17',
  property: 'REF',
  world: SECRET_TWO_FAULTS,
  function: 'secretmem_fault',
  before: fault(`			folio_put(folio);
			/*
			 * If a split of large page was required, it already happened when we marked the page
			 * invalid which guarantees that this call won't fail
			 */
			set_direct_map_default_noflush(page);
`),
  after: fault(`			/*
			 * If a split of large page was required, it already happened when we marked the page
			 * invalid which guarantees that this call won't fail
			 */
			set_direct_map_default_noflush(page);
			folio_put(folio);
`),
  story: ['filemap_add_folio', 'filemap_add_folio', 'folio_put', 'another CPU: alloc_page_vma'],
};
