import type { Bug } from '../bug.ts';
import { MIGRATE_SCAN } from '../worlds/migrate-scan.ts';

const record = (
  field: string,
) => `void __migrate_folio_record(struct folio *dst, int old_page_state, struct anon_vma *anon_vma)
{
	dst->${field} = (void *)anon_vma + old_page_state;
}`;

/** What migration keeps for its second half stands where nobody takes it for something else. */
export const I7: Bug = {
  id: 'I7',
  title: 'mm: migrate: fix getting incorrect page mapping during page migration',
  commit: 'd1adb25df711',
  kernel: '6.7',
  property: 'ASSERT',
  world: MIGRATE_SCAN,
  function: '__migrate_folio_record',
  before: record('mapping'),
  after: record('private'),
  story: ['migration: store folio.mapping', 'scanner: load folio.mapping', 'scanner: i_mmap_lock_read'],
};
