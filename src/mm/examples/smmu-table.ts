import type { Example } from '../bug.ts';
import { RETRACT_SVA } from '../worlds/retract.ts';
import { retractTable } from './retract-table.ts';

/** A table is given up after the drivers that share the tables were told, or without a word to them. */
export const SMMU_TABLE: Example = {
  kernel: '6.5',
  property: 'SMMU-TABLE',
  world: RETRACT_SVA,
  function: 'retract',
  before: retractTable({}),
  after: retractTable({ told: 'mmu_notifier_invalidate_range(mm, addr, addr + HPAGE_PMD_SIZE);' }),
};
