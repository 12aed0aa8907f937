import type { Bug } from '../bug.ts';
import { MUNMAP_WALK } from '../worlds/munmap.ts';

const ptdump = (mode: 'read' | 'write') => `void walk_page_range_novma(struct mm_struct *mm, unsigned long addr)
{
	pud_t *pud = pud_offset_of(mm, addr);
	pmd_t *pmd;
	pte_t *pte;

	if (pud && pud_none(*pud))
		return;
	pmd = pmd_offset_of(mm, addr);
	if (!pmd || pmd_none(*pmd))
		return;
	pte = pte_offset_map(pmd, addr);
	ptep_get(pte);
	pte_unmap(pte);
}

void ptdump_walk_pgd(struct mm_struct *mm, unsigned long addr)
{
	mmap_${mode}_lock(mm);
	walk_page_range_novma(mm, addr);
	mmap_${mode}_unlock(mm);
}`;

/** A walk that asks for no VMA holds mmap_lock for writing. */
export const G5: Bug = {
  id: 'G5',
  title: 'mm: pagewalk: Fix race between unmap and page walker',
  commit: '8782fb61cc84',
  kernel: '5.19',
  property: 'TABLE-LOCKED',
  world: MUNMAP_WALK,
  function: 'ptdump_walk_pgd',
  before: ptdump('read'),
  after: ptdump('write'),
  story: [
    'munmap: mmap_write_downgrade',
    'walker: mmap_read_lock',
    'walker: pmd_offset_of',
    'munmap: pud_clear',
    'RCU: the grace period ends: table',
    'walker: ',
  ],
};
