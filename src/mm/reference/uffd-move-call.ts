import type { ReferenceFunction } from '../vocabulary.ts';

const MOVE = 'mm/userfaultfd.c, 6.12 to 6.18, for one base page';

/** UFFDIO_MOVE. */
export const UFFD_MOVE_CALL: readonly ReferenceFunction[] = [
  {
    name: 'sys_uffd_move',
    source: `${MOVE}: move_pages, validate_move_areas`,
    text: `int sys_uffd_move(struct mm_struct *mm, unsigned long dst, unsigned long src, bool holes)
{
	struct vm_area_struct *src_vma;
	struct vm_area_struct *dst_vma;
	int error = -ENOENT;

	mmap_read_lock(mm);
	dst_vma = vma_lookup(mm, dst);
	src_vma = vma_lookup(mm, src);
	if (!dst_vma)
		goto out;
	if (!(dst_vma->vm_flags & VM_SHARED) && anon_vma_prepare(dst_vma))
		goto out;
	if (!src_vma)
		goto out;
	error = -EINVAL;
	if ((src_vma->vm_flags & VM_SHARED) || (dst_vma->vm_flags & VM_SHARED))
		goto out;
	if ((src_vma->vm_flags & (VM_READ | VM_WRITE)) != (dst_vma->vm_flags & (VM_READ | VM_WRITE)))
		goto out;
	if (!(src_vma->vm_flags & VM_WRITE) || !userfaultfd_armed(dst_vma))
		goto out;
	if (!vma_is_anonymous(src_vma) || !vma_is_anonymous(dst_vma))
		goto out;
	error = map_changing_begin(mm);
	if (error)
		goto out;
	if (pmd_trans_huge(*pmd_offset_of(mm, dst)))
		error = -EEXIST;
	else if (pmd_none(*pmd_offset_of(mm, src)) && !holes)
		error = -ENOENT;
	else
		error = move_pages_pte(mm, dst_vma, src_vma, dst, src, holes);
	map_changing_end(mm);
out:
	mmap_read_unlock(mm);
	return error;
}`,
  },
  {
    name: 'move_pages_pte',
    source: `${MOVE}: under both locks; a page that is locked is tried again by who asks (in the kernel by move_pages itself)`,
    text: `int move_pages_pte(struct mm_struct *mm, struct vm_area_struct *dst_vma, struct vm_area_struct *src_vma,
		   unsigned long dst, unsigned long src, bool holes)
{
	pmd_t *dst_pmd = pmd_offset_of(mm, dst);
	pmd_t *src_pmd = pmd_offset_of(mm, src);
	struct page *page;
	spinlock_t *dst_ptl, *src_ptl;
	pte_t *dst_pte, *src_pte;
	pte_t orig_src;
	int error = 0;

	if (pte_alloc(mm, dst_pmd))
		return -ENOMEM;
	if (pte_alloc(mm, src_pmd))
		return -ENOMEM;
	dst_ptl = pte_lockptr(mm, dst_pmd);
	src_ptl = pte_lockptr(mm, src_pmd);
	double_pt_lock(dst_ptl, src_ptl);
	dst_pte = pte_in_table(pmd_pgtable(*dst_pmd), dst);
	src_pte = pte_in_table(pmd_pgtable(*src_pmd), src);
	orig_src = *src_pte;
	if (!pte_none(*dst_pte)) {
		error = -EEXIST;
		goto out;
	}
	if (pte_none(orig_src)) {
		if (!holes)
			error = -ENOENT;
		goto out;
	}
	if (!pte_present(orig_src)) {
		if (is_pte_marker(orig_src)) {
			error = -EFAULT;
			goto out;
		}
		if (!pte_swp_exclusive(orig_src)) {
			error = -EBUSY;
			goto out;
		}
		page = swap_cache_page(pte_to_swp_entry(orig_src));
		if (page) {
			if (!trylock_page(page)) {
				error = -EAGAIN;
				goto out;
			}
			page_move_anon_rmap(page, dst_vma);
			page->index = linear_page_index(dst_vma, dst);
			unlock_page(page);
		}
		orig_src = ptep_get_and_clear(mm, src, src_pte);
		set_pte_at(mm, dst, dst_pte, orig_src);
		goto moved;
	}
	page = vm_normal_page(src_vma, src, orig_src);
	if (!page) {
		ptep_clear_flush(src_vma, src, src_pte);
		set_pte_at(mm, dst, dst_pte, pte_mkspecial(pfn_pte(my_zero_pfn(dst), dst_vma->vm_page_prot)));
		goto moved;
	}
	if (!PageAnonExclusive(page) || page_maybe_dma_pinned(page)) {
		error = -EBUSY;
		goto out;
	}
	if (!trylock_page(page)) {
		error = -EAGAIN;
		goto out;
	}
	page_move_anon_rmap(page, dst_vma);
	page->index = linear_page_index(dst_vma, dst);
	unlock_page(page);
	orig_src = ptep_clear_flush(src_vma, src, src_pte);
	if (pte_dirty(orig_src))
		set_pte_at(mm, dst, dst_pte, pte_mkwrite(pte_mkdirty(mk_pte(page, dst_vma->vm_page_prot))));
	else
		set_pte_at(mm, dst, dst_pte, pte_mkwrite(mk_pte(page, dst_vma->vm_page_prot)));
moved:
	content_given_up(mm, src, src + PAGE_SIZE);
	uffd_installed(mm, dst);
out:
	double_pt_unlock(dst_ptl, src_ptl);
	return error;
}`,
  },
];
