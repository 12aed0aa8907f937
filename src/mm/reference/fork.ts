import type { ReferenceFunction } from '../vocabulary.ts';

/** @param share What is looked at, and done, before a page is shared. */
const copyPresentPte = (
  share: string,
) => `int copy_present_pte(struct vm_area_struct *dst_vma, struct vm_area_struct *src_vma, pte_t *dst_pte, pte_t *src_pte,
		     unsigned long addr)
{
	struct mm_struct *src_mm = src_vma->vm_mm;
	unsigned long vm_flags = src_vma->vm_flags;
	struct page *page;
	pte_t pte = *src_pte;

	page = vm_normal_page(src_vma, addr, pte);
	if (page) {
${share}		get_page(page);
		page_dup_rmap(page, false);
	}
	if (is_cow_mapping(vm_flags) && pte_write(pte)) {
		ptep_set_wrprotect(src_mm, addr, src_pte);
		pte = pte_wrprotect(pte);
	}
	if (vm_flags & VM_SHARED)
		pte = pte_mkclean(pte);
	pte = pte_mkold(pte);
	if (!userfaultfd_wp(dst_vma))
		pte = pte_clear_uffd_wp(pte);
	set_pte_at(dst_vma->vm_mm, addr, dst_pte, pte);
	return 0;
}`;

/** Fork: copying a page that is there. */
export const FORK_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'page_needs_cow_for_dma',
    since: '5.11',
    source: 'include/linux/mm.h: MMF_HAS_PINNED is set in every mm of the model',
    text: `bool page_needs_cow_for_dma(struct vm_area_struct *vma, struct page *page)
{
	return page_maybe_dma_pinned(page);
}`,
  },
  {
    name: 'copy_present_page',
    source: 'mm/memory.c, 5.10: the child gets a copy of a page that may be pinned',
    text: `int copy_present_page(struct vm_area_struct *dst_vma, struct vm_area_struct *src_vma, pte_t *dst_pte, pte_t *src_pte,
		      unsigned long addr, pte_t pte, struct page *page)
{
	struct page *new_page;

	new_page = alloc_page_vma(dst_vma);
	if (!new_page)
		return -ENOMEM;
	copy_user_highpage(new_page, page, addr, src_vma);
	page_add_new_anon_rmap(new_page, dst_vma, addr);
	pte = mk_pte(new_page, dst_vma->vm_page_prot);
	pte = maybe_mkwrite(pte_mkdirty(pte), dst_vma);
	set_pte_at(dst_vma->vm_mm, addr, dst_pte, pte);
	return 0;
}`,
  },
  {
    name: 'copy_present_pte',
    until: '5.18',
    source: 'mm/memory.c, 5.10: a page that may be pinned is copied, any other one is shared and write-protected',
    text: copyPresentPte(`		if (is_cow_mapping(vm_flags) && page_maybe_dma_pinned(page))
			return copy_present_page(dst_vma, src_vma, dst_pte, src_pte, addr, pte, page);
`),
  },
  {
    name: 'copy_present_pte',
    since: '5.19',
    source:
      'mm/memory.c, 6.12: copy_present_ptes, __copy_present_ptes; include/linux/rmap.h: folio_try_dup_anon_rmap_pte: an anonymous page is exclusive no longer',
    text: copyPresentPte(`		if (PageAnon(page) && PageAnonExclusive(page)) {
			if (page_needs_cow_for_dma(src_vma, page))
				return copy_present_page(dst_vma, src_vma, dst_pte, src_pte, addr, pte, page);
			ClearPageAnonExclusive(page);
		}
`),
  },
];
