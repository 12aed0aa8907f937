import type { World } from './world.ts';
import { ACCOUNT_SPLITTING } from './worlds/account-migrating.ts';
import { CLONE_ANON_VMAS } from './worlds/anon-vma-clone.ts';
import { ANY_ANON, ANY_FILE, ANY_HUGE, ANY_SWAP } from './worlds/any-function.ts';
import { CLEAR_PINNED } from './worlds/clear-pinned.ts';
import { UNMAP_DEVICE_ENTRY } from './worlds/device-entry.ts';
import { DEVICE_EXCLUSIVE_FREED } from './worlds/device-exclusive.ts';
import {
  FAULT_AROUND_PUNCH,
  FAULT_AROUND_PUNCH_IN_FLIGHT,
  FAULT_AROUND_TRUNCATE,
  FAULT_AROUND_ZAP,
} from './worlds/fault-around.ts';
import { FORCE_WRITE } from './worlds/force-write.ts';
import { FORK_MIGRATING, FORK_SWAP_EXCLUSIVE, FORK_SWAP_UFFD_WP } from './worlds/fork-entry.ts';
import { FORK_GUP_FAST } from './worlds/fork-pin.ts';
import { FREE_TABLE_KVM, FREE_TABLE_LAZY, FREE_TABLE_RMAP, FREE_TABLE_WALKER } from './worlds/free-table.ts';
import { HIDE_DONTNEED } from './worlds/hide.ts';
import { HUGE_DISCARD } from './worlds/huge-discard.ts';
import { HUGE_FAULT } from './worlds/huge-fault.ts';
import { HUGE_ZERO_SHRINK } from './worlds/huge-zero.ts';
import { HUGETLB_GUP } from './worlds/hugetlb-gup.ts';
import { HUGETLB_MIGRATE_SHARED, HUGETLB_SPLIT, HUGETLB_SPLIT_FAULT } from './worlds/hugetlb-shared.ts';
import { MAP_ZERO_UFFD_WP } from './worlds/map-zero.ts';
import { COLLECT_DIRTY } from './worlds/migrate-back.ts';
import { MIGRATE_FREED_SWAP, MIGRATE_SHMEM, MIGRATE_SWAP_CACHE } from './worlds/migrate-mapping.ts';
import { MIGRATE_SCAN } from './worlds/migrate-scan.ts';
import { MIGRATE_UFFD_WP_PRIVATE, MIGRATE_UFFD_WP_SHARED } from './worlds/migrate-uffd.ts';
import { MREMAP_TRUNCATE } from './worlds/mremap.ts';
import { MREMAP_MIGRATING } from './worlds/mremap-migrating.ts';
import { MREMAP_TABLE_TRUNCATE } from './worlds/mremap-table.ts';
import { MREMAP_UFFD_WP } from './worlds/mremap-uffd.ts';
import { EXIT_RETRACT, MUNMAP_STACK, MUNMAP_WALK } from './worlds/munmap.ts';
import { OVERFLOW } from './worlds/overflow.ts';
import { SPLICE_SHARED } from './worlds/pipe.ts';
import { PROTECT_CPU, PROTECT_SVA } from './worlds/protect.ts';
import { PROTECT_MIGRATING, PROTECT_MIGRATING_HUGE } from './worlds/protect-migrating.ts';
import { RELOCK_BATCHED } from './worlds/relock.ts';
import { REMOVE_MIGRATING } from './worlds/remove-cached.ts';
import {
  RETRACT_FAULT,
  RETRACT_GUP_FAST,
  RETRACT_KVM,
  RETRACT_SVA,
  RETRACT_UFFD_COPY,
  RETRACT_UFFD_COPY_KVM,
  RETRACT_UFFD_WP,
} from './worlds/retract.ts';
import { SECRET_TWO_FAULTS } from './worlds/secret.ts';
import { DISCARD_PINNED, PIN_SHARING, SHARE_ANON } from './worlds/share-anon.ts';
import { CHANGE_DIRTY } from './worlds/snapshot.ts';
import { SPLIT_MIGRATING, SPLIT_REUSE } from './worlds/split-pmd.ts';
import { STACK_GAP } from './worlds/stack-gap.ts';
import { SWAP_IN_TWICE } from './worlds/swap-in.ts';
import { SWAPOFF_FREE } from './worlds/swapoff.ts';
import { UFFD_COPY_FORK, UFFD_COPY_REMOVE } from './worlds/uffd-events.ts';
import { MOVE_SWAP_ABA, MOVE_SWAP_SOFT_DIRTY } from './worlds/uffd-move.ts';
import { UFFD_COPY_RETRACT } from './worlds/uffd-retract.ts';
import { UNMAP_KVM, UNMAP_SVA } from './worlds/unmap.ts';
import {
  MIGRATE_UFFD_MISSING,
  UNMAP_FILE_UFFD_WP,
  UNMAP_UFFD_HINT_FIRST,
  UNMAP_UFFD_MISSING,
  UNMAP_UFFD_WP,
} from './worlds/unmap-uffd.ts';
import { UNPIN_TAIL } from './worlds/unpin.ts';
import { VMAP_PTDUMP } from './worlds/vmap.ts';
import {
  WP_HUGE_KVM,
  WP_HUGE_PINNED,
  WP_HUGE_SHARED_TAIL,
  WP_PINNED_SHARED,
  WP_SPLIT_PINNED,
} from './worlds/wp-huge.ts';
import { WP_HALVES, WP_TAIL } from './worlds/write-protect-fault.ts';
import { AGE_HUGE, ZAP_WRITEBACK } from './worlds/writeback.ts';
import { SCAN_YOUNG } from './worlds/young.ts';
import {
  ZAP_PINNED,
  ZAP_UFFD_UNREGISTERED,
  ZAP_UFFD_WP,
  ZAP_UFFD_WP_IN_FLIGHT,
  ZAP_UFFD_WP_MIGRATING,
  ZAP_UFFD_WP_SWAPPED,
} from './worlds/zap.ts';

