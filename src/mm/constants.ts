/** VM_* flags of a VMA, as the model lays them out. */
export const VM = {
  VM_READ: 0x0001,
  VM_WRITE: 0x0002,
  VM_EXEC: 0x0004,
  VM_SHARED: 0x0008,
  VM_MAYSHARE: 0x0080,
  VM_MAYWRITE: 0x0020,
  VM_LOCKED: 0x2000,
  VM_HUGEPAGE: 0x4000,
  VM_UFFD_MISSING: 0x0200,
  VM_UFFD_WP: 0x1000,
  VM_UFFD_MINOR: 0x0800,
  VM_WIPEONFORK: 0x0400,
  VM_PFNMAP: 0x8000,
  VM_GROWSDOWN: 0x0100,
  VM_HUGETLB: 0x0010,
  VM_MIXEDMAP: 0x0040,
} as const;

/** Flags of a swap device: include/linux/swap.h. */
export const SWP = { SWP_USED: 1, SWP_WRITEOK: 2 } as const;

/** include/uapi/linux/userfaultfd.h: events of changes of the address space and who asks for them; write protection of what is empty (6.4), and without events (6.7). */
export const UFFD = {
  UFFD_EVENT_FORK: 0x13,
  UFFD_EVENT_REMAP: 0x14,
  UFFD_EVENT_REMOVE: 0x15,
  UFFD_EVENT_UNMAP: 0x16,
  UFFD_FEATURE_EVENT_FORK: 0x02,
  UFFD_FEATURE_EVENT_REMAP: 0x04,
  UFFD_FEATURE_EVENT_REMOVE: 0x08,
  UFFD_FEATURE_EVENT_UNMAP: 0x40,
  UFFD_FEATURE_WP_UNPOPULATED: 0x2000,
  UFFD_FEATURE_WP_ASYNC: 0x8000,
} as const;

/** mm/mmap.c: 256 pages, two pages here; one page was what stacks had before (1be7107fbe18). */
export const STACK_GUARD_GAP = 2;

/** include/uapi/asm-generic/errno-base.h and errno.h, include/linux/errno.h. */
const ERRNO: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    (
      'EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST ' +
      'EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE'
    )
      .split(' ')
      .map((name, index) => [name, index + 1] as const),
  ),
  EWOULDBLOCK: 11,
  EDEADLK: 35,
  ENAMETOOLONG: 36,
  ENOSYS: 38,
  ENODATA: 61,
  EOVERFLOW: 75,
  EOPNOTSUPP: 95,
  ESTALE: 116,
  EDQUOT: 122,
  EHWPOISON: 133,
  ERESTARTSYS: 512,
  ENOTSUPP: 524,
  MAX_ERRNO: 4095,
};

/** No address of a program is as high. */
export const TASK_SIZE = 0x7fff;

/**
 * Values of macros and enumerators that the model's own functions return or compare.
 *
 * Addresses count pages: PAGE_SHIFT is 0. An upper entry covers two pages, so a huge page is two pages long; that is
 * enough to tell a head from a tail.
 */
