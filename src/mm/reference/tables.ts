import type { ReferenceFunction } from '../vocabulary.ts';

/** How the kernel finds, locks and clears page-table entries. */
export const TABLE_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'mm_find_pmd',
    until: '6.0',
    source: 'mm/rmap.c, 6.0: NULL where no table hangs there; since 50722804423680 (6.1) the caller looks',
    text: `pmd_t *mm_find_pmd(struct mm_struct *mm, unsigned long address)
{
	pmd_t *pmd = pmd_offset_of(mm, address);
	pmd_t pmde;

	if (!pmd)
		return NULL;
	pmde = pmdp_get_lockless(pmd);
	if (!pmd_present(pmde) || pmd_trans_huge(pmde))
		return NULL;
	return pmd;
}`,
  },
  {
    name: 'mm_find_pmd',
    since: '6.1',
    source: 'mm/rmap.c, 6.4',
    text: `pmd_t *mm_find_pmd(struct mm_struct *mm, unsigned long address)
{
	return pmd_offset_of(mm, address);
}`,
  },
  {
    name: 'pte_offset_map_lock',
    since: '6.5',
    source: 'mm/pgtable-generic.c, 6.5 (0d940a9b270b): fails where the table is gone, and re-checks under its lock',
    text: `pte_t *pte_offset_map_lock(struct mm_struct *mm, pmd_t *pmd, unsigned long addr, spinlock_t **ptlp)
{
	pmd_t pmdval;
	spinlock_t *ptl;

again:
	rcu_read_lock();
	pmdval = pmdp_get_lockless(pmd);
	if (pmd_none(pmdval) || pmd_bad(pmdval)) {
		rcu_read_unlock();
		return NULL;
	}
	ptl = pgtable_lockptr(pmd_pgtable(pmdval));
	spin_lock(ptl);
	if (pmd_same(pmdval, pmdp_get_lockless(pmd))) {
		*ptlp = ptl;
		return pte_in_table(pmd_pgtable(pmdval), addr);
	}
	spin_unlock(ptl);
	rcu_read_unlock();
	goto again;
}`,
  },
  {
    name: 'pte_offset_map_lock',
    until: '6.4',
    source: 'include/linux/mm.h, 6.4: the caller must know that the table stays',
    text: `pte_t *pte_offset_map_lock(struct mm_struct *mm, pmd_t *pmd, unsigned long addr, spinlock_t **ptlp)
{
	pmd_t pmdval = pmdp_get_lockless(pmd);
	spinlock_t *ptl = pgtable_lockptr(pmd_pgtable(pmdval));

	spin_lock(ptl);
	*ptlp = ptl;
	return pte_in_table(pmd_pgtable(pmdval), addr);
}`,
  },
  {
    name: 'pte_unmap_unlock',
    since: '6.5',
    source: 'include/linux/mm.h, 6.5: ends the read section that pte_offset_map_lock opened',
    text: `void pte_unmap_unlock(pte_t *pte, spinlock_t *ptl)
{
	spin_unlock(ptl);
	rcu_read_unlock();
}`,
  },
  {
    name: 'pte_unmap_unlock',
    until: '6.4',
    source: 'include/linux/mm.h, 6.4',
    text: `void pte_unmap_unlock(pte_t *pte, spinlock_t *ptl)
{
	spin_unlock(ptl);
}`,
  },
  {
    name: 'pte_offset_map',
    since: '6.5',
    source:
      'mm/pgtable-generic.c: __pte_offset_map, 6.5: opens a read section that pte_unmap ends; NULL where the table is gone',
    text: `pte_t *pte_offset_map(pmd_t *pmd, unsigned long addr)
{
	pmd_t pmdval;

	rcu_read_lock();
	pmdval = pmdp_get_lockless(pmd);
	if (pmd_none(pmdval) || pmd_bad(pmdval)) {
		rcu_read_unlock();
		return NULL;
	}
	return pte_in_table(pmd_pgtable(pmdval), addr);
}`,
  },
  {
    name: 'pte_offset_map',
    until: '6.4',
    source: 'include/linux/pgtable.h, 6.4: the caller must know that the table stays',
    text: `pte_t *pte_offset_map(pmd_t *pmd, unsigned long addr)
{
	return pte_in_table(pmd_pgtable(pmdp_get_lockless(pmd)), addr);
}`,
  },
  {
    name: 'pte_offset_kernel',
    source: 'include/linux/pgtable.h: the entry in a table that stays',
    text: `pte_t *pte_offset_kernel(pmd_t *pmd, unsigned long addr)
{
	return pte_in_table(pmd_pgtable(*pmd), addr);
}`,
  },
  {
    name: 'pte_offset_map_nolock',
    since: '6.5',
    source: 'mm/pgtable-generic.c, 6.5: names the lock and leaves it to the caller',
    text: `pte_t *pte_offset_map_nolock(struct mm_struct *mm, pmd_t *pmd, unsigned long addr, spinlock_t **ptlp)
{
	pmd_t pmdval;

	rcu_read_lock();
	pmdval = pmdp_get_lockless(pmd);
	if (pmd_none(pmdval) || pmd_bad(pmdval)) {
		rcu_read_unlock();
		return NULL;
	}
	*ptlp = pgtable_lockptr(pmd_pgtable(pmdval));
	return pte_in_table(pmd_pgtable(pmdval), addr);
}`,
  },
  {
    name: 'pte_unmap',
    since: '6.5',
    source: 'include/linux/pgtable.h, 6.5: ends the read section of pte_offset_map',
    text: `void pte_unmap(pte_t *pte)
{
	rcu_read_unlock();
}`,
  },
  {
    name: 'pte_unmap',
    until: '6.4',
    source: 'include/linux/pgtable.h, 6.4: nothing, with page tables in low memory',
    text: `void pte_unmap(pte_t *pte)
{
}`,
  },
  {
    name: 'pmd_trans_huge_lock',
    source: 'include/linux/huge_mm.h: NULL unless the upper entry is a leaf',
    text: `spinlock_t *pmd_trans_huge_lock(pmd_t *pmd, struct vm_area_struct *vma)
{
	spinlock_t *ptl = pmd_lock(vma->vm_mm, pmd);

	if (pmd_trans_huge(*pmd))
		return ptl;
	spin_unlock(ptl);
	return NULL;
}`,
  },
  {
    name: 'pmdp_collapse_flush',
    source: 'mm/pgtable-generic.c: clears the upper entry, then flushes the CPUs; tells no notifier',
    text: `pmd_t pmdp_collapse_flush(struct vm_area_struct *vma, unsigned long address, pmd_t *pmdp)
{
	pmd_t pmd;

	pmd = pmdp_huge_get_and_clear(vma->vm_mm, address, pmdp);
	flush_tlb_range(vma, address, address + HPAGE_PMD_SIZE);
	return pmd;
}`,
  },
  {
    name: 'pmdp_invalidate',
    source: 'mm/pgtable-generic.c: present for the kernel, not for the hardware; the CPUs are flushed',
    text: `pmd_t pmdp_invalidate(struct vm_area_struct *vma, unsigned long address, pmd_t *pmdp)
{
	pmd_t old = pmdp_establish(vma, address, pmdp, pmd_mkinvalid(*pmdp));

	flush_pmd_tlb_range(vma, address, address + HPAGE_PMD_SIZE);
	return old;
}`,
  },
  {
    name: 'pmdp_huge_clear_flush',
    source: 'mm/pgtable-generic.c',
    text: `pmd_t pmdp_huge_clear_flush(struct vm_area_struct *vma, unsigned long address, pmd_t *pmdp)
{
	pmd_t pmd;

	pmd = pmdp_huge_get_and_clear(vma->vm_mm, address, pmdp);
	flush_pmd_tlb_range(vma, address, address + HPAGE_PMD_SIZE);
	return pmd;
}`,
  },
  {
    name: 'split_file_huge_pmd',
    source:
      'mm/huge_memory.c: __split_huge_pmd_locked, 6.12, for a file: the entry is cleared, its dirty bit is carried to the folio',
    text: `void split_file_huge_pmd(struct vm_area_struct *vma, pmd_t *pmd, unsigned long haddr)
{
	spinlock_t *ptl = pmd_lock(vma->vm_mm, pmd);
	struct folio *folio;
	pmd_t old_pmd;

	if (pmd_trans_huge(*pmd)) {
		old_pmd = pmdp_huge_clear_flush(vma, haddr, pmd);
		folio = pmd_folio(old_pmd);
		if (pmd_dirty(old_pmd))
			folio_mark_dirty(folio);
		folio_remove_rmap_pmd(folio, folio_page(folio, 0), vma);
		spin_unlock(ptl);
		folio_put(folio);
		return;
	}
	spin_unlock(ptl);
}`,
  },
  {
    name: 'pmdp_set_access_flags',
    source: 'arch/x86/mm/pgtable.c: more rights and bits in place, for a dirty entry; says whether something changed',
    text: `int pmdp_set_access_flags(struct vm_area_struct *vma, unsigned long address, pmd_t *pmdp, pmd_t entry, int dirty)
{
	int changed = !pmd_same(*pmdp, entry);

	if (changed && dirty)
		set_pmd_at(vma->vm_mm, address, pmdp, entry);
	return changed;
}`,
  },
  {
    name: 'pmdp_huge_clear_flush_notify',
    until: '6.5',
    source: 'include/linux/mmu_notifier.h, 6.5: the clear, the flush, and ->invalidate_range',
    text: `pmd_t pmdp_huge_clear_flush_notify(struct vm_area_struct *vma, unsigned long address, pmd_t *pmdp)
{
	pmd_t pmd;

	pmd = pmdp_huge_clear_flush(vma, address, pmdp);
	mmu_notifier_invalidate_range(vma->vm_mm, address, address + HPAGE_PMD_SIZE);
	return pmd;
}`,
  },
  {
    name: 'ptep_clear_flush',
    source: 'mm/pgtable-generic.c: clears the entry, then flushes the CPUs; tells no notifier',
    text: `pte_t ptep_clear_flush(struct vm_area_struct *vma, unsigned long address, pte_t *ptep)
{
	pte_t pte;

	pte = ptep_get_and_clear(vma->vm_mm, address, ptep);
	flush_tlb_page(vma, address);
	return pte;
}`,
  },
  {
    name: 'ptep_clear_flush_notify',
    until: '6.5',
    source: 'include/linux/mmu_notifier.h, 6.5: the clear, the flush, and ->invalidate_range',
    text: `pte_t ptep_clear_flush_notify(struct vm_area_struct *vma, unsigned long address, pte_t *ptep)
{
	pte_t pte;

	pte = ptep_clear_flush(vma, address, ptep);
	mmu_notifier_invalidate_range(vma->vm_mm, address, address + PAGE_SIZE);
	return pte;
}`,
  },
  {
    name: 'pte_alloc',
    source: 'mm/memory.c: __pte_alloc; zero is success',
    text: `int pte_alloc(struct mm_struct *mm, pmd_t *pmd)
{
	pgtable_t new;
	spinlock_t *ptl;

	if (!pmd_none(*pmd))
		return 0;
	new = pte_alloc_one(mm);
	if (!new)
		return VM_FAULT_OOM;
	ptl = pmd_lock(mm, pmd);
	if (pmd_none(*pmd)) {
		pmd_populate(mm, pmd, new);
		new = NULL;
	}
	spin_unlock(ptl);
	if (new)
		pte_free(mm, new);
	return 0;
}`,
  },
];
