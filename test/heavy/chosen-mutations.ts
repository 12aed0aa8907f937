/** A step of a function of 6.12 that protects something, taken out, moved, or put in a weaker one's place. */
export interface ChosenMutation {
  readonly file: string;
  readonly function: string;
  /** Text that stands in the function once, and what takes its place. */
  readonly change: readonly [from: string, to: string];
  /** What the kernel has it for. */
  readonly protects: string;
}

const RETRACT = { file: 'mm/khugepaged.c', function: 'retract_page_tables' };
const COLD = { file: 'mm/madvise.c', function: 'madvise_cold_or_pageout_pte_range' };
const SWAPIN = { file: 'mm/madvise.c', function: 'swapin_walk_pmd_entry' };
const CLEAR_REFS = { file: 'fs/proc/task_mmu.c', function: 'clear_refs_pte_range' };
const SMAPS = { file: 'fs/proc/task_mmu.c', function: 'smaps_pte_range' };
const memory = (name: string) => ({ file: 'mm/memory.c', function: name });
const rmap = (name: string) => ({ file: 'mm/rmap.c', function: name });
const migrate = (name: string) => ({ file: 'mm/migrate.c', function: name });
const huge = (name: string) => ({ file: 'mm/huge_memory.c', function: name });
const proc = (name: string) => ({ file: 'fs/proc/task_mmu.c', function: name });

const LEFT = 'a lock is given back on every way';
const TAKEN = 'what is given back was taken';

