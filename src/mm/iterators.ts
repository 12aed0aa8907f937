import type { Iterator } from './vocabulary.ts';

/** Macros that are loop headers over modelled objects. */
export const ITERATORS: readonly Iterator[] = [
  {
    name: 'vma_interval_tree_foreach',
    cursor: 0,
    first: 'vma_interval_tree_iter_first($1, $2, $3)',
    next: 'vma_interval_tree_iter_next($0, $2, $3)',
  },
];
