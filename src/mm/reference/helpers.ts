import type { ReferenceFunction } from '../vocabulary.ts';

/** Small helpers that do nothing but put steps together. */
export const HELPER_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'userfaultfd_pte_wp',
    source: 'include/linux/userfaultfd_k.h, 5.7',
    text: `bool userfaultfd_pte_wp(struct vm_area_struct *vma, pte_t pte)
{
	return userfaultfd_wp(vma) && pte_uffd_wp(pte);
}`,
  },
  {
    name: 'userfaultfd_huge_pmd_wp',
    source: 'include/linux/userfaultfd_k.h, 5.7',
    text: `bool userfaultfd_huge_pmd_wp(struct vm_area_struct *vma, pmd_t pmd)
{
	return userfaultfd_wp(vma) && pmd_uffd_wp(pmd);
}`,
  },
  {
    name: 'pmd_trans_unstable',
    until: '6.4',
    source: 'include/linux/pgtable.h, 6.4',
    text: `int pmd_trans_unstable(pmd_t *pmd)
{
	return pmd_none_or_trans_huge_or_clear_bad(pmd);
}`,
  },
  {
    name: 'vma_is_accessible',
    source: 'include/linux/mm.h: VM_ACCESS_FLAGS',
    text: `bool vma_is_accessible(struct vm_area_struct *vma)
{
	return vma->vm_flags & (VM_READ | VM_WRITE | VM_EXEC);
}`,
  },
  {
    name: 'folio_next_index',
    source: 'include/linux/pagemap.h',
    text: `pgoff_t folio_next_index(struct folio *folio)
{
	return folio->index + folio_nr_pages(folio);
}`,
  },
  {
    name: 'folio_is_file_lru',
    source: 'include/linux/mm_inline.h',
    text: `int folio_is_file_lru(struct folio *folio)
{
	return !folio_test_swapbacked(folio);
}`,
  },
  {
    name: 'page_is_file_lru',
    source: 'include/linux/mm_inline.h',
    text: `int page_is_file_lru(struct page *page)
{
	return !folio_test_swapbacked(page_folio(page));
}`,
  },
];
