import type { Bug } from '../bug.ts';
import { MREMAP_TRUNCATE } from '../worlds/mremap.ts';

const movePtes = (parts: {
  early: string;
  late: string;
}) => `void move_ptes(struct vm_area_struct *vma, pmd_t *old_pmd, unsigned long old_addr, unsigned long old_end,
	       struct vm_area_struct *new_vma, pmd_t *new_pmd, unsigned long new_addr, bool need_rmap_locks)
{
	struct mm_struct *mm = vma->vm_mm;
	pte_t *old_pte, *new_pte, pte;
	spinlock_t *old_ptl, *new_ptl;
	bool force_flush = false;
	unsigned long len = old_end - old_addr;

	old_pte = pte_offset_map_lock(mm, old_pmd, old_addr, &old_ptl);
	new_pte = pte_offset_map(new_pmd, new_addr);
	new_ptl = pte_lockptr(mm, new_pmd);
	if (new_ptl != old_ptl)
		spin_lock_nested(new_ptl, SINGLE_DEPTH_NESTING);
	arch_enter_lazy_mmu_mode();

	for (; old_addr < old_end; old_pte++, old_addr += PAGE_SIZE, new_pte++, new_addr += PAGE_SIZE) {
		if (pte_none(*old_pte))
			continue;
		pte = ptep_get_and_clear(mm, old_addr, old_pte);
		if (pte_present(pte))
			force_flush = true;
		set_pte_at(mm, new_addr, new_pte, pte);
	}

	arch_leave_lazy_mmu_mode();
${parts.early}	if (new_ptl != old_ptl)
		spin_unlock(new_ptl);
	pte_unmap(new_pte - 1);
	pte_unmap_unlock(old_pte - 1, old_ptl);
${parts.late}}`;

const FLUSH = '\tif (force_flush)\n\t\tflush_tlb_range(vma, old_end - len, old_end);\n';

/** The old addresses are flushed while both page-table locks are held. */
export const B1: Bug = {
  id: 'B1',
  title: 'mremap: properly flush TLB before releasing the page',
  commit: 'eb66ae030829',
  kernel: '4.18',
  property: 'TLB-FREE',
  world: MREMAP_TRUNCATE,
  function: 'move_ptes',
  before: movePtes({ early: '', late: FLUSH }),
  after: movePtes({ early: FLUSH, late: '' }),
  story: [
    'CPU 1: fills its TLB with address 0',
    'mremap: ptep_get_and_clear',
    'mremap: set_pte_at',
    'truncation: ptep_get_and_clear',
    'truncation: free_pages_and_swap_cache',
    'CPU 1: accesses address 0 through a TLB entry whose page was freed',
  ],
};
