import type { StepMutant } from './mm-mutants.ts';

interface Survivors {
  /** Ids of the bugs whose worlds this is about; of all where undefined. */
  readonly bugs?: readonly string[];
  readonly mutants: RegExp;
  readonly reason: string;
}

/** Why no property notices a mutant that ends in other states than the fixed program, by what the step is. */
const SURVIVORS: readonly Survivors[] = [
  {
    bugs: ['A3'],
    mutants: /^without (?:pmdp_get_lockless|ptep_get) /,
    reason: 'The scan passes every entry over and asks nothing: no property looks at what it answers.',
  },
  {
    bugs: ['A7'],
    mutants: /^without set_huge_pte_at /,
    reason: 'The world ends before migration puts the entry back: that none stands there in its place, nobody sees.',
  },
  {
    bugs: ['B5', 'B11', 'D1', 'G7', 'I5', 'J3'],
    mutants: /^without (?:put_page|folio_put|get_page|folio_get|page_ref_sub|folio_ref_add) /,
    reason:
      'The function hands references on to its caller, or takes the caller’s over, so that the fixed program ends with counts that nothing in the world explains: LEAK is not asked there.',
  },
  {
    bugs: ['C5'],
    mutants: /^without copy_user_highpage /,
    reason:
      'What the child must read is known only once the entry is shared; of a page that fork copies at once nobody in this world knows what it should hold.',
  },
  {
    bugs: ['E1'],
    mutants: /^without load anon_vma\.num_children /,
    reason:
      'An anon_vma with many children is taken: rmap walks from it get longer than they need be, and still find every page.',
  },
  {
    bugs: ['E9', 'H5'],
    mutants: /^without (?:(?:load|store) folio\.mapping|folio_test_swapbacked|__folio_set_swapbacked) /,
    reason:
      'The new folio is in no swap cache and is mapped nowhere: who restores the entries reads its mapping and flags later, and this world ends before that.',
  },
  {
    bugs: ['F3'],
    mutants: /^without (?:swap_duplicate|set_pte_at) /,
    reason:
      'The locks under which entry and count change together are its callers’: without them SWAP-COUNT sees the one before the other in the fixed program too, so it is not asked.',
  },
  {
    bugs: ['H1'],
    mutants: /^without store folio\.private /,
    reason: 'Nobody reads page->private of a page that is not in the swap cache.',
  },
  {
    bugs: ['K5'],
    mutants: /^without pmd_lock /,
    reason:
      'Without a lock to give back the function takes the entry for one that is not huge, and leaves it as it is.',
  },
  {
    bugs: ['L1'],
    mutants: /^without store huge_zero\.huge_zero_pfn /,
    reason:
      'The page that was given up is handed to nobody else in this world, whose entry would be taken for the huge zero page’s.',
  },
];

/** Returns why no property notices a mutant of a bug's fixed program; undefined where nobody has found out yet. */
export function reasonFor(bug: string, { says }: StepMutant): string | undefined {
  return SURVIVORS.find(({ bugs, mutants }) => (bugs?.includes(bug) ?? true) && mutants.test(says))?.reason;
}
