import { describe, expect, test } from 'vitest';
import { GUP_FUNCTIONS } from '../../src/mm/reference/gup.ts';
import { MIGRATE_FUNCTIONS } from '../../src/mm/reference/migrate.ts';
import type { World } from '../../src/mm/world.ts';
import { DISCARD_PINNED, PIN_SHARING, SHARE_ANON } from '../../src/mm/worlds/share-anon.ts';
import { runText } from './bug-run.ts';
import { does, edited } from './litmus.ts';

const textOf = (functions: readonly { readonly name: string; readonly text: string }[], name: string) =>
  functions.find((one) => one.name === name)?.text ?? '';

const run = (world: World, name: string, text: string) =>
  runText({ world, property: 'PIN', kernel: '6.12', function: name, text });

describe('sharing an exclusive page against GUP-fast (include/linux/rmap.h: __folio_try_share_anon_rmap)', () => {
  const share = textOf(MIGRATE_FUNCTIONS, 'share_anon_pte');
  const gup = textOf(GUP_FUNCTIONS, 'pin_user_page_fast_read');

  /** The steps come in this order. */
  function inOrder(lines: string[], ...steps: string[]): void {
    const places = steps.map((step) => lines.indexOf(step));
    expect(places, lines.join('\n')).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }

  test('as written, no page is pinned and no longer exclusive', () => {
    const shared = run(SHARE_ANON, 'share_anon_pte', share);
    const pinned = run(PIN_SHARING, 'pin_user_page_fast_read', gup);
    expect([shared.result, pinned.result]).toEqual(['holds', 'holds']);
    expect([shared.states, pinned.states]).toEqual([182, 182]);
  });

  test('without B4, the second look at the entry, it is', () => {
    const blind = edited(gup, '!pte_same(pte, ptep_get_lockless(ptep))', '0');
    const ran = run(PIN_SHARING, 'pin_user_page_fast_read', blind);
    expect(ran.result).toBe('violated');
    inOrder(does(ran), 'sharing: folio_maybe_dma_pinned', 'GUP-fast: try_grab_folio');
    inOrder(does(ran), 'GUP-fast: PageAnonExclusive', 'sharing: ClearPageAnonExclusive', 'GUP-fast: device_uses');
  });

  test('without B5, the look at the mark, it is', () => {
    const blind = edited(gup, 'PageAnon(page) && !PageAnonExclusive(page)', '0');
    const ran = run(PIN_SHARING, 'pin_user_page_fast_read', blind);
    expect(ran.result).toBe('violated');
    inOrder(does(ran), 'sharing: folio_maybe_dma_pinned', 'GUP-fast: try_grab_folio', 'GUP-fast: device_uses');
    inOrder(does(ran), 'sharing: ClearPageAnonExclusive', 'GUP-fast: device_uses');
  });

  test('with A2 and A3 exchanged it is', () => {
    const early = edited(
      edited(share, '	ClearPageAnonExclusive(page);\n', ''),
      '	page = pte_page(pte);\n',
      '	page = pte_page(pte);\n	ClearPageAnonExclusive(page);\n',
    );
    expect(run(SHARE_ANON, 'share_anon_pte', early).result).toBe('violated');
  });
});

describe('discarding a lazily freed page against GUP-fast (mm/rmap.c: comment in try_to_unmap_one)', () => {
  const discard = (parts: {
    early: string;
    late: string;
  }) => `bool try_to_unmap_one(struct folio *folio, struct vm_area_struct *vma, unsigned long address)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = mm_find_pmd(mm, address);
	int ref_count, map_count;
	spinlock_t *ptl;
	pte_t *pte;
	pte_t pteval;

	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!pte)
		return true;
${parts.early}	pteval = ptep_clear_flush(vma, address, pte);
${parts.late}	map_count = folio_mapcount(folio);
	/* The only page refs must be one from isolation plus the rmap(s). */
	if (ref_count == 1 + map_count && !pte_dirty(pteval)) {
		folio_remove_rmap_pte(folio, folio_page(folio, 0), vma);
		pte_unmap_unlock(pte, ptl);
		folio_put(folio);
		return true;
	}
	/* If the page was redirtied or is used, it cannot be discarded. Remap the page to page table. */
	set_pte_at(mm, address, pte, pteval);
	pte_unmap_unlock(pte, ptl);
	return false;
}`;
  const COUNT = '	ref_count = folio_ref_count(folio);\n';

  test('references are read after the entry is cleared: no discarded page is pinned', () => {
    const ran = run(DISCARD_PINNED, 'try_to_unmap_one', discard({ early: '', late: COUNT }));
    expect([ran.result, ran.missing, ran.states]).toEqual(['holds', [], 1703]);
  });

  test('read before it is cleared, one is', () => {
    const ran = run(DISCARD_PINNED, 'try_to_unmap_one', discard({ early: COUNT, late: '' }));
    expect(ran.result).toBe('violated');
    const lines = does(ran);
    expect(lines.indexOf('reclaim: folio_ref_count')).toBeLessThan(lines.indexOf('GUP-fast: try_grab_folio'));
    expect(lines.indexOf('GUP-fast: device_uses')).toBeGreaterThan(0);
  });
});
