import type { Bug } from '../bug.ts';
import { MAP_ZERO_UFFD_WP } from '../worlds/map-zero.ts';

const map = (parts: {
  parameter: string;
  bits: string;
}) => `bool try_to_map_unused_to_zeropage(struct page_vma_mapped_walk *pvmw, struct folio *folio, ${parts.parameter}unsigned long idx)
{
	struct page *page = folio_page(folio, idx);
	pte_t newpte;

	VM_BUG_ON_PAGE(!PageAnon(page), page);
	VM_BUG_ON_PAGE(pte_present(ptep_get(pvmw->pte)), page);

	if (folio_test_mlocked(folio) || (pvmw->vma->vm_flags & VM_LOCKED))
		return false;

	/*
	 * The pmd entry mapping the old thp was flushed and the pte mapping this subpage has been non present. Here the
	 * page is known to hold zeroes only.
	 */
	newpte = pte_mkspecial(pfn_pte(my_zero_pfn(pvmw->address), pvmw->vma->vm_page_prot));
${parts.bits}	set_pte_at(pvmw->vma->vm_mm, pvmw->address, pvmw->pte, newpte);

	dec_mm_counter(pvmw->vma->vm_mm, mm_counter(folio));
	return true;
}`;

/** The zero page's entry takes over the bits of the migration entry. */
export const F11: Bug = {
  id: 'F11',
  title: 'mm/rmap: fix soft-dirty and uffd-wp bit loss when remapping zero-filled mTHP subpage to shared zeropage',
  commit: '9658d698a8a8',
  kernel: '6.12',
  property: 'UFFD-WP',
  world: MAP_ZERO_UFFD_WP,
  function: 'try_to_map_unused_to_zeropage',
  before: map({ parameter: '', bits: '' }),
  after: map({
    parameter: 'pte_t old_pte, ',
    bits: `
	if (pte_swp_soft_dirty(old_pte))
		newpte = pte_mksoft_dirty(newpte);
	if (pte_swp_uffd_wp(old_pte))
		newpte = pte_mkuffd_wp(newpte);

`,
  }),
  story: ['split: set_pte_at', 'program: alloc_page_vma', 'program: cpu_store'],
};
