import type { Bug } from '../bug.ts';
import { WP_FAULT_FUNCTIONS } from '../reference/wp-fault.ts';
import { WP_HUGE_SHARED_TAIL } from '../worlds/wp-huge.ts';

const text = WP_FAULT_FUNCTIONS.find((one) => one.name === 'do_huge_pmd_wp_page')?.text ?? '';
const OLD_TEST = 'if (page_mapcount(page) == 1 && page_count(page) == 1) {';

/**
 * All pages of a huge page count, not only the one that is asked: with page_mapcount of the head alone, as the code stood
 * without the detour over page_count, another mm's mapping of a tail goes unseen.
 */
export const D5: Bug = {
  id: 'D5',
  title: 'mm: thp: calculate the mapcount correctly for THP pages during WP faults',
  commit: '6d0a07edd17c',
  kernel: '4.6',
  property: 'COW',
  world: WP_HUGE_SHARED_TAIL,
  function: 'do_huge_pmd_wp_page',
  before: text.replace(OLD_TEST, 'if (page_mapcount(page) == 1) {'),
  after: text.replace(OLD_TEST, 'if (page_trans_huge_mapcount(page, NULL) == 1) {'),
  story: ['parent: page_mapcount', 'parent: set_pmd_at', 'parent: cpu_store'],
};
