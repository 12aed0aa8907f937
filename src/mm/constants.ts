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
} as const;

/**
 * Values of macros and enumerators that the model's own functions return or compare.
 *
 * Addresses count pages: PAGE_SHIFT is 0. An upper entry covers two pages, so a huge page is two pages long; that is
 * enough to tell a head from a tail.
 */
export const CONSTANTS: Readonly<Record<string, number>> = {
  ...VM,
  PAGE_SHIFT: 0,
  TASK_SIZE: 0x7fff,
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
  VM_FAULT_NOPAGE: 0x0100,
  VM_FAULT_LOCKED: 0x0200,
  VM_FAULT_RETRY: 0x0400,
  VM_FAULT_FALLBACK: 0x0800,
  FAULT_FLAG_WRITE: 0x0001,
  /** include/linux/rmap.h: enum ttu_flags, 4.18. */
  TTU_MIGRATION: 0x0001,
  TTU_SPLIT_FREEZE: 0x0100,
  TTU_IGNORE_HWPOISON: 0x0020,
  /** include/linux/rmap.h: rmap_t. */
  RMAP_NONE: 0,
  RMAP_EXCLUSIVE: 1,
  PTE_MARKER_UFFD_WP: 1,
  /** include/linux/mm_types.h: FOLL_*. */
  FOLL_WRITE: 0x01,
  FOLL_GET: 0x04,
  FOLL_PIN: 0x40,
  /** include/uapi/asm-generic/errno-base.h. */
  ENOENT: 2,
  EAGAIN: 11,
  ENOMEM: 12,
  EBUSY: 16,
  EEXIST: 17,
  /** include/linux/mm.h: what change_protection is asked for. */
  MM_CP_TRY_CHANGE_WRITABLE: 0x01,
  MM_CP_PROT_NUMA: 0x02,
  MM_CP_UFFD_WP: 0x04,
  MM_CP_UFFD_WP_RESOLVE: 0x08,
  MM_CP_UFFD_WP_ALL: 0x0c,
  /** mm/memory.c: the window of fault-around, two pages here. */
  fault_around_bytes: 2,
};
