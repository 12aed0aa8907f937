import type { Bug } from '../bug.ts';
import { SWAP_IN_TWICE } from '../worlds/swap-in.ts';

const doSwapPage = (parts: { prepare: string; clear: string }) => `vm_fault_t do_swap_page(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct swap_info_struct *si = NULL;
	vm_fault_t ret = 0;
	struct folio *folio;
	struct page *page;
	swp_entry_t entry;
	pte_t pte;

	entry = pte_to_swp_entry(vmf->orig_pte);
	folio = swap_cache_get_folio(entry, vma, vmf->address);
	if (folio) {
		/* Reclaim still has it: here the fault is taken again. */
		folio_put(folio);
		return VM_FAULT_RETRY;
	}

	/* SWP_SYNCHRONOUS_IO, and the only entry of its slot: skip swapcache */
${parts.prepare}	page = alloc_page_vma(vma);
	if (!page)
		goto out;
	folio = page_folio(page);
	/* To provide entry to swap_readpage() */
	folio->swap = entry;
	swap_readpage(page, true, NULL);
	folio->private = NULL;

	vmf->pte = pte_offset_map_lock(vma->vm_mm, vmf->pmd, vmf->address, &vmf->ptl);
	if (unlikely(!vmf->pte || !pte_same(ptep_get(vmf->pte), vmf->orig_pte)))
		goto out_nomap;

	swap_free(entry);
	pte = mk_pte(page, vma->vm_page_prot);
	pte = maybe_mkwrite(pte_mkdirty(pte), vma);
	folio_add_new_anon_rmap(folio, vma, vmf->address);
	set_pte_at(vma->vm_mm, vmf->address, vmf->pte, pte);
	pte_unmap_unlock(vmf->pte, vmf->ptl);
	goto out;
out_nomap:
	if (vmf->pte)
		pte_unmap_unlock(vmf->pte, vmf->ptl);
	folio_put(folio);
out:
${parts.clear}	return ret;
}`;

/** A fault that skips the swap cache keeps the slot by itself until its page is mapped. */
export const H1: Bug = {
  id: 'H1',
  title: 'mm/swap: fix race when skipping swapcache',
  commit: '13ddaf26be32',
  kernel: '6.8',
  property: 'SWAP-SLOT',
  world: SWAP_IN_TWICE,
  function: 'do_swap_page',
  before: doSwapPage({ prepare: '', clear: '' }),
  after: doSwapPage({
    prepare: `	/* Prevent parallel swapin from proceeding with the cache flag. */
	if (swapcache_prepare(entry))
		return ret;
`,
    clear: '	swapcache_clear(si, entry);\n',
  }),
  story: [
    'CPU 0: swap_readpage',
    'CPU 1: swap_free',
    'CPU 1: cpu_store',
    'CPU 1: add_to_swap',
    'CPU 1: set_pte_at',
    'CPU 0: set_pte_at',
  ],
};
