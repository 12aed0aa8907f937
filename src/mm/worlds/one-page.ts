import { TASK_SIZE } from '../constants.ts';
import { ENTRY, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import type { Binding, Witness } from '../world.ts';

/** The most common small world: an mm with one upper and one lower table, and a page that is mapped at one address. */
export const UPPER = 1;
export const TABLE = 2;
export const ADDRESS = 2;
export const PAGE = 1;
/** The upper entry that leads to the table, and the entry of the address. */
export const PMD = 2;
export const PTE = 3;

/** What the entry of the address holds. */
export const entryOf = (m: Memory): number => m.get(m.o.entry.value, PTE);

/**
 * What a function that zaps entries is handed besides: an mmu_gather as tlb_gather_mmu leaves it, which has collected nothing
 * yet, and no zap_details, as MADV_DONTNEED passes.
 */
export const EMPTY_GATHER: readonly Binding[] = [
  { type: 'struct mmu_gather_batch *', value: 0 },
  { type: 'struct mmu_table_batch *', value: 0 },
  { type: 'unsigned long', names: /^tlb\.start$/, value: TASK_SIZE },
  { type: 'unsigned long', names: /^tlb\.end$/, value: 0 },
  { type: 'unsigned int', names: /^tlb\.(?:fullmm|freed_tables|cleared_ptes)$/, value: 0 },
  { type: 'struct zap_details *', value: 0 },
];

/** The values of parameters for a function that takes the page, or a range that is the page's address. */
export const PAGE_RANGE: readonly Binding[] = [
  { type: 'struct vm_area_struct *', value: 1 },
  { type: 'struct mm_struct *', value: 1 },
  { type: 'struct page *', value: PAGE },
  { type: 'struct folio *', value: PAGE },
  { type: 'unsigned long', names: /addr|start/, value: ADDRESS },
  { type: 'unsigned long', names: /end/, value: ADDRESS + 1 },
  { type: 'pmd_t *', value: PMD },
];

/** The same where the function may be given the file and the entry too. */
export const ONE_PAGE: readonly Binding[] = [
  ...PAGE_RANGE,
  { type: 'struct address_space *', value: 1 },
  { type: 'struct inode *', value: 1 },
  { type: 'pgoff_t', value: 0 },
  { type: 'pte_t *', value: PTE },
];

const FAULT_FLAG_WRITE = 1;

/** vmf->flags of a write that found a read-only entry. */
export const WRITE_FAULT: Binding = { type: 'unsigned int', names: /^flags$/, value: FAULT_FLAG_WRITE };

/** The function of a thread has come to its end. */
export function ended(thread: number): Witness {
  return {
    name: 'the function ends',
    says: 'The function comes to its end.',
    holds: (m) => m.get(m.o.thread.ended, thread) === 1,
  };
}

/** The entry of the address stands for a page on its way. */
export const migrating: Witness = {
  name: 'the page is under migration',
  says: 'The entry of the page is a migration entry.',
  holds: (m) => kindOf(entryOf(m)) === ENTRY.migration,
};
