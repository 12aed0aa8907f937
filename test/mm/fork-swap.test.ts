import { describe, expect, test } from 'vitest';
import { COPY_PAGE_RANGE_FUNCTIONS } from '../../src/mm/reference/copy-page-range.ts';
import { FORK_SWAP_EXCLUSIVE } from '../../src/mm/worlds/fork-entry.ts';
import { runText } from './bug-run.ts';
import { does, edited } from './litmus.ts';

const text = COPY_PAGE_RANGE_FUNCTIONS.find(({ name }) => name === 'copy_nonpresent_pte')?.text ?? '';
const run = (of: string) =>
  runText({ world: FORK_SWAP_EXCLUSIVE, property: 'COW', kernel: '6.12', function: 'copy_nonpresent_pte', text: of });

describe('a swapped-out page over fork', () => {
  test('whose entries are exclusive in neither keeps what the parent has stored', () => {
    const kept = run(text);
    expect([kept.result, kept.states]).toEqual(['holds', 119]);
    expect(kept.witnesses).toContain('the parent has its page back');
  });

  test('whose entries stay exclusive gives the parent what the child has stored', () => {
    const lost = run(edited(text, 'pte = pte_swp_clear_exclusive(orig_pte);', 'pte = orig_pte;'));
    expect(lost.result).toBe('violated');
    // The slot has an entry left, so the page stays in the swap cache, where the parent finds it.
    expect(does(lost)).toContain('program: folio_free_swap');
    expect(lost.trace.at(-1)?.changes).toEqual(['table 2[0]: swap 1 exclusive → page 1 write']);
  });
});
