import type { Example } from './bug.ts';
import { BUGS } from './bugs.ts';
import { CONTENT } from './examples/content.ts';
import { KNOWN } from './examples/known.ts';
import { LEAK } from './examples/leak.ts';
import { LIVE } from './examples/live.ts';
import { LOCK } from './examples/lock.ts';
import { MAPCOUNT } from './examples/mapcount.ts';
import { MIGRATION } from './examples/migration.ts';
import { NOTIFY_PAIR } from './examples/notify-pair.ts';
import { PAGE_CACHE } from './examples/page-cache.ts';
import { PTL } from './examples/ptl.ts';
import { SMMU_FREE } from './examples/smmu-free.ts';
import { SMMU_TABLE } from './examples/smmu-table.ts';
import { STALE } from './examples/stale.ts';
import { SWAP_COUNT } from './examples/swap-count.ts';
import { TABLE_EMPTY } from './examples/table-empty.ts';
import { UFFD_EVENT } from './examples/uffd-event.ts';
import { UFFD_MISSING } from './examples/uffd-missing.ts';

/** Short pairs of texts for the properties that no bug of the catalogue breaks. */
const OWN: readonly Example[] = [
  CONTENT,
  KNOWN,
  LEAK,
  LIVE,
  LOCK,
  MAPCOUNT,
  MIGRATION,
  NOTIFY_PAIR,
  PAGE_CACHE,
  PTL,
  SMMU_FREE,
  SMMU_TABLE,
  STALE,
  SWAP_COUNT,
  TABLE_EMPTY,
  UFFD_EVENT,
  UFFD_MISSING,
];

/**
 * Returns what shows a property at work: a function that breaks it, and the same without the mistake. A real bug where there
 * is one.
 *
 * @throws Error for a property without one: every property has to have an example.
 */
export function exampleOf(property: string): Example {
  const example = [...OWN, ...BUGS].find((one) => one.property === property);
  if (example === undefined) throw new Error(`expected an example for the property ${property}`);
  return example;
}
