import type { Example } from '../bug.ts';
import { HIDE_DONTNEED } from '../worlds/hide.ts';
import { HIDE_PAGE, hidePage } from './hide-page.ts';

/** A page is taken off the reverse map where its entry is cleared, or forgotten there. */
export const MAPCOUNT: Example = {
  kernel: '6.8',
  property: 'MAPCOUNT',
  world: HIDE_DONTNEED,
  function: 'hide_page',
  before: hidePage('ptep_clear_flush(vma, address, pte);'),
  after: HIDE_PAGE,
};
