interface Survivors {
  readonly mutants: RegExp;
  readonly reason: string;
}

/** Why no property notices a mutant that ends in other states than the fixed program, by what was dropped. */
const SURVIVORS: readonly Survivors[] = [
  {
    mutants: /^without (?:put_page|folio_put) /,
    reason: 'A reference is leaked: the model has no property that what was taken is given back in the end.',
  },
  {
    mutants: /^without (?:folio_unlock|unlock_page) /,
    reason:
      'The folio lock is kept: LOCK does not ask for folio locks at the end of a thread, since worlds begin and end with some held, and nobody else takes this one.',
  },
  {
    mutants: /^without (?:page_remove_rmap|folio_remove_rmap_pte) /,
    reason:
      'The map count stays too high: RMAP asks for mappings that rmap does not find, not for counts without a mapping.',
  },
  {
    mutants: /^without (?:free_pages_and_swap_cache|pte_free) /,
    reason: 'Memory is leaked: the model has no property that what nobody uses is freed.',
  },
  {
    mutants: /^without (?:dec_tlb_flush_pending|raw_write_seqcount_end|mn_invalidate_range_end) /,
    reason: 'The section stays open: others are kept out or flush too much for ever, which is slow and not unsafe.',
  },
  {
    mutants: /^without (?:get_page|folio_get|page_ref_add|folio_ref_add) /,
    reason: 'The count is too low from here on, but in this world it does not reach zero, where REF looks.',
  },
  {
    mutants: /^without page_add_new_anon_rmap /,
    reason: 'The page is not marked anonymous, RMAP asks for anonymous pages only, and nobody unmaps it in this world.',
  },
  {
    mutants: /^without page_add_file_rmap /,
    reason:
      'The map count is too low, which RMAP notices only when the mapping is taken off; nobody does in this world.',
  },
];

/** Returns why no property notices a mutant; undefined where nobody has found out yet. */
export function reasonFor(says: string): string | undefined {
  return SURVIVORS.find(({ mutants }) => mutants.test(says))?.reason;
}
