import type { Example } from '../bug.ts';
import { HIDE_DONTNEED } from '../worlds/hide.ts';
import { HIDE_PAGE, hidePage } from './hide-page.ts';

/** An entry is cleared, and the CPUs are told of it, or never. */
export const STALE: Example = {
  kernel: '6.8',
  property: 'STALE',
  world: HIDE_DONTNEED,
  function: 'hide_page',
  before: hidePage('ptep_get_and_clear(mm, address, pte);\n\t\tpage_remove_rmap(page, vma, false);'),
  after: HIDE_PAGE,
};
