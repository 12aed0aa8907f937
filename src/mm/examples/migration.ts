import type { Example } from '../bug.ts';
import { MREMAP_MIGRATING } from '../worlds/mremap-migrating.ts';

const move = (locks: { take: string; drop: string }) => `void move_one_pte(struct vm_area_struct *vma, pmd_t *old_pmd,
		unsigned long old_addr, struct vm_area_struct *new_vma, pmd_t *new_pmd, unsigned long new_addr,
		struct anon_vma *anon_vma)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *old_ptl, *new_ptl;
	pte_t *old_pte, *new_pte;
	pte_t pte;
	${locks.take}
	old_pte = pte_offset_map_lock(mm, old_pmd, old_addr, &old_ptl);
	new_ptl = pte_lockptr(mm, new_pmd);
	new_pte = pte_offset_map(new_pmd, new_addr);
	spin_lock_nested(new_ptl, SINGLE_DEPTH_NESTING);
	if (!pte_none(*old_pte)) {
		pte = ptep_get_and_clear(mm, old_addr, old_pte);
		set_pte_at(mm, new_addr, new_pte, pte);
		flush_tlb_range(vma, old_addr, old_addr + PAGE_SIZE);
	}
	spin_unlock(new_ptl);
	pte_unmap(new_pte);
	pte_unmap_unlock(old_pte, old_ptl);
	${locks.drop}
}`;

/** An entry is moved while walks over the anon_vma are kept out, or while one is under way. */
export const MIGRATION: Example = {
  kernel: '6.8',
  property: 'MIGRATION',
  world: MREMAP_MIGRATING,
  function: 'move_one_pte',
  before: move({ take: '', drop: '' }),
  after: move({ take: 'anon_vma_lock_write(anon_vma);', drop: 'anon_vma_unlock_write(anon_vma);' }),
};
