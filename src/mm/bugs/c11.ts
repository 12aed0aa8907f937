import type { Bug } from '../bug.ts';
import { DEVICE_EXCLUSIVE_FREED } from '../worlds/device-exclusive.ts';

const remove = (parts: { take: string; put: string }) => `vm_fault_t remove_device_exclusive_entry(struct vm_fault *vmf)
{
	struct folio *folio = page_folio(vmf->page);
	struct vm_area_struct *vma = vmf->vma;
	struct mmu_notifier_range range;

${parts.take}	folio_lock(folio);
	mmu_notifier_range_init_owner(&range, MMU_NOTIFY_EXCLUSIVE, 0, vma->vm_mm, vmf->address & PAGE_MASK,
				      (vmf->address & PAGE_MASK) + PAGE_SIZE, NULL);
	mmu_notifier_invalidate_range_start(&range);

	vmf->pte = pte_offset_map_lock(vma->vm_mm, vmf->pmd, vmf->address, &vmf->ptl);
	if (likely(pte_same(*vmf->pte, vmf->orig_pte)))
		restore_exclusive_pte(vma, vmf->page, vmf->address, vmf->pte);

	pte_unmap_unlock(vmf->pte, vmf->ptl);
	folio_unlock(folio);
${parts.put}
	mmu_notifier_invalidate_range_end(&range);
	return 0;
}

void restore_exclusive_pte(struct vm_area_struct *vma, struct page *page, unsigned long address, pte_t *ptep)
{
	pte_t orig_pte = *ptep;
	swp_entry_t entry = pte_to_swp_entry(orig_pte);
	pte_t pte;

	get_page(page);
	pte = mk_pte(page, vma->vm_page_prot);
	if (pte_swp_soft_dirty(orig_pte))
		pte = pte_mksoft_dirty(pte);
	if (pte_swp_uffd_wp(orig_pte))
		pte = pte_mkuffd_wp(pte);
	else if (is_writable_device_exclusive_entry(entry))
		pte = maybe_mkwrite(pte_mkdirty(pte), vma);

	folio_add_anon_rmap_pte(page_folio(page), page, vma);
	set_pte_at(vma->vm_mm, address, ptep, pte);
	/* The reference that the entry held. */
	put_page(page);
}`;

/** A reference is taken before the fault waits for the page's lock. */
export const C11: Bug = {
  id: 'C11',
  title: 'mm: take a page reference when removing device exclusive entries',
  commit: '7c7b962938dd',
  kernel: '6.3',
  property: 'REF',
  world: DEVICE_EXCLUSIVE_FREED,
  function: 'remove_device_exclusive_entry',
  before: remove({ take: '', put: '' }),
  after: remove({
    take: `	/*
	 * We need a reference to lock the folio because we don't hold the PTL so a racing thread can remove the
	 * device-exclusive entry and unmap it. If the folio is free the entry must have been removed already.
	 */
	if (!folio_try_get(folio))
		return 0;
`,
    put: '	folio_put(folio);\n',
  }),
  story: ['MADV_DONTNEED: put_page', 'fault: folio_lock'],
};
