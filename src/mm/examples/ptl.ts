import type { Example } from '../bug.ts';
import { HIDE_DONTNEED } from '../worlds/hide.ts';
import { HIDE_PAGE, hidePage } from './hide-page.ts';

/** An entry is cleared under the lock of its table, or once that was given back. */
export const PTL: Example = {
  kernel: '6.8',
  property: 'PTL',
  world: HIDE_DONTNEED,
  function: 'hide_page',
  before: hidePage('page_remove_rmap(page, vma, false);', 'ptep_clear_flush(vma, address, pte);'),
  after: HIDE_PAGE,
};