/** Chosen by what they protect, from reference/mm-bugs.md (its ids) and from functions of the same kinds. */
export const CHOSEN_MUTATIONS: readonly ChosenMutation[] = [
  {
    ...RETRACT,
    change: ['pmdp_collapse_flush(vma, addr, pmd)', 'pmdp_huge_get_and_clear(mm, addr, pmd)'],
    protects: 'B11: no TLB and no device walks a table that is given up',
  },
  { ...RETRACT, change: ['pte_free_defer(', 'pte_free('], protects: 'J5: lockless walkers are in the table' },
  {
    ...RETRACT,
    change: ['vma->anon_vma || userfaultfd_wp(vma)', 'userfaultfd_wp(vma)'],
    protects: 'J5: UFFDIO_COPY fills the table behind the first look',
  },
  {
    ...RETRACT,
    change: ['vma->anon_vma || userfaultfd_wp(vma)', 'vma->anon_vma'],
    protects: 'J5: markers are installed behind the first look',
  },
  {
    ...RETRACT,
    change: ['			spin_lock_nested(ptl, SINGLE_DEPTH_NESTING);', '			;'],
    protects: 'the page-table lock keeps UFFDIO_COPY out',
  },
  { ...RETRACT, change: ['pml = pmd_lock(mm, pmd);', 'pml = pmd_lockptr(mm, pmd);'], protects: TAKEN },
  { ...RETRACT, change: ['		spin_unlock(pml);\n', ''], protects: LEFT },
  { ...RETRACT, change: ['			spin_unlock(ptl);', '			;'], protects: LEFT },
  {
    ...RETRACT,
    change: ['		mmu_notifier_invalidate_range_end(&range);\n', ''],
    protects: 'a range that is opened is closed',
  },
  { ...RETRACT, change: ['	i_mmap_unlock_read(mapping);\n', ''], protects: LEFT },
  { ...RETRACT, change: ['	i_mmap_lock_read(mapping);\n', ''], protects: TAKEN },
  {
    ...COLD,
    change: ['		goto out;\n	flush_tlb_batched_pending(mm);\n', '		goto out;\n'],
    protects: 'B3: reclaim has batched a flush',
  },
  {
    ...COLD,
    change: ['					break;\n				flush_tlb_batched_pending(mm);\n', '					break;\n'],
    protects: 'B3: reclaim has batched a flush while the lock was dropped',
  },
  { ...COLD, change: ['huge_unlock:\n		spin_unlock(ptl);\n', 'huge_unlock:\n'], protects: LEFT },
  {
    ...SWAPIN,
    change: ['ptep = pte_offset_map_lock(vma->vm_mm, pmd, addr, &ptl);', 'ptep = pte_offset_map(pmd, addr);'],
    protects: TAKEN,
  },
  { ...SWAPIN, change: ['	if (ptep)\n		pte_unmap_unlock(ptep, ptl);\n', ''], protects: LEFT },
  {
    ...memory('copy_nonpresent_pte'),
    change: ['	if (!userfaultfd_wp(dst_vma))\n		pte = pte_swp_clear_uffd_wp(pte);\n', ''],
    protects: 'F3: the child is not registered',
  },
  {
    ...memory('copy_nonpresent_pte'),
    change: ['			pte = pte_swp_clear_exclusive(orig_pte);\n', ''],
    protects: 'an entry that two share is not exclusive',
  },
  { ...memory('pmd_install'), change: ['	spin_unlock(ptl);\n', ''], protects: LEFT },
  { ...memory('pmd_install'), change: ['pmd_lock(mm, pmd)', 'pmd_lockptr(mm, pmd)'], protects: TAKEN },
  {
    ...memory('pte_marker_clear'),
    change: ['	pte_unmap_unlock(vmf->pte, vmf->ptl);\n	return 0;', '	return 0;'],
    protects: LEFT,
  },
  {
    ...memory('pte_marker_clear'),
    change: [
      '		pte_clear(vmf->vma->vm_mm, vmf->address, vmf->pte);\n	pte_unmap_unlock(vmf->pte, vmf->ptl);\n',
      '		pte_unmap_unlock(vmf->pte, vmf->ptl);\n	pte_clear(vmf->vma->vm_mm, vmf->address, vmf->pte);\n',
    ],
    protects: 'an entry is cleared under its lock',
  },
  {
    ...memory('__vmf_anon_prepare'),
    change: ['		mmap_read_unlock(vma->vm_mm);\n', ''],
    protects: LEFT,
  },
  {
    ...memory('wp_can_reuse_anon_folio'),
    change: [
      '	folio_move_anon_rmap(folio, vma);\n	folio_unlock(folio);\n',
      '	folio_unlock(folio);\n	folio_move_anon_rmap(folio, vma);\n',
    ],
    protects: 'folio->mapping is written under the folio lock',
  },
  {
    ...memory('wp_can_reuse_anon_folio'),
    change: ['	folio_move_anon_rmap(folio, vma);\n	folio_unlock(folio);\n', '	folio_move_anon_rmap(folio, vma);\n'],
    protects: LEFT,
  },
  {
    ...memory('wp_can_reuse_anon_folio'),
    change: ['	if (!folio_trylock(folio))\n		return false;\n', ''],
    protects: TAKEN,
  },
  { ...memory('unmap_mapping_pages'), change: ['	i_mmap_lock_read(mapping);\n', ''], protects: TAKEN },
  { ...memory('unmap_mapping_pages'), change: ['	i_mmap_unlock_read(mapping);\n', ''], protects: LEFT },
  {
    ...memory('numa_rebuild_single_mapping'),
    change: ['ptep_modify_prot_start(vma, fault_addr, fault_pte)', 'ptep_get(fault_pte)'],
    protects: 'K9: the hardware sets the dirty bit meanwhile',
  },
  {
    ...memory('remove_device_exclusive_entry'),
    change: ['	if (!folio_try_get(folio))\n		return 0;\n', ''],
    protects: 'C11: a reference is needed to lock the folio',
  },
  {
    ...memory('remove_device_exclusive_entry'),
    change: ['	folio_unlock(folio);\n	folio_put(folio);\n\n', '	folio_put(folio);\n\n'],
    protects: LEFT,
  },
  {
    ...memory('remove_device_exclusive_entry'),
    change: ['	folio_put(folio);\n\n	mmu_notifier', '\n	mmu_notifier'],
    protects: 'a reference is given back',
  },
  {
    ...memory('remove_device_exclusive_entry'),
    change: ['	mmu_notifier_invalidate_range_end(&range);\n', ''],
    protects: 'a range that is opened is closed',
  },
  { ...rmap('folio_get_anon_vma'), change: ['	rcu_read_lock();\n', ''], protects: TAKEN },
  {
    ...rmap('folio_get_anon_vma'),
    change: ['out:\n	rcu_read_unlock();\n', 'out:\n'],
    protects: LEFT,
  },
  { ...rmap('folio_lock_anon_vma_read'), change: ['	rcu_read_lock();\n', ''], protects: TAKEN },
  { ...rmap('folio_lock_anon_vma_read'), change: ['out:\n	rcu_read_unlock();\n', 'out:\n'], protects: LEFT },
  { ...migrate('migration_entry_wait'), change: ['out:\n	spin_unlock(ptl);\n', 'out:\n	;\n'], protects: LEFT },
  {
    ...migrate('pmd_migration_entry_wait'),
    change: ['	ptl = pmd_lock(mm, pmd);\n', '	ptl = pmd_lockptr(mm, pmd);\n'],
    protects: TAKEN,
  },
  {
    ...migrate('pmd_migration_entry_wait'),
    change: ['unlock:\n	spin_unlock(ptl);\n', 'unlock:\n	;\n'],
    protects: LEFT,
  },
  {
    ...migrate('__migrate_folio_record'),
    change: ['dst->private = (void *)anon_vma + old_page_state;', 'dst->mapping = (void *)anon_vma + old_page_state;'],
    protects: 'I7: others look at the mapping of a page that is not theirs',
  },
  {
    ...huge('zap_deposited_table'),
    change: ['	pte_free(mm, pgtable);\n', ''],
    protects: 'a table that is taken out is freed',
  },
  { ...huge('huge_pmd_set_accessed'), change: ['	spin_unlock(vmf->ptl);\n', '	;\n'], protects: LEFT },
  {
    ...huge('huge_pmd_set_accessed'),
    change: ['pmd_lock(vmf->vma->vm_mm, vmf->pmd)', 'pmd_lockptr(vmf->vma->vm_mm, vmf->pmd)'],
    protects: TAKEN,
  },
  { ...huge('__pmd_trans_huge_lock'), change: ['	spin_unlock(ptl);\n', ''], protects: LEFT },
  {
    ...huge('madvise_free_huge_pmd'),
    change: ['pmdp_invalidate(vma, addr, pmd);', 'pmdp_huge_get_and_clear(mm, addr, pmd);'],
    protects: 'K7: nobody takes the entry for none in between',
  },
  { ...huge('madvise_free_huge_pmd'), change: ['out:\n	spin_unlock(ptl);\n', 'out:\n'], protects: LEFT },
  {
    ...proc('clear_soft_dirty'),
    change: ['ptep_modify_prot_start(vma, addr, pte)', 'ptep_get(pte)'],
    protects: 'K9: the hardware sets the dirty bit meanwhile',
  },
  {
    ...proc('clear_soft_dirty'),
    change: ['		if (pte_is_pinned(vma, addr, ptent))\n			return;\n', ''],
    protects: 'C7: a pinned page stays the one that its owner sees',
  },
  {
    ...proc('clear_soft_dirty_pmd'),
    change: ['old = pmdp_invalidate(vma, addr, pmdp);', 'old = *pmdp;'],
    protects: 'the hardware sets the dirty bit meanwhile',
  },
  {
    ...proc('clear_soft_dirty_pmd'),
    change: ['		if (pmd_dirty(old))\n			pmd = pmd_mkdirty(pmd);\n', ''],
    protects: 'the dirty bit that the hardware set is kept',
  },
  {
    ...proc('clear_soft_dirty_pmd'),
    change: ['pmdp_invalidate(vma, addr, pmdp)', 'pmdp_huge_get_and_clear(vma->vm_mm, addr, pmdp)'],
    protects: 'K7: nobody takes the entry for none in between',
  },
  { ...CLEAR_REFS, change: ['out:\n		spin_unlock(ptl);\n', 'out:\n'], protects: LEFT },
  { ...CLEAR_REFS, change: ['	pte_unmap_unlock(pte - 1, ptl);\n', ''], protects: LEFT },
  {
    ...CLEAR_REFS,
    change: ['pte_offset_map_lock(vma->vm_mm, pmd, addr, &ptl)', 'pte_offset_map(pmd, addr)'],
    protects: TAKEN,
  },
  { ...SMAPS, change: ['		spin_unlock(ptl);\n', ''], protects: LEFT },
  { ...SMAPS, change: ['	pte_unmap_unlock(pte - 1, ptl);\n', ''], protects: LEFT },
];
