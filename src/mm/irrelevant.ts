import type { Irrelevant } from './vocabulary.ts';

/** Calls of one kind, by their names. */
function named(reason: string, names: string, more: Pick<Irrelevant, 'result' | 'unless'> = {}): Irrelevant[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => ({ name, reason, ...more }));
}

/** Calls that have no effect on modelled objects, with the reason. */
export const IRRELEVANT: readonly Irrelevant[] = [
  ...named(
    'accounting',
    `
      mm_dec_nr_ptes mm_inc_nr_ptes add_mm_counter inc_mm_counter dec_mm_counter inc_mm_counter_fast
      dec_mm_counter_fast count_vm_event count_vm_events count_vm_numa_event count_memcg_event_mm
      page_table_check_pte_clear_range page_table_check_pte_clear __mod_lruvec_page_state mod_node_page_state
      update_hiwater_rss mm_counter mm_counter_file set_mm_exe_file memcg_memory_event mem_cgroup_charge
      lru_cache_add_inactive_or_unevictable folio_add_lru_vma folio_add_lru mlock_vma_page munlock_vma_page
      mlock_drain_local track_pfn_insert khugepaged_add_pte_mapped_thp khugepaged_enter_vma`,
  ),
  ...named(
    'masks of CPUs, which the model’s flushes know by themselves',
    `
      mm_cpumask`,
  ),
  ...named(
    'tracing',
    `
      trace_mm_collapse_huge_page trace_mm_khugepaged_scan_pmd pr_debug pr_warn_once pr_info`,
  ),
  ...named(
    'a signal may be pending or not',
    `
      fatal_signal_pending signal_pending`,
  ),
  ...named(
    'scheduling',
    `
      cond_resched cond_resched_lock might_sleep lru_add_drain lru_add_drain_all cpu_relax`,
  ),
  ...named(
    'instruction cache and data cache, which the model does not have',
    `
      flush_cache_page flush_cache_range flush_cache_mm flush_icache_page flush_dcache_page flush_dcache_folio
      update_mmu_cache update_mmu_cache_pmd update_mmu_cache_range update_mmu_tlb arch_unmap_one
      arch_enter_lazy_mmu_mode arch_leave_lazy_mmu_mode`,
  ),
  ...named(
    'memory order: the model is sequentially consistent',
    `
      smp_wmb smp_rmb smp_mb barrier smp_mb__after_atomic smp_mb__before_atomic pmdp_get_lockless_sync`,
  ),
  ...named(
    'an assertion about locks that is left to LOCK',
    `
      vma_assert_locked lockdep_assert_irqs_disabled lockdep_assert_held lockdep_assert_held_write
      lockdep_assert_held_read assert_spin_locked assert_pte_locked percpu_rwsem_assert_held`,
  ),
  ...named(
    'mapping of page-table pages from high memory',
    `
      kmap_local_page kunmap_local kunmap_atomic`,
  ),
  ...named(
    'the page idle and reference hints of reclaim',
    `
      folio_mark_accessed mark_page_accessed folio_set_young set_page_young folio_clear_idle`,
  ),
  ...named(
    'up to date, as every page of the model is',
    `
      __folio_mark_uptodate __SetPageUptodate folio_mark_uptodate SetPageUptodate`,
  ),
  ...named(
    'zeroes, which the pages that the model allocates hold',
    `
      clear_huge_page`,
  ),
  ...named(
    'the size of huge pages: a page of hugetlb is one page here',
    `
      hstate_vma hstate_inode hstate_file`,
    { result: 1 },
  ),
  ...named(
    'never so in the model’s worlds',
    `
      is_huge_zero_pmd folio_test_mlocked PageKsm vma_is_dax folio_test_hwpoison PageHWPoison pte_special uprobe_mmap vma_soft_dirty_enabled pte_devmap`,
    { result: 0 },
  ),
  ...named(
    'accounting and statistics',
    `
      __lruvec_stat_mod_folio lruvec_stat_mod_folio node_stat_mod_folio zone_stat_mod_folio
      mod_lruvec_page_state __mod_node_page_state inc_node_page_state dec_node_page_state inc_zone_page_state
      dec_zone_page_state get_mm_counter get_mm_rss mm_pgtables_bytes update_hiwater_vm hugetlb_count_add
      hugetlb_count_sub cgroup_throttle_swaprate folio_throttle_swaprate lock_page_memcg unlock_page_memcg
      count_memcg_folio_events task_io_account_read page_cpupid_xchg_last folio_xchg_last_cpupid perf_event_mmap
      kmsan_unpoison_memory uprobe_munmap`,
  ),
  ...named(
    'reads data that the model does not have',
    `
      page_to_nid folio_nid page_zone folio_zone folio_zonenum page_pgdat folio_pgdat folio_lruvec folio_memcg
      page_memcg page_memcg_check folio_memcg_rcu page_cpupid_last folio_last_cpupid
      i_blocksize vma_policy transhuge_vma_suitable mapping_gfp_mask mapping_shrinkable mapping_can_writeback
      shmem_mapping dax_mapping SHMEM_I folio_is_zone_device is_zero_page is_zero_folio folio_test_lru PageLRU
      folio_test_unevictable PageUnevictable folio_evictable PageMlocked folio_test_active PageActive
      folio_test_referenced PageReferenced folio_test_workingset PageWorkingset folio_test_reclaim
      folio_test_readahead folio_test_idle page_is_idle folio_test_young folio_test_slab PageSlab PageReserved
      PageBuddy PageOffline PageIsolated __PageMovable PageMovable folio_has_private folio_needs_release
      folio_test_private pfn_to_online_page page_is_ram pfn_valid swap_address_space is_swapin_error_entry
      is_huge_zero_page is_huge_zero_folio userfaultfd_ctx_features pte_accessible`,
  ),
  ...named(
    'marks of reclaim, which say nothing about content or mappings',
    `
      folio_set_referenced __folio_set_referenced folio_clear_referenced ClearPageReferenced SetPageReferenced folio_set_active
      folio_clear_active folio_set_workingset folio_set_reclaim folio_clear_reclaim SetPageReclaim
      ClearPageReclaim folio_set_readahead SetHPageMigratable ClearHPageMigratable ClearHPageRestoreReserve
      SetHPageRestoreReserve`,
  ),
  ...named(
    'the lifetime of anon_vma and mm_struct, which the model’s never end',
    `
      put_anon_vma get_anon_vma mmgrab`,
  ),
  ...named(
    'the lifetime of files, which stay open',
    `
      get_file`,
  ),
  ...named(
    'writeback is one step of the model',
    `
      folio_wait_writeback wait_on_page_writeback folio_wait_stable`,
  ),
  ...named(
    'writeback is one step of the model',
    `
      folio_test_writeback PageWriteback`,
    { result: 0 },
  ),
  ...named(
    'up to date, as every page of the model is',
    `
      folio_test_uptodate PageUptodate`,
    { result: 1 },
  ),
  ...named(
    'the model has no pages of KSM and no leaves above the upper table',
    `
      folio_test_ksm pud_devmap pud_trans_huge pud_huge pud_leaf`,
    { result: 0 },
  ),
  ...named(
    'statistics and accounting (include/linux/vmstat.h, include/linux/memcontrol.h, mm/workingset.c)',
    `
      count_memcg_events count_mthp_stat mod_mthp_stat mod_lruvec_state __mod_lruvec_state __count_vm_event
      __count_vm_events count_vm_tlb_event count_vm_tlb_events lru_note_cost lru_note_cost_folio
      lru_note_cost_refault workingset_refault workingset_activation workingset_age_nonresident vm_unacct_memory
      vm_acct_memory vm_stat_account add_mm_rss_vec task_io_account_cancelled_write psi_memstall_enter
      psi_memstall_leave delayacct_wpcopy_start delayacct_wpcopy_end delayacct_swapin_start delayacct_swapin_end
      delayacct_thrashing_start delayacct_thrashing_end delayacct_freepages_start delayacct_freepages_end
      delayacct_compact_start delayacct_compact_end zone_page_state_add __mod_zone_page_state
      mod_zone_page_state mod_zone_freepage_state __inc_node_page_state __dec_node_page_state
      __inc_zone_page_state __dec_zone_page_state sync_mm_rss setmax_mm_hiwater_rss account_locked_vm
      __inc_lruvec_page_state __dec_lruvec_page_state __lruvec_stat_add_folio __lruvec_stat_sub_folio lruvec_stat_add_folio lruvec_stat_sub_folio
      inc_hugetlb_rss mm_account_fault task_numa_fault node_stat_add_folio node_stat_sub_folio`,
  ),
  ...named(
    'charges to control groups, whose success is open (mm/memcontrol.c, mm/hugetlb_cgroup.c)',
    `
      mem_cgroup_uncharge mem_cgroup_uncharge_list mem_cgroup_uncharge_folios mem_cgroup_swapin_charge_folio
      mem_cgroup_swapin_uncharge_swap mem_cgroup_swapin_charge_page mem_cgroup_migrate mem_cgroup_replace_folio
      mem_cgroup_swapout mem_cgroup_try_charge_swap mem_cgroup_uncharge_swap mem_cgroup_track_foreign_dirty
      mem_cgroup_hugetlb_try_charge mem_cgroup_commit_charge mem_cgroup_cancel_charge
      mem_cgroup_split_huge_fixup folio_memcg_lock folio_memcg_unlock mem_cgroup_put css_put css_get
      split_page_memcg hugetlb_cgroup_charge_cgroup hugetlb_cgroup_charge_cgroup_rsvd
      hugetlb_cgroup_commit_charge hugetlb_cgroup_commit_charge_rsvd hugetlb_cgroup_uncharge_cgroup
      hugetlb_cgroup_uncharge_cgroup_rsvd hugetlb_cgroup_uncharge_folio hugetlb_cgroup_uncharge_folio_rsvd
      hugetlb_cgroup_uncharge_page hugetlb_cgroup_migrate hugetlb_cgroup_put_rsvd_cgroup
      security_vm_enough_memory_mm`,
  ),
  ...named(
    'messages and checks of the kernel’s own state (include/linux/printk.h, include/linux/mmdebug.h)',
    `
      pr_err pr_warn pr_notice pr_crit pr_cont pr_alert pr_info_ratelimited pr_err_ratelimited
      pr_warn_ratelimited pr_info_once pr_err_once printk dump_page dump_vma dump_mm dump_stack pmd_ERROR
      pud_ERROR pgd_ERROR pte_ERROR p4d_ERROR print_bad_pte add_taint set_page_owner reset_page_owner
      split_page_owner folio_migrate_owner pgalloc_tag_split validate_mm lockdep_assert_not_held might_lock
      might_fault might_alloc fs_reclaim_acquire fs_reclaim_release`,
  ),
  ...named(
    'waiting and scheduling, which every step of the model allows',
    `
      cond_resched_tasks_rcu_qs migrate_enable migrate_disable io_schedule schedule touch_softlockup_watchdog
      touch_nmi_watchdog blk_start_plug blk_finish_plug lru_add_drain_cpu lru_cache_disable lru_cache_enable
      schedule_timeout_uninterruptible schedule_timeout_killable wake_up wake_up_all wake_up_interruptible
      io_schedule_timeout set_current_state __set_current_state memalloc_noreclaim_save
      memalloc_noreclaim_restore memalloc_nofs_save memalloc_nofs_restore memalloc_noio_save
      memalloc_noio_restore resched_curr congestion_wait`,
  ),
  ...named(
    'the state of the machine and its settings, which may be either way',
    `
      mem_cgroup_disabled memcg_kmem_online current_is_kswapd lru_gen_enabled lru_gen_in_fault
      hugepages_supported thp_migration_supported inode_owner_or_capable file_owner_or_capable
      file_permission inode_permission file_mnt_idmap mnt_idmap has_transparent_hugepage
      has_transparent_pud_hugepage
      vm_swap_full mem_cgroup_swap_full numa_node_id numa_mem_id num_online_cpus num_online_nodes
      num_possible_cpus smp_processor_id raw_smp_processor_id ktime_get ktime_get_ns sched_clock need_resched
      in_task in_interrupt in_atomic irqs_disabled blk_cgroup_congested hugetlb_cgroup_disabled
      arch_has_hw_pte_young arch_has_hw_nonleaf_pmd_young arch_wants_old_prefaulted_pte arch_faults_on_old_pte
      arch_needs_pgtable_deposit tlb_needs_table_invalidate get_nr_swap_pages total_swapcache_pages
      lru_cache_disabled get_random_u32 prandom_u32 pm_suspended_storage hugepage_pmd_enabled capable
      pfn_modify_allowed task_nice sk_memalloc_socks rcu_read_lock_held system_supports_mte do_memsw_account`,
  ),
  ...named(
    'reads data that the model does not have (flags, control groups, zones, swap areas)',
    `
      folio_test_partially_mapped folio_test_clear_lru put_swap_device swp_entry
      radix_to_swp_entry xas_error
      xas_get_order xas_get_mark xas_nomem xas_set_update
      mapping_set_update xa_is_zero xa_get_mark mm_forbids_zeropage folio_index folio_flags
      folio_raw_mapping folio_has_pincount folio_is_device_coherent check_stable_address_space
       is_file_hugepages errseq_check shmem_file vma_thp_gfp_mask
      thp_vma_allowable_order read_mems_allowed_begin read_mems_allowed_retry get_mem_cgroup_from_current
      __folio_rmap_sanity_checks test_bit vm_start_gap IS_SWAPFILE __swap_count kthread_should_stop hash_ptr
      RB_EMPTY_ROOT __acquire __release folio_likely_mapped_shared folio_test_has_hwpoisoned
      folio_test_private_2
      folio_test_mappedtodisk folio_test_error folio_test_balloon folio_test_movable __folio_test_movable
      PageError PageChecked PageMemcgKmem PageHWPoisonAnon page_has_private page_is_young is_page_hwpoison
      folio_contain_hwpoisoned_page folio_lru_refs folio_lru_gen folio_lru_list folio_memcg_check
      folio_memcg_kmem folio_objcg page_is_guard page_is_buddy page_zonenum page_zone_id page_to_section
      page_ext_get page_ext_put get_pfnblock_flags_mask get_pageblock_migratetype buddy_order
      folio_may_be_lru_cached swp_type swp_offset_pfn swap_cache_index swp_to_radix_entry
      swap_page_sector virt_to_page virt_to_folio page_address folio_address page_to_virt
      page_to_phys lowmem_page_address offset_in_folio offset_in_page folio_contains folio_pos inode_to_bdi
      mapping_unevictable mapping_exiting mapping_empty mapping_writably_mapped mapping_large_folio_support
      mapping_stable_writes mapping_inaccessible mapping_tagged mapping_align_index mapping_min_folio_order
      mapping_max_folio_order vma_policy_mof get_vma_policy mpol_misplaced vma_migratable vma_is_foreign
      vma_is_temporary_stack vma_is_initial_heap vma_is_initial_stack can_do_mlock vma_kernel_pagesize
      vma_mmu_pagesize hugetlb_page_subpool folio_hstate page_hstate huge_page_order huge_page_shift
      pages_per_huge_page mm_slot_lookup node_zonelist node_state zone_managed_pages page_mapping_file`,
  ),
  ...named(
    'lists of pages and of work that are waiting, which the model does not have (include/linux/list.h)',
    `
      list_add list_add_tail list_del list_del_init list_move list_move_tail list_splice list_splice_init
      list_splice_tail list_splice_tail_init list_empty list_empty_careful list_is_singular list_is_last
      list_first_entry list_last_entry list_next_entry list_prev_entry list_entry list_first_entry_or_null
      lru_to_folio lru_to_page INIT_LIST_HEAD hlist_add_head hlist_del hlist_empty llist_add`,
    { unless: 'struct anon_vma_list *' },
  ),
  ...named(
    'lists of reclaim and of huge pages that could be split',
    `
      lru_cache_add folio_activate activate_page deactivate_page folio_deactivate folio_rotate_reclaimable
      deferred_split_folio deferred_split_huge_page folio_unqueue_deferred_split folio_undo_large_rmappable
      folio_prep_large_rmappable prep_transhuge_page page_deferred_list mlock_folio mlock_new_folio
      mlock_new_page mlock_page munlock_folio munlock_page mlock_vma_folio munlock_vma_folio lruvec_add_folio
      lruvec_add_folio_tail lruvec_del_folio lru_gen_add_mm lru_gen_del_mm lru_gen_migrate_mm lru_gen_use_mm
      lru_gen_add_folio lru_gen_del_folio lru_gen_soft_reclaim folio_inc_gen folio_update_gen khugepaged_exit
      khugepaged_fork ksm_exit ksm_fork`,
  ),
  ...named(
    'marks of pages and files that say nothing about content or mappings',
    `
      folio_clear_mappedtodisk folio_set_mappedtodisk folio_clear_workingset folio_set_unevictable
      folio_clear_unevictable SetPageActive ClearPageActive ClearPageWorkingset SetPageWorkingset
      ClearPageUnevictable SetPageUnevictable SetPageReadahead ClearPageReadahead folio_clear_readahead
      folio_clear_error folio_set_error SetPageError ClearPageError folio_set_idle folio_clear_young
      folio_test_clear_young test_and_clear_page_young folio_set_hwpoison SetPageHWPoison ClearPageHWPoison
      folio_set_partially_mapped
      folio_clear_partially_mapped SetPageReserved ClearPageReserved folio_copy_owner folio_migrate_refs
      page_kasan_tag_reset file_update_time file_accessed file_modified touch_atime mapping_set_error
      filemap_set_wb_err errseq_set inode_add_lru inode_add_bytes inode_sub_bytes generic_fillattr
      mark_inode_dirty balance_dirty_pages_ratelimited balance_dirty_pages_ratelimited_flags inode_inc_iversion
      folio_set_large_rmappable folio_clear_large_rmappable ClearPageHasHWPoisoned folio_test_clear_active`,
  ),
  ...named(
    'caches and tags of memory that the model does not have',
    `
      update_mmu_cache_pud flush_icache_pages flush_dcache_pages flush_anon_page flush_cache_dup_mm
      flush_cache_pages kmap kmap_atomic kunmap kmap_local_folio arch_swap_restore arch_swap_invalidate_page
      arch_swap_invalidate_area arch_make_page_accessible arch_make_folio_accessible arch_clear_hugepage_flags
      arch_sync_kernel_mappings kernel_poison_pages kernel_unpoison_pages page_kasan_tag_set tag_clear_highpage`,
  ),
  ...named(
    'memory for the tree of VMAs, whose success is open',
    `
      mas_preallocate mas_destroy vma_iter_prealloc vma_iter_free mas_pause mas_reset vma_iter_config`,
  ),
  ...named(
    'policies of where memory is taken from',
    `
      mpol_get mpol_put mpol_cond_put mpol_dup vma_dup_policy mpol_shared_policy_init mpol_free_shared_policy`,
  ),
  ...named(
    'an error that a CPU meets for lack of knowledge of a right that it was given: no flush is needed for safety',
    `
      flush_tlb_fix_spurious_fault flush_tlb_fix_spurious_fault_pmd`,
  ),
  ...named(
    'the lifetime of mm_struct and of files, which the model’s never end',
    `
      mmdrop mmdrop_async fput allow_write_access deny_write_access`,
  ),
  ...named(
    'the size of the pages of a gather, which flushes by addresses',
    `
      tlb_change_page_size`,
  ),
  ...named(
    'settings and rights beside the page tables, which may be either way (mm/internal.h, include/linux/huge_mm.h, arch/x86/mm/pkeys.c)',
    `
      thp_vma_suitable_orders thp_vma_allowable_orders
      vma_thp_disabled thp_disabled_by_hw vma_is_anon_shmem userfaultfd_wp_async zswap_never_enabled
      swap_zeromap_batch vma_has_recency get_shadow_from_swap_cache mapping_needs_writeback
      filemap_range_has_page non_swapcache_batch swap_count folio_test_hugetlb_freed
      folio_test_hugetlb_temporary arch_vma_access_permitted vma_is_secretmem pte_huge folio_migratetype folio_is_zone_movable is_zone_movable_page`,
  ),
  ...named(
    'who waits for a folio lock: every step of the model waits by itself (mm/filemap.c: PG_waiters)',
    `
      folio_set_waiters folio_clear_waiters SetPageWaiters ClearPageWaiters __wake_up_locked_key
      folio_wake_bit folio_wake`,
  ),
  ...named(
    'lists of reclaim, which the model does not have (mm/swap.c, include/linux/mm_inline.h)',
    `
      SetPageLRU ClearPageLRU __folio_clear_lru_flags folio_set_lru folio_clear_lru folio_lruvec_lock
      folio_lruvec_lock_irq folio_lruvec_lock_irqsave folio_lruvec_relock_irq folio_lruvec_relock_irqsave
      unlock_page_lruvec unlock_page_lruvec_irq unlock_page_lruvec_irqrestore folio_test_clear_referenced
      lruvec_memcg mem_cgroup_update_lru_size update_lru_size`,
  ),
  ...named(
    'a page fault in the kernel fails or sleeps, neither of which the model has (include/linux/uaccess.h)',
    `
      pagefault_disable pagefault_enable`,
  ),
  ...named(
    'levels above the upper table, which are folded (include/asm-generic/pgtable-nopud.h)',
    `
      p4d_clear pgd_val p4d_val __hugepd`,
  ),
  ...named(
    'directories of huge pages, which only powerpc has (include/linux/hugetlb.h, until 6.10)',
    `
      is_hugepd`,
    { result: 0 },
  ),
  ...named(
    'knowledge of the hardware that only saves it a walk (include/linux/pgtable.h)',
    `
      update_mmu_tlb_range`,
  ),
  ...named(
    'accounting of zero pages and of blocks (mm/ksm.c, fs/quota)',
    `
      ksm_might_unmap_zero_page dquot_alloc_block_nodirty dquot_free_block_nodirty dquot_initialize
      inode_acct_block inode_unacct_blocks shmem_unacct_blocks shmem_acct_blocks`,
  ),
  ...named(
    'marks of the pools of hugetlb (include/linux/hugetlb.h: HPAGEFLAG)',
    `
      folio_set_hugetlb_migratable folio_clear_hugetlb_migratable folio_set_hugetlb_restore_reserve
      folio_clear_hugetlb_restore_reserve folio_set_hugetlb_freed folio_clear_hugetlb_freed
      folio_set_hugetlb_temporary folio_clear_hugetlb_temporary folio_set_hugetlb_raw_hwp_unreliable
      folio_test_hugetlb_restore_reserve folio_test_hugetlb_migratable
      folio_test_hugetlb_vmemmap_optimized folio_test_hugetlb_raw_hwp_unreliable`,
  ),
  ...named(
    'vm_page_prot, which follows from the flags of the VMA here',
    `
      vma_set_page_prot`,
  ),
  ...named(
    'data of filesystems beside a folio, whose release is open (mm/filemap.c, fs/buffer.c)',
    `
      filemap_release_folio try_to_free_buffers folio_invalidate try_to_release_page`,
  ),
  ...named(
    'a batch of folios that was filled says how many it holds; what becomes of them is asked where it is emptied (include/linux/pagevec.h)',
    `
      folio_batch_init folio_batch_reinit folio_batch_count folio_batch_space folio_batch_add pagevec_init
      pagevec_reinit pagevec_count pagevec_space pagevec_add`,
  ),
  ...named(
    'the ranges of VMAs in a gather, which flush by addresses (include/asm-generic/tlb.h)',
    `
      tlb_update_vma_flags tlb_start_vma`,
  ),
  ...named(
    'errors and marks of the cursor of an array',
    `
      xas_set_err xas_init_marks xas_set_mark xas_clear_mark xas_create_range`,
  ),
  ...named(
    'no worlds have such pages: DAX, poison, soft-dirty tracking, the gate VMA, leaves above the upper table',
    `
      put_devmap_managed_folio_refs put_devmap_managed_page_refs pte_needs_soft_dirty_wp
      pmd_needs_soft_dirty_wp pmd_special pud_special is_hwpoison_entry get_gate_vma pud_trans_huge_lock is_pud_migration_entry
     `,
    { result: 0 },
  ),
  ...named(
    'a loop over what the model does not have, which changes nothing itself',
    `
      list_for_each_entry list_for_each_entry_safe list_for_each_entry_reverse list_for_each list_for_each_safe
      list_for_each_entry_continue list_for_each_entry_from list_for_each_entry_safe_reverse hlist_for_each_entry
      xas_for_each_marked xa_for_each for_each_node for_each_online_node for_each_zone
      for_each_evictable_type
      for_each_possible_cpu for_each_online_cpu for_each_sg`,
    { unless: 'struct anon_vma_list *' },
  ),
];

/** Families of calls that are irrelevant whatever their members are called. */
export const IRRELEVANT_FAMILIES: readonly { readonly names: RegExp; readonly reason: string }[] = [
  { names: /^trace_\w+$/, reason: 'tracing (include/trace/events)' },
  {
    names: /^(?:kasan|kmsan|kcsan|kmemleak|kfence)_\w+$/,
    reason: 'tools that look for errors (mm/kasan, mm/kmsan, mm/kmemleak.c)',
  },
  { names: /^page_table_check_\w+$/, reason: 'a check of the tables beside them (mm/page_table_check.c)' },
];