export const CONSTANTS: Readonly<Record<string, number>> = {
  ...VM,
  ...SWP,
  ...UFFD,
  ...ERRNO,
  PAGE_SHIFT: 0,
  TASK_SIZE,
  TLB_FLUSH_ALL: 0xffff,
  PAGE_SIZE: 1,
  PAGE_MASK: 0xffff,
  PMD_SHIFT: 1,
  PMD_SIZE: 2,
  PMD_MASK: 0xfffe,
  HPAGE_PMD_ORDER: 1,
  HPAGE_PMD_NR: 2,
  HPAGE_PMD_SIZE: 2,
  HPAGE_PMD_MASK: 0xfffe,
  HPAGE_SIZE: 2,
  PTRS_PER_PTE: 2,
  /** mm/khugepaged.c: enum scan_result, the values that find_pmd_or_thp_or_none returns. */
  SCAN_FAIL: 0,
  SCAN_SUCCEED: 1,
  SCAN_PMD_NULL: 2,
  SCAN_PMD_NONE: 3,
  SCAN_PMD_MAPPED: 4,
  /** include/linux/mm_types.h: enum vm_fault_reason. */
  VM_FAULT_OOM: 0x0001,
  VM_FAULT_SIGBUS: 0x0002,
  VM_FAULT_MAJOR: 0x0004,
  /** Until 5.19 (d9272525398e: GUP no longer asks). */
  VM_FAULT_WRITE: 0x0008,
  VM_FAULT_HWPOISON: 0x0010,
  VM_FAULT_HWPOISON_LARGE: 0x0020,
  VM_FAULT_SIGSEGV: 0x0040,
  VM_FAULT_NOPAGE: 0x0100,
  VM_FAULT_LOCKED: 0x0200,
  VM_FAULT_RETRY: 0x0400,
  VM_FAULT_FALLBACK: 0x0800,
  VM_FAULT_DONE_COW: 0x1000,
  VM_FAULT_NEEDDSYNC: 0x2000,
  VM_FAULT_COMPLETED: 0x4000,
  VM_FAULT_ERROR: 0x0873,
  /** include/linux/mm_types.h: enum fault_flag. */
  FAULT_FLAG_WRITE: 0x0001,
  FAULT_FLAG_MKWRITE: 0x0002,
  FAULT_FLAG_ALLOW_RETRY: 0x0004,
  FAULT_FLAG_RETRY_NOWAIT: 0x0008,
  FAULT_FLAG_KILLABLE: 0x0010,
  FAULT_FLAG_TRIED: 0x0020,
  FAULT_FLAG_USER: 0x0040,
  FAULT_FLAG_REMOTE: 0x0080,
  FAULT_FLAG_INSTRUCTION: 0x0100,
  FAULT_FLAG_INTERRUPTIBLE: 0x0200,
  FAULT_FLAG_UNSHARE: 0x0400,
  FAULT_FLAG_ORIG_PTE_VALID: 0x0800,
  FAULT_FLAG_VMA_LOCK: 0x1000,
  /** include/linux/rmap.h: enum ttu_flags, 4.18 and 6.12: the bits that both have mean the same. */
  TTU_MIGRATION: 0x0001,
  TTU_SPLIT_HUGE_PMD: 0x0004,
  TTU_IGNORE_MLOCK: 0x0008,
  TTU_SYNC: 0x0010,
  TTU_IGNORE_HWPOISON: 0x0020,
  TTU_HWPOISON: 0x0020,
  TTU_BATCH_FLUSH: 0x0040,
  TTU_RMAP_LOCKED: 0x0080,
  TTU_SPLIT_FREEZE: 0x0100,
  PVMW_SYNC: 0x0001,
  PVMW_MIGRATION: 0x0002,
  /** include/linux/mm.h: zap_flags_t. */
  ZAP_FLAG_DROP_MARKER: 0x0001,
  ZAP_FLAG_UNMAP: 0x0002,
  /** include/uapi/asm-generic/mman-common.h. */
  PROT_NONE: 0,
  PROT_READ: 1,
  PROT_WRITE: 2,
  PROT_EXEC: 4,
  MADV_NORMAL: 0,
  MADV_RANDOM: 1,
  MADV_SEQUENTIAL: 2,
  MADV_WILLNEED: 3,
  MADV_DONTNEED: 4,
  MADV_FREE: 8,
  MADV_REMOVE: 9,
  MADV_COLD: 20,
  MADV_PAGEOUT: 21,
  MADV_DONTNEED_LOCKED: 24,
  MADV_COLLAPSE: 25,
  MREMAP_MAYMOVE: 1,
  MREMAP_FIXED: 2,
  MREMAP_DONTUNMAP: 4,
  /** include/linux/migrate.h, include/linux/migrate_mode.h. */
  MIGRATEPAGE_SUCCESS: 0,
  MIGRATE_ASYNC: 0,
  MIGRATE_SYNC_LIGHT: 1,
  MIGRATE_SYNC: 2,
  /** include/linux/pagewalk.h: enum page_walk_action. */
  ACTION_SUBTREE: 0,
  ACTION_CONTINUE: 1,
  ACTION_AGAIN: 2,
  /** include/linux/rmap.h: rmap_t. */
  RMAP_NONE: 0,
  RMAP_EXCLUSIVE: 1,
  /** include/linux/swap.h: what a byte of swap_map holds beside its count. */
  SWAP_HAS_CACHE: 0x40,
  COUNT_CONTINUED: 0x80,
  SWAP_MAP_MAX: 0x3e,
  SWAP_MAP_BAD: 0x3f,
  SWAP_MAP_SHMEM: 0xbf,
  PTE_MARKER_UFFD_WP: 1,
  PTE_MARKER_POISONED: 2,
  /** Flags of a VMA in its more_flags. */
  VM_MORE_DONTCOPY: 1,
  VM_MORE_ACCOUNT: 2,
  /** include/linux/mm_types.h: FOLL_*. */
  FOLL_WRITE: 0x01,
  FOLL_GET: 0x04,
  FOLL_FORCE: 0x10,
  FOLL_COW: 0x4000,
  FOLL_PIN: 0x40,
  /** include/linux/mm.h: what change_protection is asked for. */
  MM_CP_TRY_CHANGE_WRITABLE: 0x01,
  MM_CP_PROT_NUMA: 0x02,
  MM_CP_UFFD_WP: 0x04,
  MM_CP_UFFD_WP_RESOLVE: 0x08,
  MM_CP_UFFD_WP_ALL: 0x0c,
  /** mm/memory.c: the window of fault-around, two pages here. */
  fault_around_bytes: 2,
  stack_guard_gap: STACK_GUARD_GAP,
};
