import type { ReferenceFunction } from '../vocabulary.ts';

/** Small functions of the kernel's headers that many others call. */
export const COMMON_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'cond_resched_rcu',
    source: 'include/linux/rcupdate.h: the read section ends and another begins',
    text: `void cond_resched_rcu(void)
{
	rcu_read_unlock();
	rcu_read_lock();
}`,
  },
  {
    name: 'copy_mc_user_highpage',
    source: 'include/linux/highmem.h: memory without errors',
    text: `int copy_mc_user_highpage(struct page *to, struct page *from, unsigned long vaddr, struct vm_area_struct *vma)
{
	copy_user_highpage(to, from, vaddr, vma);
	return 0;
}`,
  },
  {
    name: 'ksm_might_need_to_copy',
    source: 'mm/ksm.c: the model has no pages of KSM',
    text: `struct folio *ksm_might_need_to_copy(struct folio *folio, struct vm_area_struct *vma, unsigned long addr)
{
	return folio;
}`,
  },
  {
    name: 'uffd_disable_fault_around',
    source: 'include/linux/userfaultfd_k.h',
    text: `bool uffd_disable_fault_around(struct vm_area_struct *vma)
{
	return vma->vm_flags & (VM_UFFD_WP | VM_UFFD_MINOR);
}`,
  },
  ...['set', 'clear', 'reset', 'init'].map((how) => ({
    name: `vm_flags_${how}`,
    source: 'include/linux/mm.h, 6.3: under mmap_lock, which the VMA lock follows',
    text: `void vm_flags_${how}(struct vm_area_struct *vma, unsigned long flags)
{
	${how === 'init' ? '' : 'vma_start_write(vma);\n\t'}vma->vm_flags = ${{ set: 'vma->vm_flags | flags', clear: 'vma->vm_flags & ~flags' }[how] ?? 'flags'};
}`,
  })),
  {
    name: 'swap_pte_batch',
    source: 'mm/internal.h, 6.10: swap entries one by one, as the model has them',
    text: `int swap_pte_batch(pte_t *start_ptep, int max_nr, pte_t pte)
{
	return 1;
}`,
  },
  {
    name: 'vmf_anon_prepare',
    since: '6.11',
    source: 'mm/internal.h: __vmf_anon_prepare, mmap_lock held; nothing fails',
    text: `vm_fault_t vmf_anon_prepare(struct vm_fault *vmf)
{
	return anon_vma_prepare(vmf->vma) ? VM_FAULT_OOM : 0;
}`,
  },
  ...['read', 'write'].map((kind) => ({
    name: `mmap_${kind}_lock_killable`,
    source: 'include/linux/mmap_lock.h; kernel/locking/rwsem.c: a signal ends the wait',
    text: `int mmap_${kind}_lock_killable(struct mm_struct *mm)
{
	if (fatal_signal_pending(current))
		return -EINTR;
	mmap_${kind}_lock(mm);
	return 0;
}`,
    asks: ['fatal_signal_pending(current)'],
  })),
  {
    name: 'vma_next',
    since: '6.1',
    source: 'include/linux/mm.h: vma_next; mm/mmap.c: find_vma',
    text: `struct vm_area_struct *vma_next(struct vma_iterator *vmi)
{
	struct vm_area_struct *vma = find_vma(vmi->mm, vmi->index);

	if (vma)
		vmi->index = vma->vm_end;
	return vma;
}`,
  },
  {
    name: 'vma_find',
    since: '6.1',
    source: 'include/linux/mm.h: vma_find',
    text: `struct vm_area_struct *vma_find(struct vma_iterator *vmi, unsigned long max)
{
	struct vm_area_struct *vma = find_vma(vmi->mm, vmi->index);

	if (!vma || vma->vm_start >= max)
		return NULL;
	vmi->index = vma->vm_end;
	return vma;
}`,
  },
  {
    name: 'vma_iter_init',
    since: '6.1',
    source: 'include/linux/mm_types.h: vma_iter_init',
    text: `void vma_iter_init(struct vma_iterator *vmi, struct mm_struct *mm, unsigned long addr)
{
	vmi->mm = mm;
	vmi->index = addr;
}`,
  },
  {
    name: 'mas_walk',
    since: '6.1',
    source: 'lib/maple_tree.c: mas_walk, for the tree of VMAs: what has the index, or nothing',
    text: `struct vm_area_struct *mas_walk(struct ma_state *mas)
{
	return vma_lookup((struct mm_struct *)mas->tree, mas->index);
}`,
  },
  {
    name: 'vma_address_end',
    source: 'mm/internal.h: behind the last page of the folio that the VMA maps',
    text: `unsigned long vma_address_end(struct page_vma_mapped_walk *pvmw)
{
	return min(pvmw->address + folio_nr_pages(pvmw->folio), pvmw->vma->vm_end);
}`,
  },
  {
    name: 'mas_find',
    since: '6.1',
    source: 'lib/maple_tree.c: mas_find, for the tree of VMAs',
    text: `struct vm_area_struct *mas_find(struct ma_state *mas, unsigned long max)
{
	struct vm_area_struct *vma = find_vma((struct mm_struct *)mas->tree, mas->index);

	if (!vma || vma->vm_start > max)
		return NULL;
	mas->index = vma->vm_end;
	return vma;
}`,
  },
  {
    name: 'untagged_addr',
    source: 'include/linux/uaccess.h: no address of the model has a tag',
    text: `unsigned long untagged_addr(unsigned long addr)
{
	return addr;
}`,
  },
  {
    name: 'untagged_addr_remote',
    source: 'include/linux/uaccess.h: no address of the model has a tag',
    text: `unsigned long untagged_addr_remote(struct mm_struct *mm, unsigned long addr)
{
	return addr;
}`,
  },
  {
    name: 'folio_isolate_lru',
    source: 'mm/vmscan.c: a page that is taken off its list is kept by a reference',
    text: `bool folio_isolate_lru(struct folio *folio)
{
	if (!folio_test_clear_lru(folio))
		return false;
	folio_get(folio);
	return true;
}`,
    asks: ['folio_test_clear_lru(folio)'],
  },
  {
    name: 'folio_putback_lru',
    source: 'mm/vmscan.c',
    text: `void folio_putback_lru(struct folio *folio)
{
	folio_add_lru(folio);
	folio_put(folio);
}`,
  },
  {
    name: 'putback_lru_page',
    source: 'mm/folio-compat.c',
    text: `void putback_lru_page(struct page *page)
{
	folio_putback_lru(page_folio(page));
}`,
  },
  {
    name: 'isolate_lru_page',
    until: '6.2',
    source: 'mm/folio-compat.c, 6.1',
    text: `int isolate_lru_page(struct page *page)
{
	if (folio_isolate_lru(page_folio(page)))
		return 0;
	return -EBUSY;
}`,
    asks: ['folio_test_clear_lru(folio)'],
  },
  {
    name: 'isolate_lru_page',
    since: '6.3',
    source: 'mm/folio-compat.c, 6.3: be2d57563822',
    text: `bool isolate_lru_page(struct page *page)
{
	return folio_isolate_lru(page_folio(page));
}`,
    asks: ['folio_test_clear_lru(folio)'],
  },
  {
    name: 'ptep_set_access_flags',
    source: 'mm/pgtable-generic.c',
    text: `int ptep_set_access_flags(struct vm_area_struct *vma, unsigned long address, pte_t *ptep, pte_t entry, int dirty)
{
	int changed = !pte_same(ptep_get(ptep), entry);

	if (changed) {
		set_pte_at(vma->vm_mm, address, ptep, entry);
		flush_tlb_fix_spurious_fault(vma, address, ptep);
	}
	return changed;
}`,
  },
  {
    name: 'migration_entry_wait_on_locked',
    until: '6.5',
    source: 'mm/filemap.c, 6.1: lets the lock go and waits; that the migration ends is seen by whoever tries again',
    text: `void migration_entry_wait_on_locked(swp_entry_t entry, pte_t *ptep, spinlock_t *ptl)
{
	spin_unlock(ptl);
}`,
  },
  {
    name: 'migration_entry_wait_on_locked',
    since: '6.6',
    source: 'mm/filemap.c, 6.6: 0cb8fd4d1416',
    text: `void migration_entry_wait_on_locked(swp_entry_t entry, spinlock_t *ptl)
{
	spin_unlock(ptl);
}`,
  },
  {
    name: 'vm_normal_folio',
    source: 'mm/memory.c',
    text: `struct folio *vm_normal_folio(struct vm_area_struct *vma, unsigned long addr, pte_t pte)
{
	struct page *page = vm_normal_page(vma, addr, pte);

	if (page)
		return page_folio(page);
	return NULL;
}`,
  },
  {
    name: 'folio_pte_batch',
    since: '6.8',
    until: '6.15',
    source: 'mm/internal.h, 6.12: entries that map the pages of a folio one after the other, whatever their bits',
    text: `int folio_pte_batch(struct folio *folio, unsigned long addr, pte_t *start_ptep, pte_t pte, int max_nr, fpb_t flags, bool *any_writable, bool *any_young, bool *any_dirty)
{
	int nr = 1;
	pte_t next;

	if (any_writable)
		*any_writable = false;
	if (any_young)
		*any_young = false;
	if (any_dirty)
		*any_dirty = false;
	while (nr < max_nr) {
		next = ptep_get(start_ptep + nr);
		if (!pte_present(next) || pte_pfn(next) != pte_pfn(pte) + nr || page_folio(pte_page(next)) != folio)
			break;
		if (any_writable && pte_write(next))
			*any_writable = true;
		if (any_young && pte_young(next))
			*any_young = true;
		if (any_dirty && pte_dirty(next))
			*any_dirty = true;
		nr++;
	}
	return nr;
}`,
  },
];
