import type { Bug } from '../bug.ts';
import { VMAP_PTDUMP } from '../worlds/vmap.ts';

const vmap = (
  free: string,
) => `int vmap_try_huge_pmd(struct mm_struct *init_mm, pmd_t *pmd, unsigned long addr, unsigned long end,
		      phys_addr_t phys_addr, pgprot_t prot)
{
	int freed;

	if ((end - addr) != PMD_SIZE)
		return 0;

	if (pmd_present(*pmd)) {
${free}		if (!freed)
			return 0;
	}

	return pmd_set_huge(pmd, phys_addr, prot);
}`;

/** A table of the kernel's own mm, which is a parameter here, is freed under its mmap_lock: ptdump may be in it. */
export const J9: Bug = {
  id: 'J9',
  title: 'mm/vmalloc: acquire init_mm lock on huge vmap to avoid ptdump UAF',
  commit: undefined,
  kernel: '6.12',
  property: 'TABLE-LOCKED',
  world: VMAP_PTDUMP,
  function: 'vmap_try_huge_pmd',
  before: vmap('\t\tfreed = pmd_free_pte_page(pmd, addr);\n'),
  after: vmap(`		mmap_read_lock(init_mm);
		freed = pmd_free_pte_page(pmd, addr);
		mmap_read_unlock(init_mm);
`),
  story: [
    'ptdump: mmap_write_lock',
    'ptdump: pmdp_get_lockless',
    'vmap: pmd_clear',
    'vmap: pte_free',
    'ptdump: ptep_get',
  ],
};
