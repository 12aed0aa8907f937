import type { Bug } from '../bug.ts';
import { MREMAP_TABLE_TRUNCATE } from '../worlds/mremap-table.ts';

const move = (parts: { take: string; drop: string }) => `void take_rmap_locks(struct vm_area_struct *vma)
{
	if (vma->vm_file)
		i_mmap_lock_write(vma->vm_file->f_mapping);
	if (vma->anon_vma)
		anon_vma_lock_write(vma->anon_vma);
}

void drop_rmap_locks(struct vm_area_struct *vma)
{
	if (vma->anon_vma)
		anon_vma_unlock_write(vma->anon_vma);
	if (vma->vm_file)
		i_mmap_unlock_write(vma->vm_file->f_mapping);
}

bool move_normal_pmd(struct vm_area_struct *vma, unsigned long old_addr, unsigned long new_addr, pmd_t *old_pmd,
		     pmd_t *new_pmd)
{
	spinlock_t *old_ptl, *new_ptl;
	struct mm_struct *mm = vma->vm_mm;
	pmd_t pmd;

	if (WARN_ON_ONCE(!pmd_none(*new_pmd)))
		return false;

	/*
	 * We don't have to worry about the ordering of src and dst ptlocks because exclusive mmap_lock prevents deadlock.
	 */
	old_ptl = pmd_lock(vma->vm_mm, old_pmd);
	new_ptl = pmd_lockptr(mm, new_pmd);
	if (new_ptl != old_ptl)
		spin_lock_nested(new_ptl, SINGLE_DEPTH_NESTING);

	/* Clear the pmd */
	pmd = *old_pmd;
	pmd_clear(old_pmd);

	pmd_populate(mm, new_pmd, pmd_pgtable(pmd));
	flush_tlb_range(vma, old_addr, old_addr + PMD_SIZE);
	if (new_ptl != old_ptl)
		spin_unlock(new_ptl);
	spin_unlock(old_ptl);

	return true;
}

bool move_pgt_entry(struct vm_area_struct *vma, unsigned long old_addr, unsigned long new_addr, pmd_t *old_pmd,
		    pmd_t *new_pmd, bool need_rmap_locks)
{
	bool moved;

${parts.take}	moved = move_normal_pmd(vma, old_addr, new_addr, old_pmd, new_pmd);
${parts.drop}	return moved;
}`;

/** A move of a whole table holds the locks of the reverse map, in whatever order the VMAs stand. */
export const E5: Bug = {
  id: 'E5',
  title: 'mm/mremap: hold the rmap lock in write mode when moving page table entries.',
  commit: '97113eb39fa7',
  kernel: '5.13',
  property: 'TLB-FREE',
  world: MREMAP_TABLE_TRUNCATE,
  function: 'move_pgt_entry',
  before: move({
    take: '	/* See comment in move_ptes() */\n	if (need_rmap_locks)\n		take_rmap_locks(vma);\n',
    drop: '	if (need_rmap_locks)\n		drop_rmap_locks(vma);\n',
  }),
  after: move({ take: '	take_rmap_locks(vma);\n', drop: '	drop_rmap_locks(vma);\n' }),
  story: [
    'CPU 1: fills its TLB with address 0',
    'mremap: pmd_clear',
    'mremap: pmd_populate',
    'truncation: ptep_get_and_clear',
    'truncation: free_pages_and_swap_cache',
    'CPU 1: accesses address 0 through a TLB entry whose page was freed',
  ],
};