/** All worlds, in the order in which they are tried. */
export const WORLDS: readonly World[] = [
  RETRACT_SVA,
  RETRACT_KVM,
  RETRACT_UFFD_COPY,
  RETRACT_GUP_FAST,
  UNMAP_KVM,
  UNMAP_SVA,
  UNMAP_UFFD_MISSING,
  MIGRATE_UFFD_MISSING,
  UNMAP_UFFD_HINT_FIRST,
  UNMAP_UFFD_WP,
  UNMAP_FILE_UFFD_WP,
  ZAP_UFFD_WP,
  ZAP_UFFD_WP_SWAPPED,
  ZAP_UFFD_WP_MIGRATING,
  ZAP_UFFD_WP_IN_FLIGHT,
  ZAP_UFFD_UNREGISTERED,
  ZAP_PINNED,
  WP_TAIL,
  WP_HALVES,
  HIDE_DONTNEED,
  RELOCK_BATCHED,
  FREE_TABLE_WALKER,
  FREE_TABLE_LAZY,
  FREE_TABLE_KVM,
  PROTECT_CPU,
  PROTECT_SVA,
  ZAP_WRITEBACK,
  AGE_HUGE,
  MREMAP_TRUNCATE,
  FREE_TABLE_RMAP,
  MUNMAP_WALK,
  MUNMAP_STACK,
  EXIT_RETRACT,
  HUGE_FAULT,
  HUGE_DISCARD,
  MIGRATE_SCAN,
  UFFD_COPY_RETRACT,
  RETRACT_UFFD_COPY_KVM,
  RETRACT_UFFD_WP,
  RETRACT_FAULT,
  FAULT_AROUND_PUNCH,
  FAULT_AROUND_PUNCH_IN_FLIGHT,
  FAULT_AROUND_ZAP,
  FAULT_AROUND_TRUNCATE,
  FORK_GUP_FAST,
  COLLECT_DIRTY,
  REMOVE_MIGRATING,
  SWAP_IN_TWICE,
  UNPIN_TAIL,
  MREMAP_UFFD_WP,
  PROTECT_MIGRATING,
  PROTECT_MIGRATING_HUGE,
  FORK_SWAP_UFFD_WP,
  FORK_SWAP_EXCLUSIVE,
  FORK_MIGRATING,
  MAP_ZERO_UFFD_WP,
  CHANGE_DIRTY,
  MOVE_SWAP_SOFT_DIRTY,
  SCAN_YOUNG,
  WP_HUGE_PINNED,
  WP_HUGE_SHARED_TAIL,
  WP_SPLIT_PINNED,
  WP_PINNED_SHARED,
  WP_HUGE_KVM,
  OVERFLOW,
  DEVICE_EXCLUSIVE_FREED,
  SPLICE_SHARED,
  CLEAR_PINNED,
  SECRET_TWO_FAULTS,
  MIGRATE_SWAP_CACHE,
  MIGRATE_SHMEM,
  MIGRATE_FREED_SWAP,
  UNMAP_DEVICE_ENTRY,
  SHARE_ANON,
  PIN_SHARING,
  DISCARD_PINNED,
  MIGRATE_UFFD_WP_SHARED,
  MIGRATE_UFFD_WP_PRIVATE,
  MREMAP_TABLE_TRUNCATE,
  MREMAP_MIGRATING,
  MOVE_SWAP_ABA,
  SPLIT_REUSE,
  SPLIT_MIGRATING,
  CLONE_ANON_VMAS,
  ACCOUNT_SPLITTING,
  FORCE_WRITE,
  HUGE_ZERO_SHRINK,
  HUGETLB_GUP,
  HUGETLB_SPLIT,
  HUGETLB_SPLIT_FAULT,
  HUGETLB_MIGRATE_SHARED,
  STACK_GAP,
  SWAPOFF_FREE,
  VMAP_PTDUMP,
  UFFD_COPY_FORK,
  UFFD_COPY_REMOVE,
  ANY_ANON,
  ANY_FILE,
  ANY_HUGE,
  ANY_SWAP,
];
