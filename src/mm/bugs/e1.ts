import type { Bug } from '../bug.ts';
import { CLONE_ANON_VMAS } from '../worlds/anon-vma-clone.ts';

const clone = (unused: string) => `int anon_vma_clone(struct vm_area_struct *dst, struct vm_area_struct *src)
{
	struct anon_vma_chain *pavc;

	list_for_each_entry_reverse(pavc, &src->anon_vma_chain, same_vma) {
		struct anon_vma *anon_vma;

		anon_vma = pavc->anon_vma;
		anon_vma_lock_write(anon_vma);
		anon_vma_chain_link(dst, anon_vma);

		/*
		 * Reuse existing anon_vma if it has no vma and only one anon_vma child. Root anon_vma is never reused: it
		 * has self-parent reference and at least one child.
		 */
		if (!dst->anon_vma && src->anon_vma && anon_vma != src->anon_vma &&
		    ${unused})
			dst->anon_vma = anon_vma;
		anon_vma_unlock_write(anon_vma);
	}
	return 0;
}`;

/** Children and VMAs are counted apart. */
export const E1: Bug = {
  id: 'E1',
  title: 'mm/rmap: Fix anon_vma->degree ambiguity leading to double-reuse',
  commit: '2555283eb40d',
  kernel: '5.19',
  property: 'RMAP',
  world: CLONE_ANON_VMAS,
  function: 'anon_vma_clone',
  before: clone('anon_vma->degree < 2'),
  after: clone('anon_vma->num_children < 2 && anon_vma->num_active_vmas == 0'),
  story: ['fork: anon_vma_chain_link', 'fork: load anon_vma.degree', 'fork: store vm_area_struct.anon_vma'],
};
