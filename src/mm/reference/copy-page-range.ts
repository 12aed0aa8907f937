import type { ReferenceFunction } from '../vocabulary.ts';

const MEMORY = 'mm/memory.c, 6.12';

/** Fork of a whole VMA, entry by entry. */
export const COPY_PAGE_RANGE_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'copy_page_range',
    source: `${MEMORY}: copy_page_range, copy_pmd_range; the child’s tables are made as needed`,
    text: `int copy_page_range(struct vm_area_struct *dst_vma, struct vm_area_struct *src_vma)
{
	struct mm_struct *dst_mm = dst_vma->vm_mm;
	struct mm_struct *src_mm = src_vma->vm_mm;
	unsigned long addr = src_vma->vm_start;
	unsigned long end = src_vma->vm_end;
	unsigned long next;
	pmd_t *src_pmd, *dst_pmd;
	int error;

	for (; addr < end; addr = next) {
		next = pmd_addr_end(addr, end);
		src_pmd = pmd_offset_of(src_mm, addr);
		if (pmd_none(*src_pmd))
			continue;
		dst_pmd = pmd_offset_of(dst_mm, addr);
		if (pmd_trans_huge(*src_pmd)) {
			error = copy_anon_huge_pmd(dst_vma, src_vma, dst_pmd, src_pmd, addr);
			if (!error)
				continue;
			if (error != -EAGAIN)
				return error;
		}
		if (pte_alloc(dst_mm, dst_pmd))
			return -ENOMEM;
		copy_pte_range(dst_vma, src_vma, dst_pmd, src_pmd, addr, next);
	}
	return 0;
}`,
  },
  {
    name: 'copy_pte_range',
    source: `${MEMORY}: the locks of both tables are held`,
    text: `int copy_pte_range(struct vm_area_struct *dst_vma, struct vm_area_struct *src_vma, pmd_t *dst_pmd, pmd_t *src_pmd,
		   unsigned long addr, unsigned long end)
{
	struct mm_struct *dst_mm = dst_vma->vm_mm;
	struct mm_struct *src_mm = src_vma->vm_mm;
	spinlock_t *src_ptl, *dst_ptl;
	pte_t *src_pte, *dst_pte;

	dst_pte = pte_offset_map_lock(dst_mm, dst_pmd, addr, &dst_ptl);
	src_ptl = pte_lockptr(src_mm, src_pmd);
	src_pte = pte_in_table(pmd_pgtable(*src_pmd), addr);
	spin_lock_nested(src_ptl, SINGLE_DEPTH_NESTING);
	do {
		if (pte_present(*src_pte))
			copy_present_pte(dst_vma, src_vma, dst_pte, src_pte, addr);
		else if (!pte_none(*src_pte))
			copy_nonpresent_pte(dst_vma, src_vma, dst_pte, src_pte, addr);
	} while (dst_pte++, src_pte++, addr += PAGE_SIZE, addr != end);
	spin_unlock(src_ptl);
	pte_unmap_unlock(dst_pte - 1, dst_ptl);
	return 0;
}`,
  },
  {
    name: 'copy_nonpresent_pte',
    source: `${MEMORY}: copy_nonpresent_pte: one more entry of the slot, exclusive in neither; a marker of write protection is copied for a registered child alone`,
    text: `void copy_nonpresent_pte(struct vm_area_struct *dst_vma, struct vm_area_struct *src_vma, pte_t *dst_pte, pte_t *src_pte,
			 unsigned long addr)
{
	pte_t orig_pte = *src_pte;
	pte_t pte = orig_pte;

	if (is_pte_marker(orig_pte)) {
		if (pte_marker_poisoned(orig_pte))
			set_pte_at(dst_vma->vm_mm, addr, dst_pte, make_pte_marker(PTE_MARKER_POISONED));
		else if (userfaultfd_wp(dst_vma))
			set_pte_at(dst_vma->vm_mm, addr, dst_pte, pte);
		return;
	}
	swap_duplicate(pte_to_swp_entry(orig_pte));
	if (pte_swp_exclusive(orig_pte)) {
		pte = pte_swp_clear_exclusive(orig_pte);
		set_pte_at(src_vma->vm_mm, addr, src_pte, pte);
	}
	if (!userfaultfd_wp(dst_vma))
		pte = pte_swp_clear_uffd_wp(pte);
	set_pte_at(dst_vma->vm_mm, addr, dst_pte, pte);
}`,
  },
];
