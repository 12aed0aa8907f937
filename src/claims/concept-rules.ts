/** One concept of the schema, by the words and the identifiers that name it. A word may name several. */
export interface ConceptRule {
  readonly concept: string;
  /** Phrases in the notation of `phrases.ts`. */
  readonly words: string;
  /** Kernel identifiers that are about it, with commas between: whole names, `*` for any run of letters. */
  readonly identifiers: string;
}

/** The concepts of the labelling schema, in its order, and what names them in mail. */
export const CONCEPT_RULES: readonly ConceptRule[] = [
  {
    concept: 'mmu-notifier',
    words: `
      mmu notifier|notifiers, notifier, notifiers, secondary mmu|mmus, secondary tlb|tlbs, invalidate range,
      mmu ops, invalidations`,
    identifiers: `
      mmu_notifier*, mmu_interval*, invalidate_range*, *_notify, arch_invalidate_secondary_tlbs, mn_*,
      mmu_notifier_ops`,
  },
  {
    concept: 'tlb-flush',
    words: `
      tlb, tlbs, tlbi, tlb flush|flushes|flushing|batching|shootdown, batched flush, batch flush, ipi,
      stale translation|translations, flushing, iotlb`,
    identifiers: `
      flush_tlb*, tlb_*, tlbi*, *_flush_tlb*, ptep_clear_flush*, pmdp_*flush*, try_to_unmap_flush*, *tlbbatch*,
      mmu_gather, arch_tlbbatch*, *tlb_flush*`,
  },
  {
    concept: 'tail-page',
    words: `
      tail page|pages, head page|pages, compound page|pages, subpage, subpages, sub page|pages`,
    identifiers: `
      compound_head, PageTail, PageHead, PageCompound, compound_*`,
  },
  {
    concept: 'rmap',
    words: `
      rmap, reverse map|mapping, anon rmap, anon vma, unmap path, rmap walk, interval tree`,
    identifiers: `
      *rmap*, anon_vma*, try_to_unmap*, page_vma_mapped_walk, page_referenced*, folio_referenced*, i_mmap*,
      page_mkclean*, pvmw, vma_address, vma_interval_tree*`,
  },
  {
    concept: 'refcount',
    words: `
      refcount, refcounts, refcounting, refcounted, ref count, reference count|counts|counting, references,
      elevated`,
    identifiers: `
      page_count, get_page, put_page, folio_get, folio_put, folio_ref*, page_ref*, try_get_page, folio_try_get*,
      _refcount`,
  },
  {
    concept: 'mapcount',
    words: `
      mapcount, mapcounts, map count, entire mapcount, nr pages mapped, mapped exclusively, mapped shared`,
    identifiers: `
      *mapcount*, _nr_pages_mapped, page_mapped, folio_mapped, nr_pages_mapped, folio_likely_mapped_shared,
      PageDoubleMap`,
  },
  {
    concept: 'gup-pin',
    words: `
      gup, gup fast, fast gup, pin, pins, pinned, pinning, get user pages, longterm pin, long term pin, dma pinned`,
    identifiers: `
      get_user_pages*, pin_user_pages*, unpin_user*, FOLL_*, gup_*, *maybe_dma_pinned*, folio_maybe_dma_pinned,
      O_DIRECT`,
  },
  {
    concept: 'cow',
    words: `
      cow, copy on write, cowed, cowing, anon exclusive, anonexclusive, exclusively owned, unshare, unsharing, wp fault,
      write protect fault, reuse`,
    identifiers: `
      do_wp_page, wp_page_*, reuse_swap_page, PageAnonExclusive, anon_exclusive, page_try_share_anon_rmap,
      *FAULT_FLAG_UNSHARE*, wp_huge_pmd, do_cow_fault, can_change_pte_writable`,
  },
  {
    concept: 'uffd-missing',
    words: `
      userfaultfd, userfault, userfaultd, uffd, uffd missing, missing mode, missing event|fault, uffdio copy`,
    identifiers: `
      VM_UFFD_MISSING, UFFDIO_COPY, UFFDIO_ZEROPAGE, userfaultfd_missing, handle_userfault, mfill_*, mcopy_*,
      vm_userfaultfd_ctx, userfaultfd_ctx, VM_FAULT_MISSING`,
  },
  {
    concept: 'uffd-wp',
    words: `
      uffd wp, userfaultfd wp, wr protected, wr protect, uffd wr, wp bit, wp mode, uffd write protect,
      userfaultfd write protect`,
    identifiers: `
      *uffd_wp*, *UFFD_WP*, UFFDIO_WRITEPROTECT, userfaultfd_wp*, *userfaultfd_pte_wp*, *uffd_pte*, mwriteprotect*,
      pte_install_uffd_wp*`,
  },
  {
    concept: 'uffd-minor',
    words: `
      minor fault|faults|mode, uffd minor, uffdio continue`,
    identifiers: `
      *UFFD_MINOR*, UFFDIO_CONTINUE, userfaultfd_minor, UFFD_FEATURE_MINOR*, mcopy_continue, *_continue`,
  },
  {
    concept: 'uffd-move',
    words: `
      uffdio move, uffd move, uffdio remap, uffd remap, remap ioctl, move ioctl, remapping`,
    identifiers: `
      UFFDIO_MOVE*, UFFDIO_REMAP*, move_pages, remap_pages*, move_present_pte, move_swap_pte, userfaultfd_move,
      remap_anon*, move_pages_*`,
  },
  {
    concept: 'pte-marker',
    words: `
      pte marker|markers, marker, markers, special pte|ptes, special swap pte|ptes, swp special`,
    identifiers: `
      pte_marker*, *PTE_MARKER*, make_pte_marker*, pte_swp_uffd_wp_special, is_pte_marker*, copy_pte_marker,
      zap_drop_file_uffd_wp, ZAP_FLAG_DROP*`,
  },
  {
    concept: 'swap',
    words: `
      swap, swapped, swapping, swap cache, swapcache, swap entry|entries, swap out|in, swapout, swapin,
      swap slot|slots, swap device, page out, paging, pageout, swap pte, zswap, zram`,
    identifiers: `
      *swap*, swp_*, pte_swp*, is_swap_pte, SWP_*, try_to_free_swap`,
  },
  {
    concept: 'migration',
    words: `
      migrate, migrated, migration, migrating, migrate page, migration entry|entries, compaction`,
    identifiers: `
      migrate_*, *migrate*, *migration*, MIGRATE_*, compaction*, compact_*`,
  },
  {
    concept: 'page-table-lifetime',
    words: `
      page table page|pages, page table is|are|be freed, free * page table|tables, freed page table,
      detached page table|tables, detached table|tables, detached, page table walker|walk|walks|walker,
      paging structure, walk cache|caches, page tables, pgtable, pgtables, reused page table, retract, retracted,
      page table`,
    identifiers: `
      pte_free*, pmd_free*, free_pgtables, free_pgd_range, pte_offset_map*, pgtable_*, pmd_none*, pte_alloc*,
      tlb_remove_table*, pmdp_collapse_flush, retract_page_tables, collapse_and_free_pmd, pmd_same, pte_same,
      pgt_pmd, *__pte_free*, deposit`,
  },
  {
    concept: 'locking',
    words: `
      lock, locks, locked, locking, unlock, unlocked, lockless, mutex, semaphore, spinlock, spin lock, rwsem,
      trylock, ptl, ptlock, mmap sem, page lock, holding, serialize, serialized, serialization, deadlock, lockdep,
      race, racy, races, racing, seqcount, seqlock`,
    identifiers: `
      *_lock, *_unlock, *lock_*, *_lock_*, mmap_sem, spin_*, mutex_*, down_*, up_*, ptl, pml, *trylock*, rwsem*,
      lockdep*, *_lock*, i_mmap_rwsem, write_protect_seq`,
  },
  {
    concept: 'rcu',
    words: `
      rcu, grace period, srcu, rcu callback`,
    identifiers: `
      rcu_*, *_rcu, synchronize_rcu, call_rcu, srcu*, SLAB_TYPESAFE_BY_RCU, kfree_rcu`,
  },
  {
    concept: 'thp-split',
    words: `
      split, splitting, thp split, split huge, deferred split, split queue, partially mapped, lower order`,
    identifiers: `
      split_huge*, split_folio*, deferred_split*, *_split_*page*, split_page, folio_split, can_split_folio,
      __split_huge*, split_*order*`,
  },
  {
    concept: 'thp-collapse',
    words: `
      collapse, collapsed, collapsing, khugepaged, madv collapse, retract, retracting`,
    identifiers: `
      collapse_*, *collapse*, khugepaged*, MADV_COLLAPSE, retract_page_tables, SCAN_*, hpage_collapse*,
      hugepage_vma_check`,
  },
  {
    concept: 'thp-mapping',
    words: `
      thp, thps, huge page|pages, hugepage, hugepages, pmd mapped, pte mapped, huge pmd, transhuge,
      transparent huge, large folio|folios, mthp, multi size, pmd mapping|mappings, pud`,
    identifiers: `
      *huge_pmd*, pmd_trans_huge*, PageTransHuge*, pmd_huge*, HPAGE_PMD*, do_huge_pmd*, set_huge_pmd, zap_huge_pmd,
      folio_test_large, page_trans_huge*, TRANSPARENT_HUGEPAGE, pmd_leaf, folio_nr_pages`,
  },
  {
    concept: 'hugetlb',
    words: `
      hugetlb, hugetlbfs, cont pte, cont pmd, contig pte, contiguous pte, gigantic`,
    identifiers: `
      *hugetlb*, huge_pte*, huge_pmd_share*, huge_pmd_unshare, hstate*, CONT_PTE*, CONT_PMD*, is_vm_hugetlb_page,
      cont_pte*, follow_huge_*, huge_ptep*, vma_hugetlb*`,
  },
  {
    concept: 'page-cache',
    words: `
      page cache, pagecache, file backed, file mapping|mappings|mapped, file pages, shmem, tmpfs, filesystem,
      uptodate, address space, xarray, radix tree, fault around, file thp, dax, file folios`,
    identifiers: `
      filemap_*, shmem_*, page_mkwrite, PageUptodate, ClearPageUptodate, folio_mapping, address_space,
      add_to_page_cache*, *page_cache*, xas_*, i_pages, find_get_*, do_fault_around, map_pages, dax_*`,
  },
  {
    concept: 'truncate',
    words: `
      truncate, truncation, truncated, hole punch|punching, punch hole, punching holes, punched, fallocate, holes`,
    identifiers: `
      *truncate*, *fallocate*, unmap_mapping_*, FALLOC_FL*, shmem_undo_range, MADV_REMOVE`,
  },
  {
    concept: 'dirty-accessed-bits',
    words: `
      dirty, dirty bit|bits, young, accessed bit|bits, access bit, access flag, dirtied, soft dirty, a d bits, dbm,
      writeback, hardware dirty, writenotify`,
    identifiers: `
      *dirty*, pte_mkyoung, pte_young, *_young*, PageDirty, folio_mark_accessed, mark_page_accessed, *mkclean*,
      ptep_set_access_flags, *soft_dirty*`,
  },
  {
    concept: 'memory-ordering',
    words: `
      memory barrier|barriers, barrier, barriers, ordering, reorder, reordered, smp mb, read once, write once,
      data race, data races, atomic, atomically, release semantics, acquire semantics, tearing`,
    identifiers: `
      smp_*, READ_ONCE, WRITE_ONCE, atomic_*, barrier, xchg, cmpxchg*, ptep_get_lockless, *_release, *_acquire,
      rcu_dereference`,
  },
  {
    concept: 'iommu',
    words: `
      iommu, iommus, iommuv2, sva, smmu, smmuv3, vfio, ats, pasid, vt d, device tlb, intel svm, iotlb`,
    identifiers: `
      iommu_*, *_sva*, vfio_*, arm_smmu*, intel_*iommu*, *iotlb*, amd_iommu*`,
  },
  {
    concept: 'kvm',
    words: `
      kvm, guest, guests, qemu, hypervisor, vcpu, vm exit, shadow page, spte, postcopy, live migration, host`,
    identifiers: `
      kvm_*, KVM_*, pte_unused, gfn_*, hva_*, spte*, tdp_*`,
  },
  {
    concept: 'device-memory',
    words: `
      device private, device exclusive, device memory, gpu, hmm, zone device, device entries, device entry, nouveau,
      pmem, device coherent, device driver, drm, p2p, rdma, xen`,
    identifiers: `
      *device_private*, *device_exclusive*, migrate_vma*, hmm_*, nouveau_*, dev_pagemap, migrate_to_ram,
      ZONE_DEVICE, memremap_pages, amdgpu*, gntdev*`,
  },
  {
    concept: 'accounting',
    words: `
      accounting, accounted, unaccounted, counter, counters, stat, stats, statistics, vmstat, rss, nr file pages,
      unaccount, miscount, anonymous counters`,
    identifiers: `
      NR_*, *_stat*, mm_counter*, *_mm_counter*, add_mm_counter, dec_mm_counter, inc_mm_counter, rss_stat, __mod_*,
      count_vm_event*, vm_stat*, percpu_counter*, *unaccount*, VM_ACCOUNT`,
  },
  {
    concept: 'memcg',
    words: `
      memcg, memcgs, cgroup, cgroups, memory cgroup, memcontrol, lruvec, charge, charged, uncharge, charging, objcg`,
    identifiers: `
      memcg_*, mem_cgroup*, *memcg*, lruvec_*, *lruvec*, obj_cgroup*, objcg*, cgroup_*`,
  },
  {
    concept: 'reclaim',
    words: `
      reclaim, reclaimed, reclaiming, vmscan, kswapd, page out, pageout, oom, oom killer, memory pressure, shrinker,
      shrink, lru, evict, evicted, madv dontneed, madv free, madv pageout, madv cold`,
    identifiers: `
      shrink_*, kswapd*, try_to_free_pages, *reclaim*, MADV_DONTNEED, MADV_FREE, MADV_PAGEOUT, MADV_COLD, oom_*,
      *_oom_*, exit_mmap, isolate_lru*, folio_isolate_lru, page_out*`,
  },
  {
    concept: 'fork',
    words: `
      fork, forked, forking, child, children, clone, vfork, parent process, exec`,
    identifiers: `
      fork, dup_mm*, copy_page_range, copy_present_*, copy_nonpresent_pte, MADV_DONTFORK, VM_WIPEONFORK,
      copy_pte_range, dup_mmap, exec`,
  },
  {
    concept: 'mremap',
    words: `
      mremap, mremapped, move ptes`,
    identifiers: `
      mremap*, move_ptes, move_page_tables, move_vma, move_huge_pmd, move_normal_pmd, MREMAP_*`,
  },
  {
    concept: 'mprotect',
    words: `
      mprotect, change protection, prot numa, protection change, mseal, sealing, sealed, permission change`,
    identifiers: `
      mprotect*, change_protection*, change_pte_range, change_huge_pmd, mseal*, can_modify*, PROT_*, do_mseal`,
  },
  {
    concept: 'vma',
    words: `
      vma, vmas, vma merge|merging|split|lock|flags, munmap, mmap, brk, mapping, mappings, maple tree,
      address range, memory mapping`,
    identifiers: `
      vma_*, vm_area*, VM_*, find_vma*, munmap*, do_munmap, do_mmap, mmap_region, *_vma, *_vmas, is_mergeable*,
      vm_flags*, vm_start, vm_end, do_vmi*, mas_*, split_vma, vm_munmap`,
  },
  {
    concept: 'numa',
    words: `
      numa, node, nodes, nid, mempolicy, numa balancing, numa hinting, autonuma, remote node`,
    identifiers: `
      numa_*, *_numa*, page_to_nid, folio_nid, mpol_*, mempolicy*, NUMA_*, task_numa*, nodemask*`,
  },
  {
    concept: 'zero-page',
    words: `
      zero page|pages, zeropage, shared zeropage, zero pfn, huge zero`,
    identifiers: `
      *zero_page*, *zero_pfn*, is_zero_*, huge_zero*, ZERO_PAGE, UFFDIO_ZEROPAGE`,
  },
  {
    concept: 'arch',
    words: `
      arm64, arm, x86, x86 64, powerpc, ppc, ppc64, s390, s390x, sparc, mips, riscv, risc v, ia64, alpha, parisc,
      loongarch, intel, amd, architecture, architectures, arches, arch code, aliasing, hardware, cpus, arch, armv8,
      cache flush, dcache, arc, csky, nios2, xtensa, book3s, errata, erratum`,
    identifiers: `
      arch_*, ARCH_*, CONFIG_ARM*, CONFIG_X86*, __HAVE_ARCH*, flush_cache*, flush_dcache*, update_mmu_cache*,
      *_arm64*, HAVE_ARCH*, CONFIG_ARCH*, radix__*, hash__*, PTE_CONT, cpu_has_*, flush_icache*`,
  },
  {
    concept: 'naming',
    words: `
      name, names, naming, named, rename, renamed, renaming, misnomer, call it, called something, prefix, suffix`,
    identifiers: ``,
  },
  {
    concept: 'style',
    words: `
      style, ugly, cleaner, cleanup, clean up, cleanups, indentation, whitespace, coding style, readable,
      readability, simpler, simplify, simplified, nit, nitpick, typo, typos, line length, blank line, braces,
      helper, wrapper, refactor, refactoring, duplicate, duplicated, duplication, macro, inline, ifdef, ifdefs,
      checkpatch, tidy`,
    identifiers: ``,
  },
  {
    concept: 'documentation',
    words: `
      comment, comments, document, documented, documentation, changelog, commit message, commit log, description,
      man page, kernel doc, kerneldoc, describe, wording, explain, explained, cover letter, paragraph, docs,
      commit msg, patch description, manpage, clarify`,
    identifiers: ``,
  },
  {
    concept: 'testing',
    words: `
      test, tests, tested, testing, selftest, selftests, reproducer, reproduce, reproduced, kselftest, ltp, syzbot,
      syzkaller, test case, testcase, fuzz`,
    identifiers: `
      test_*, *_test, hmm_test*, uffd_test*`,
  },
  {
    concept: 'performance',
    words: `
      performance, perf, faster, slower, slow, fast path, overhead, optimize, optimise, optimization, optimisation,
      optimized, cost, costs, expensive, cheap, latency, throughput, benchmark, benchmarks, regression, scalability,
      batching, batch, batched, speed, efficient, redundant, improvement, speedup, scale, contention, cycles,
      hot path, microbenchmark, workload, workloads, will it scale`,
    identifiers: ``,
  },
  {
    concept: 'build',
    words: `
      build, builds, compile, compiles, compiler, compilation, build error, build failure, warning, warnings,
      config, kconfig, header, headers, include, linker, gcc, clang, sparse, built`,
    identifiers: `
      CONFIG_*, BUILD_BUG*, IS_ENABLED, EXPORT_SYMBOL*, allnoconfig, ifdef`,
  },
  {
    concept: 'process',
    words: `
      patch, patches, series, patchset, v2, v3, v4, v1, resend, rebase, rebased, stable, backport, backported,
      backporting, fixes, merge window, upstream, mm unstable, linux next, cc stable, mainline, tree, branch,
      maintainer, maintainers, review, reviewed, reviewers, reviewing, submit, queue, queued, post, repost, posted,
      bisect, revert, reverted, discussion, follow up, prerequisite, hotfix, tag, commit, lsf mm, rfc, bot`,
    identifiers: ``,
  },
  {
    concept: 'abi',
    words: `
      abi, uapi, user visible, userspace api, user space api, ioctl, ioctls, syscall, syscalls, sysctl, sysfs,
      debugfs, procfs, feature flag|flags, backward|backwards compatible, compatibility, userspace, user space, api,
      flag bit, interface, prctl, madvise, glibc, einval, eagain, enosys, eperm`,
    identifiers: `
      UFFD_API*, UFFD_FEATURE*, UFFD_*, __NR_*, SYSCALL_DEFINE*, UFFDIO_*, copy_from_user, copy_to_user, put_user,
      get_user`,
  },
];
