import type { Iterator } from './vocabulary.ts';

/** Macros that are loop headers over modelled objects. */
export const ITERATORS: readonly Iterator[] = [
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
