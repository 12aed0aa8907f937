import { BIT, ENTRY, type EntryKind, entry, has, isPresent, kindOf, targetOf } from './entry.ts';
import { flag, type Pure, pure } from './pure-function.ts';

/** PTE_MARKER_POISONED of constants.ts, which a marker has in the place of its target. */
const POISONED = 2;

/**
 * What of an entry that is not present belongs to the swp_entry_t itself. Of an entry that stands for a page that is
 * its kind, which says write or exclusive, and the accessed and dirty bits (5.20); uffd-wp and soft-dirty stand beside it.
 */
const ENTRY_BITS = 0xff | BIT.write | BIT.exclusive | BIT.dirty | BIT.young;

const isEntryOfPage = (value: number) =>
  kindOf(value) === ENTRY.migration || kindOf(value) === ENTRY.device || kindOf(value) === ENTRY.deviceExclusive;

const isMarker = (value: number) => kindOf(value) === ENTRY.marker;

/** Of a marker what it marks. */
const MARKER_BITS = 0xff | BIT.uffdWp;

const isMigration = (value: number) => kindOf(value) === ENTRY.migration;

/** Tests of a swp_entry_t that say no for entries of another kind. */
const asks = (name: string, test: (value: number) => boolean) =>
  pure(`bool ${name}(swp_entry_t)`, (_m, value = 0) => flag(test(value)));

/** A swp_entry_t that stands for a page. */
const makesEntry = (name: string, kind: EntryKind, bits: number) =>
  pure(`swp_entry_t ${name}(struct page *)`, (_m, page = 0) => entry(kind, page, bits));

/** Entries that are not present: swap, migration and device entries (include/linux/swapops.h, include/linux/swap.h). */
export const MIGRATION_ENTRIES: readonly Pure[] = [
  ...['pte', 'pmd'].flatMap((level) => [
    pure(`swp_entry_t ${level}_to_swp_entry(${level}_t)`, (m, value = 0) => {
      if (isPresent(value)) m.break('KIND');
      return value & (isEntryOfPage(value) ? ENTRY_BITS : isMarker(value) ? MARKER_BITS : 0xff);
    }),
    pure(`${level}_t swp_entry_to_${level}(swp_entry_t)`, (_m, value = 0) => value),
    pure(`bool is_swap_${level}(${level}_t)`, (_m, value = 0) =>
      flag(kindOf(value) !== ENTRY.none && !isPresent(value)),
    ),
  ]),
  pure('bool is_pmd_migration_entry(pmd_t)', (_m, value = 0) => flag(isMigration(value))),
  asks('non_swap_entry', (value) => kindOf(value) !== ENTRY.swap),
  asks('is_migration_entry', isMigration),
  asks('is_pte_marker_entry', isMarker),
  asks('pte_marker_entry_uffd_wp', (value) => isMarker(value) && has(value, BIT.uffdWp)),
  asks('is_poisoned_swp_entry', (value) => isMarker(value) && (targetOf(value) & POISONED) !== 0),
  pure('unsigned long pte_marker_get(swp_entry_t)', (_m, value = 0) =>
    isMarker(value) ? flag(has(value, BIT.uffdWp)) | (targetOf(value) & POISONED) : 0,
  ),
  ...['make_pte_marker_entry(unsigned long)', 'make_poisoned_swp_entry(void)'].map((prototype) =>
    pure(`swp_entry_t ${prototype}`, (_m, marker = POISONED) =>
      entry(ENTRY.marker, marker & POISONED, (marker & POISONED) === 0 ? BIT.uffdWp : 0),
    ),
  ),
  asks('is_writable_migration_entry', (value) => isMigration(value) && has(value, BIT.write)),
  asks('is_write_migration_entry', (value) => isMigration(value) && has(value, BIT.write)),
  asks('is_readable_migration_entry', (value) => isMigration(value) && !has(value, BIT.write | BIT.exclusive)),
  asks('is_readable_exclusive_migration_entry', (value) => isMigration(value) && has(value, BIT.exclusive)),
  asks('is_migration_entry_dirty', (value) => isMigration(value) && has(value, BIT.dirty)),
  asks('is_migration_entry_young', (value) => isMigration(value) && has(value, BIT.young)),
  asks('is_device_private_entry', (value) => kindOf(value) === ENTRY.device),
  asks('is_writable_device_private_entry', (value) => kindOf(value) === ENTRY.device && has(value, BIT.write)),
  asks('is_device_exclusive_entry', (value) => kindOf(value) === ENTRY.deviceExclusive),
  asks(
    'is_writable_device_exclusive_entry',
    (value) => kindOf(value) === ENTRY.deviceExclusive && has(value, BIT.write),
  ),
  asks('is_pfn_swap_entry', isEntryOfPage),
  makesEntry('make_readable_migration_entry', ENTRY.migration, 0),
  makesEntry('make_writable_migration_entry', ENTRY.migration, BIT.write),
  makesEntry('make_readable_exclusive_migration_entry', ENTRY.migration, BIT.exclusive),
  makesEntry('make_readable_device_private_entry', ENTRY.device, 0),
  makesEntry('make_writable_device_private_entry', ENTRY.device, BIT.write),
  makesEntry('make_readable_device_exclusive_entry', ENTRY.deviceExclusive, 0),
  makesEntry('make_writable_device_exclusive_entry', ENTRY.deviceExclusive, BIT.write),
  pure('swp_entry_t make_migration_entry(struct page *, int)', (_m, page = 0, write = 0) =>
    entry(ENTRY.migration, page, write === 0 ? 0 : BIT.write),
  ),
  pure('swp_entry_t make_migration_entry_dirty(swp_entry_t)', (_m, value = 0) => value | BIT.dirty),
  pure('swp_entry_t make_migration_entry_young(swp_entry_t)', (_m, value = 0) => value | BIT.young),
  pure('struct page *pfn_swap_entry_to_page(swp_entry_t)', (m, value = 0) => {
    if (!isEntryOfPage(value)) m.break('KIND');
    return targetOf(value);
  }),
  pure('struct folio *pfn_swap_entry_folio(swp_entry_t)', (m, value = 0) => {
    if (!isEntryOfPage(value)) m.break('KIND');
    return targetOf(value) === 0 ? 0 : m.get(m.o.page.head, targetOf(value));
  }),
];
