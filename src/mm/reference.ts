import { COMMON_FUNCTIONS } from './reference/common.ts';
import { COPY_PAGE_RANGE_FUNCTIONS } from './reference/copy-page-range.ts';
import { FAULT_FUNCTIONS } from './reference/fault.ts';
import { FILE_FAULT_FUNCTIONS } from './reference/file-fault.ts';
import { FILE_PAGE_FAULT_FUNCTIONS } from './reference/file-page-fault.ts';
import { FORK_FUNCTIONS } from './reference/fork.ts';
import { GATHER_FUNCTIONS } from './reference/gather.ts';
import { GUP_FUNCTIONS } from './reference/gup.ts';
import { HANDLE_MM_FAULT_FUNCTIONS } from './reference/handle-mm-fault.ts';
import { HELPER_FUNCTIONS } from './reference/helpers.ts';
import { HUGE_PAGE_CALLS } from './reference/huge-page-calls.ts';
import { HUGE_ZERO_FUNCTIONS } from './reference/huge-zero.ts';
import { HUGETLB_FUNCTIONS } from './reference/hugetlb.ts';
import { KERNEL_TABLE_FUNCTIONS } from './reference/kernel-tables.ts';
import { KHUGEPAGED_FUNCTIONS } from './reference/khugepaged.ts';
import { MADVISE_CALLS } from './reference/madvise-calls.ts';
import { MIGRATE_FUNCTIONS } from './reference/migrate.ts';
import { MIGRATE_MAPPING_FUNCTIONS } from './reference/migrate-mapping.ts';
import { MMAP_CALLS } from './reference/mmap-calls.ts';
import { MPROTECT_FUNCTIONS } from './reference/mprotect.ts';
import { MREMAP_CALL } from './reference/mremap-call.ts';
import { MUNMAP_FUNCTIONS } from './reference/munmap.ts';
import { NOTIFIER_FUNCTIONS } from './reference/notifiers.ts';
import { OBSERVE_CALLS } from './reference/observe-calls.ts';
import { PROTECT_FUNCTIONS } from './reference/protect.ts';
import { RECLAIM_FUNCTIONS } from './reference/reclaim.ts';
import { RMAP_FUNCTIONS } from './reference/rmap.ts';
import { SHMEM_CALLS } from './reference/shmem-calls.ts';
import { SPLIT_PMD_FUNCTIONS } from './reference/split-pmd.ts';
import { SWAP_FUNCTIONS } from './reference/swap.ts';
import { SWAP_DEVICE_FUNCTIONS } from './reference/swap-devices.ts';
import { SWAP_FAULT_FUNCTIONS } from './reference/swap-fault.ts';
import { TABLE_FUNCTIONS } from './reference/tables.ts';
import { UFFD_FUNCTIONS } from './reference/uffd.ts';
import { UFFD_EVENT_FUNCTIONS } from './reference/uffd-events.ts';
import { UFFD_MOVE_CALL } from './reference/uffd-move-call.ts';
import { UNMAP_ONE_FUNCTIONS } from './reference/unmap-one.ts';
import { UNMAP_RANGE_FUNCTIONS } from './reference/unmap-range.ts';
import { USERFAULTFD_CALLS } from './reference/userfaultfd-calls.ts';
import { WP_FAULT_FUNCTIONS } from './reference/wp-fault.ts';
import { XARRAY_FUNCTIONS } from './reference/xarray.ts';
import { ZAP_FUNCTIONS } from './reference/zap.ts';
import type { ReferenceFunction } from './vocabulary.ts';

/**
 * The kernel's own functions in the model's words, as C text.
 *
 * They stand for callees that a patch does not show and for the other actors of a world. They are read by the same
 * reader as the patch, so that what they mean is decided in one place.
 */
export const REFERENCE_FUNCTIONS: readonly ReferenceFunction[] = [
  ...COMMON_FUNCTIONS,
  ...NOTIFIER_FUNCTIONS,
  ...TABLE_FUNCTIONS,
  ...RMAP_FUNCTIONS,
  ...UNMAP_ONE_FUNCTIONS,
  ...KHUGEPAGED_FUNCTIONS,
  ...KERNEL_TABLE_FUNCTIONS,
  ...UFFD_FUNCTIONS,
  ...FAULT_FUNCTIONS,
  ...FILE_FAULT_FUNCTIONS,
  ...GUP_FUNCTIONS,
  ...GATHER_FUNCTIONS,
  ...ZAP_FUNCTIONS,
  ...MUNMAP_FUNCTIONS,
  ...PROTECT_FUNCTIONS,
  ...RECLAIM_FUNCTIONS,
  ...MIGRATE_FUNCTIONS,
  ...HUGETLB_FUNCTIONS,
  ...SWAP_FUNCTIONS,
  ...SWAP_DEVICE_FUNCTIONS,
  ...FORK_FUNCTIONS,
  ...HELPER_FUNCTIONS,
  ...MPROTECT_FUNCTIONS,
  ...WP_FAULT_FUNCTIONS,
  ...MIGRATE_MAPPING_FUNCTIONS,
  ...SPLIT_PMD_FUNCTIONS,
  ...HANDLE_MM_FAULT_FUNCTIONS,
  ...FILE_PAGE_FAULT_FUNCTIONS,
  ...SWAP_FAULT_FUNCTIONS,
  ...COPY_PAGE_RANGE_FUNCTIONS,
  ...MMAP_CALLS,
  ...MADVISE_CALLS,
  ...HUGE_PAGE_CALLS,
  ...HUGE_ZERO_FUNCTIONS,
  ...SHMEM_CALLS,
  ...UNMAP_RANGE_FUNCTIONS,
  ...USERFAULTFD_CALLS,
  ...UFFD_EVENT_FUNCTIONS,
  ...UFFD_MOVE_CALL,
  ...MREMAP_CALL,
  ...OBSERVE_CALLS,
  ...XARRAY_FUNCTIONS,
];
