import type { ReferenceFunction } from '../vocabulary.ts';

const MREMAP = 'mm/mremap.c, 6.12 to 6.18';

/** mremap to a fixed address, within one VMA. */
export const MREMAP_CALL: readonly ReferenceFunction[] = [
  {
    name: 'sys_mremap',
    source: `${MREMAP}: mremap_to, move_vma; MREMAP_DONTUNMAP leaves the old VMA there, empty; the registration goes from all that the new VMA has merged with; dontunmap_complete`,
    text: `int sys_mremap(struct mm_struct *mm, unsigned long old, unsigned long end, unsigned long new, bool dontunmap)
{
	unsigned long len = end - old;
	struct vm_area_struct *vma;
	struct vm_area_struct *new_vma;
	struct userfaultfd_ctx *ctx = NULL;
	struct userfaultfd_ctx *unmapped = NULL;
	bool clear_wp;
	int error = -EINVAL;

	mmap_write_lock(mm);
	if (old < new + len && new < end)
		goto out;
	error = -EFAULT;
	vma = vma_lookup(mm, old);
	if (!vma)
		goto out;
	unmapped = userfaultfd_unmap_prep(mm, new, new + len);
	unmap_range(mm, new, new + len);
	vma = vma_lookup(mm, old);
	clear_wp = vma_has_uffd_without_event_remap(vma);
	new_vma = copy_vma(vma, old, new, len);
	move_page_tables(mm, old, end, new, clear_wp);
	ctx = mremap_userfaultfd_prep(new_vma);
	content_given_up(mm, old, end);
	if (!dontunmap)
		unmap_range(mm, old, end);
	else if (new_vma != vma && old == vma->vm_start && end == vma_end(vma))
		unlink_anon_vmas(vma);
	error = 0;
out:
	mmap_write_unlock(mm);
	userfaultfd_unmap_complete(unmapped);
	mremap_userfaultfd_complete(ctx);
	return error;
}`,
  },
  {
    name: 'move_page_tables',
    source: `${MREMAP}: move_page_tables, move_ptes, move_normal_pmd, move_huge_pmd: a table or a huge page moves as a whole where it can; entries lose uffd-wp where a registration, in whatever mode, does not come along`,
    text: `void move_page_tables(struct mm_struct *mm, unsigned long old, unsigned long end, unsigned long new, bool clear_wp)
{
	pmd_t *old_pmd, *new_pmd;
	spinlock_t *old_ptl, *new_ptl;
	pte_t *old_pte, *new_pte;
	pte_t pte;
	pmd_t pmd;

	for (; old < end; old += PAGE_SIZE, new += PAGE_SIZE) {
		old_pmd = pmd_offset_of(mm, old);
		if (pmd_none(*old_pmd))
			continue;
		new_pmd = pmd_offset_of(mm, new);
		if (pmd_none(*new_pmd) && !(old & ~HPAGE_PMD_MASK) && !(new & ~HPAGE_PMD_MASK) &&
		    end - old >= HPAGE_PMD_SIZE && (pmd_trans_huge(*old_pmd) || !clear_wp)) {
			pmd = *old_pmd;
			pmd_clear(old_pmd);
			if (pmd_trans_huge(pmd) && clear_wp)
				pmd = pmd_clear_uffd_wp(pmd);
			set_pmd_at(mm, new, new_pmd, pmd);
			old += HPAGE_PMD_SIZE - PAGE_SIZE;
			new += HPAGE_PMD_SIZE - PAGE_SIZE;
			continue;
		}
		if (pte_alloc(mm, new_pmd))
			return;
		old_ptl = pte_lockptr(mm, old_pmd);
		new_ptl = pte_lockptr(mm, new_pmd);
		double_pt_lock(old_ptl, new_ptl);
		old_pte = pte_in_table(pmd_pgtable(*old_pmd), old);
		new_pte = pte_in_table(pmd_pgtable(*new_pmd), new);
		if (!pte_none(*old_pte)) {
			pte = ptep_get_and_clear(mm, old, old_pte);
			if (clear_wp && pte_marker_uffd_wp(pte)) {
				pte_clear(mm, new, new_pte);
			} else {
				if (clear_wp) {
					if (pte_present(pte))
						pte = pte_clear_uffd_wp(pte);
					else
						pte = pte_swp_clear_uffd_wp(pte);
				}
				set_pte_at(mm, new, new_pte, pte);
			}
		}
		double_pt_unlock(old_ptl, new_ptl);
	}
	flush_tlb_mm(mm);
}`,
  },
];
