/**
 * Parts of the model's objects of which it keeps nothing, with the reason: a step on one of them alone does nothing that the
 * model has, and what is read from one is open.
 */
const UNKEPT_FIELDS: readonly (readonly [struct: string, fields: string, why: string])[] = [
  ['xarray', 'xa_lock', 'every step on the array is atomic here (include/linux/xarray.h)'],
  [
    'mm_struct',
    'pgtables_bytes tlb_flush_batched total_vm locked_vm data_vm stack_vm exec_vm hiwater_rss hiwater_vm mm_count nr_ptes',
    'accounting, and the lifetime of the structure itself (include/linux/mm_types.h)',
  ],
  [
    'folio',
    '_large_mapcount _nr_pages_mapped _deferred_list lru _folio_nr_pages',
    'sums of what the pages of a folio count, and lists of reclaim (include/linux/mm_types.h)',
  ],
  ['page', 'lru', 'lists of reclaim'],
  ['vm_area_struct', 'vm_private_data vm_policy swap_readahead_info', 'data of drivers, policies and read-ahead'],
  ['address_space', 'nrpages wb_err writeback_index', 'accounting and errors of writeback (include/linux/fs.h)'],
  ['swap_info_struct', 'cont_lock inuse_pages', 'the second word of large counts of slots (mm/swapfile.c)'],
];

const REASONS: ReadonlyMap<string, string> = new Map(
  UNKEPT_FIELDS.flatMap(([struct, fields, why]) =>
    fields.split(' ').map((field) => [`${struct}.${field}`, why] as const),
  ),
);

/** Why the model keeps nothing of a field; undefined where it keeps it, or where nobody has said that it need not. */
export function whyUnkept(struct: string, field: string): string | undefined {
  return REASONS.get(`${struct}.${field}`);
}
