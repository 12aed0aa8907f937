import { ASSERT } from './properties/assert.ts';
import { CONTENT } from './properties/content.ts';
import { COW } from './properties/cow.ts';
import { DIRTY } from './properties/dirty.ts';
import { GUARD } from './properties/guard.ts';
import { HEAD } from './properties/head.ts';
import { KIND } from './properties/kind.ts';
import { KNOWN } from './properties/known.ts';
import { LEAK } from './properties/leak.ts';
import { LIVE } from './properties/live.ts';
import { LOCK } from './properties/lock.ts';
import { MAPCOUNT } from './properties/mapcount.ts';
import { MIGRATION } from './properties/migration.ts';
import { NOTIFY_PAIR } from './properties/notify-pair.ts';
import { PAGE_CACHE } from './properties/page-cache.ts';
import { PIN } from './properties/pin.ts';
import { PTL } from './properties/ptl.ts';
import { REF } from './properties/ref.ts';
import { RMAP } from './properties/rmap.ts';
import { SMMU_FREE } from './properties/smmu-free.ts';
import { SMMU_REVOKE } from './properties/smmu-revoke.ts';
import { SMMU_TABLE } from './properties/smmu-table.ts';
import { SOFT_DIRTY } from './properties/soft-dirty.ts';
import { STALE } from './properties/stale.ts';
import { SWAP_CACHE } from './properties/swap-cache.ts';
import { SWAP_COUNT } from './properties/swap-count.ts';
import { SWAP_DEV } from './properties/swap-dev.ts';
import { SWAP_SLOT } from './properties/swap-slot.ts';
import { TABLE_EMPTY } from './properties/table-empty.ts';
import { TABLE_LOCKED } from './properties/table-locked.ts';
import { TABLE_LOCKLESS } from './properties/table-lockless.ts';
import { TABLE_SHARE } from './properties/table-share.ts';
import { TLB_FREE } from './properties/tlb-free.ts';
import { TLB_REVOKE } from './properties/tlb-revoke.ts';
import { TLB_TABLE } from './properties/tlb-table.ts';
import { TRANSIENT_NONE } from './properties/transient-none.ts';
import { TRUNC } from './properties/trunc.ts';
import { UFFD_EVENT } from './properties/uffd-event.ts';
import { UFFD_MISSING } from './properties/uffd-missing.ts';
import { UFFD_WP } from './properties/uffd-wp.ts';
import type { MmProperty } from './property.ts';

/** All properties of the model, each once. */
export const PROPERTIES: readonly MmProperty[] = [
  SMMU_FREE,
  SMMU_REVOKE,
  SMMU_TABLE,
  NOTIFY_PAIR,
  TLB_FREE,
  TLB_REVOKE,
  TLB_TABLE,
  STALE,
  PTL,
  TABLE_LOCKED,
  TABLE_LOCKLESS,
  TABLE_EMPTY,
  TABLE_SHARE,
  TRANSIENT_NONE,
  REF,
  PIN,
  RMAP,
  MAPCOUNT,
  LEAK,
  HEAD,
  LOCK,
  ASSERT,
  COW,
  CONTENT,
  SWAP_SLOT,
  SWAP_COUNT,
  SWAP_CACHE,
  SWAP_DEV,
  PAGE_CACHE,
  TRUNC,
  KIND,
  MIGRATION,
  DIRTY,
  LIVE,
  KNOWN,
  GUARD,
  UFFD_EVENT,
  UFFD_MISSING,
  UFFD_WP,
  SOFT_DIRTY,
];

/** Returns a property by its name. */
export function propertyNamed(name: string): MmProperty | undefined {
  return PROPERTIES.find((property) => property.name === name);
}
