import type { Bug } from '../bug.ts';
import { ZAP_WRITEBACK } from '../worlds/writeback.ts';

const zap = (
  dirty: string,
  underLock: string,
  afterLock: string,
) => `void zap_pte_range(struct mmu_gather *tlb, struct vm_area_struct *vma, pmd_t *pmd,
		   unsigned long addr, unsigned long end)
{
	struct mm_struct *mm = tlb->mm;
	int force_flush = 0;
	spinlock_t *ptl;
	pte_t *pte;
	struct page *page;

	pte = pte_offset_map_lock(mm, pmd, addr, &ptl);
	do {
		pte_t ptent = *pte;

		if (pte_none(ptent) || !pte_present(ptent))
			continue;
		page = vm_normal_page(vma, addr, ptent);
		ptent = ptep_get_and_clear(mm, addr, pte);
		tlb_remove_tlb_entry(tlb, pte, addr);
		if (!PageAnon(page) && pte_dirty(ptent)) {
${dirty}			set_page_dirty(page);
		}
		page_remove_rmap(page, vma, false);
		__tlb_remove_page(tlb, page);
	} while (pte++, addr += PAGE_SIZE, addr != end);
${underLock}	pte_unmap_unlock(pte - 1, ptl);
${afterLock}}

void zap_page_range(struct vm_area_struct *vma, unsigned long start, unsigned long size)
{
	struct mm_struct *mm = vma->vm_mm;
	struct mmu_gather tlb;

	tlb_gather_mmu(&tlb, mm);
	mmu_notifier_invalidate_range_start(mm, start, start + size);
	zap_pte_range(&tlb, vma, mm_find_pmd(mm, start), start, start + size);
	mmu_notifier_invalidate_range_end(mm, start, start + size);
	tlb_finish_mmu(&tlb);
}`;

/** A dirty entry that is cleared is flushed under the page-table lock. */
export const B13: Bug = {
  id: 'B13',
  title: 'mm: split tlb_flush_mmu() into tlb flushing and memory freeing parts',
  commit: '1cf35d47712d',
  kernel: '3.14',
  property: 'DIRTY',
  world: ZAP_WRITEBACK,
  function: 'zap_page_range',
  before: zap('', '', '\tif (force_flush)\n\t\ttlb_flush_mmu(tlb);\n'),
  after: zap(
    '\t\t\tforce_flush = 1;\n',
    '\tif (force_flush)\n\t\ttlb_flush_mmu_tlbonly(tlb);\n',
    '\tif (force_flush)\n\t\ttlb_flush_mmu_free(tlb);\n',
  ),
  story: [
    'CPU 1: stores to address 2',
    'zap: ptep_get_and_clear',
    'zap: set_page_dirty',
    'zap: spin_unlock',
    'writeback: TestClearPageDirty',
    'writeback: written_back',
    'CPU 1: stores to address 2 through its TLB',
  ],
};
