import type { ReferenceFunction } from '../vocabulary.ts';

/** userfaultfd's ioctls. */
export const UFFD_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'uffdio_register_wp',
    source: 'fs/userfaultfd.c: userfaultfd_register, for write-protect events',
    text: `void uffdio_register_wp(struct mm_struct *mm, struct vm_area_struct *vma)
{
	mmap_write_lock(mm);
	uffd_register(vma, VM_UFFD_WP);
	mmap_write_unlock(mm);
}`,
  },
  {
    name: 'uffdio_unregister_wp',
    source:
      'fs/userfaultfd.c: userfaultfd_unregister, of 2021: markers stay; of a present entry the bit, which no fault looks at any more, is taken off at once',
    text: `void uffdio_unregister_wp(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address)
{
	spinlock_t *ptl;
	pte_t *pte;

	mmap_write_lock(mm);
	vma->vm_flags = vma->vm_flags & ~VM_UFFD_WP;
	pte = pte_offset_map_lock(mm, pmd_offset_of(mm, address), address, &ptl);
	if (pte_present(*pte))
		set_pte_at(mm, address, pte, pte_clear_uffd_wp(*pte));
	pte_unmap_unlock(pte, ptl);
	mmap_write_unlock(mm);
}`,
  },
  {
    name: 'uffdio_writeprotect_none',
    since: '5.19',
    source:
      'mm/userfaultfd.c: mwriteprotect_range; mm/mprotect.c: change_pte_range: an empty entry of a file gets a marker',
    text: `void uffdio_writeprotect_none(struct mm_struct *mm, unsigned long address)
{
	spinlock_t *ptl;
	pmd_t *pmd;
	pte_t *pte;

	mmap_read_lock(mm);
	pmd = pmd_offset_of(mm, address);
	if (pte_alloc(mm, pmd))
		goto out;
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (pte) {
		if (pte_none(*pte)) {
			set_pte_at(mm, address, pte, make_pte_marker(PTE_MARKER_UFFD_WP));
			uffd_protected(mm, address);
		}
		pte_unmap_unlock(pte, ptl);
	}
out:
	mmap_read_unlock(mm);
}`,
  },
  {
    name: 'uffdio_copy',
    source:
      'mm/userfaultfd.c: mfill_atomic, mfill_atomic_pte_copy, mfill_atomic_install_pte, 6.4: one page, anonymous in a private range',
    text: `int uffdio_copy(struct mm_struct *mm, unsigned long address)
{
	struct vm_area_struct *vma;
	struct page *page;
	pmd_t *pmd;
	pte_t *pte;
	spinlock_t *ptl;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, address);
	if (!vma)
		goto unlock_mm;
	if (anon_vma_prepare(vma))
		goto unlock_mm;
	page = alloc_page_vma(vma);
	if (!page)
		goto unlock_mm;
	pmd = pmd_offset_of(mm, address);
	if (pte_alloc(mm, pmd))
		goto unlock_mm;
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!pte) {
		put_page(page);
		goto unlock_mm;
	}
	if (pte_none(*pte)) {
		page_add_new_anon_rmap(page, vma, address);
		set_pte_at(mm, address, pte, pte_mkwrite(mk_pte(page, vma->vm_page_prot)));
		uffd_installed(mm, address);
		pte_unmap_unlock(pte, ptl);
	} else {
		pte_unmap_unlock(pte, ptl);
		put_page(page);
	}
unlock_mm:
	mmap_read_unlock(mm);
	return 0;
}`,
  },
  {
    name: 'double_pt_lock',
    source: 'mm/userfaultfd.c, 6.8: two page-table locks in the order of their addresses',
    text: `void double_pt_lock(spinlock_t *ptl1, spinlock_t *ptl2)
{
	if (ptl1 == ptl2) {
		spin_lock(ptl1);
		return;
	}
	if (ptl1 < ptl2) {
		spin_lock(ptl1);
		spin_lock_nested(ptl2, SINGLE_DEPTH_NESTING);
	} else {
		spin_lock(ptl2);
		spin_lock_nested(ptl1, SINGLE_DEPTH_NESTING);
	}
}`,
  },
  {
    name: 'double_pt_unlock',
    source: 'mm/userfaultfd.c, 6.8',
    text: `void double_pt_unlock(spinlock_t *ptl1, spinlock_t *ptl2)
{
	spin_unlock(ptl1);
	if (ptl1 != ptl2)
		spin_unlock(ptl2);
}`,
  },
  {
    name: 'is_pte_pages_stable',
    source: 'mm/userfaultfd.c, 6.14: both entries, and the destination’s table, are what they were',
    text: `bool is_pte_pages_stable(pte_t *dst_pte, pte_t *src_pte, pte_t orig_dst_pte, pte_t orig_src_pte, pmd_t *dst_pmd,
			 pmd_t dst_pmdval)
{
	return pte_same(ptep_get(src_pte), orig_src_pte) && pte_same(ptep_get(dst_pte), orig_dst_pte) &&
	       pmd_same(dst_pmdval, pmdp_get_lockless(dst_pmd));
}`,
  },
];
