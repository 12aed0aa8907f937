import type { Iterator } from './vocabulary.ts';

/** Macros that are loop headers over modelled objects. */
export const ITERATORS: readonly Iterator[] = [
  { name: 'for_each_vma', cursor: 1, first: 'vma_next(&$0)', next: 'vma_next(&$0)' },
  { name: 'for_each_vma_range', cursor: 1, first: 'vma_find(&$0, $2)', next: 'vma_find(&$0, $2)' },
  { name: 'mas_for_each', cursor: 1, first: 'mas_find($0, $2)', next: 'mas_find($0, $2)' },
  { name: 'xas_for_each', cursor: 1, first: 'xas_find($0, $2)', next: 'xas_next_entry($0, $2)' },
  { name: 'xas_for_each_conflict', cursor: 1, first: 'xas_find_conflict($0)', next: 'xas_find_conflict($0)' },
  {
    name: 'list_for_each_entry_reverse',
    cursor: 0,
    first: 'anon_vma_chain_last($1)',
    next: 'anon_vma_chain_previous($0)',
  },
  {
    name: 'vma_interval_tree_foreach',
    cursor: 0,
    first: 'vma_interval_tree_iter_first($1, $2, $3)',
    next: 'vma_interval_tree_iter_next($0, $2, $3)',
  },
];
