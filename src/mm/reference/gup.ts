import type { ReferenceFunction } from '../vocabulary.ts';

/**
 * A walk with interrupts off, which takes the page of an entry and then looks at the entry again.
 *
 * @param grab How the page is taken.
 * @param then What is done once it was.
 */
const gupFast = (name: string, grab: string, then: string) => `void ${name}(struct mm_struct *mm, unsigned long address)
{
	pmd_t pmd;
	pte_t *ptep;
	pte_t pte;

	local_irq_disable();
	pmd = pmdp_get_lockless(pmd_offset_of(mm, address));
	if (!pmd_none(pmd) && !pmd_bad(pmd)) {
		ptep = pte_in_table(pmd_pgtable(pmd), address);
		pte = ptep_get_lockless(ptep);
		if (pte_present(pte) && ${grab}) {
${then}		}
	}
	local_irq_enable();
}`;

const PIN_AND_USE = `			if (pte_same(pte, ptep_get_lockless(ptep)))
				device_uses(mm, address, pte_page(pte));
			else
				unpin_user_page(pte_page(pte));
`;

/** Users that take pages from page tables. */
export const GUP_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'gup_fast',
    source: 'mm/gup.c: gup_fast_pgd_range to gup_fast_pte_range, 6.12: interrupts off, no lock',
    text: gupFast(
      'gup_fast',
      'folio_try_get(page_folio(pte_page(pte)))',
      `			if (!pte_same(pte, ptep_get_lockless(ptep)))
				put_page(pte_page(pte));
`,
    ),
  },
  {
    name: 'pin_user_page_fast',
    source: 'mm/gup.c: gup_fast_pte_range with FOLL_PIN, 6.12: pins first, then looks at the entry again',
    text: gupFast('pin_user_page_fast', 'try_grab_folio(pte_page(pte))', PIN_AND_USE),
  },
  {
    name: 'pin_user_page_fast_write',
    until: '5.10',
    source:
      'mm/gup.c: gup_pte_range with FOLL_PIN | FOLL_WRITE, 5.10: only a writable entry, looked at again after the pin',
    text: gupFast('pin_user_page_fast_write', 'pte_write(pte) && try_grab_folio(pte_page(pte))', PIN_AND_USE),
  },
  {
    name: 'pin_user_page_fast_write',
    since: '5.11',
    source:
      'mm/gup.c: lockless_pages_from_mm, 5.11 (57efa1fe5957): a pin taken while fork write-protects is given back',
    text: `void pin_user_page_fast_write(struct mm_struct *mm, unsigned long address)
{
	struct page *page = NULL;
	unsigned int seq;
	pmd_t pmd;
	pte_t *ptep;
	pte_t pte;

	seq = raw_read_seqcount(&mm->write_protect_seq);
	if (seq & 1)
		return;
	local_irq_disable();
	pmd = pmdp_get_lockless(pmd_offset_of(mm, address));
	if (!pmd_none(pmd) && !pmd_bad(pmd)) {
		ptep = pte_in_table(pmd_pgtable(pmd), address);
		pte = ptep_get_lockless(ptep);
		if (pte_present(pte) && pte_write(pte) && try_grab_folio(pte_page(pte))) {
			page = pte_page(pte);
			if (!pte_same(pte, ptep_get_lockless(ptep))) {
				unpin_user_page(page);
				page = NULL;
			}
		}
	}
	local_irq_enable();
	if (!page)
		return;
	if (read_seqcount_retry(&mm->write_protect_seq, seq))
		unpin_user_page(page);
	else
		device_uses(mm, address, page);
}`,
  },
  {
    name: 'pin_user_page_write',
    source: 'mm/gup.c: follow_page_pte with FOLL_PIN | FOLL_WRITE, 5.10: only a writable entry, under the ptl',
    text: `void pin_user_page_write(struct mm_struct *mm, unsigned long address)
{
	pmd_t *pmd;
	pte_t *pte;
	spinlock_t *ptl;
	pte_t entry;

	mmap_read_lock(mm);
	pmd = pmd_offset_of(mm, address);
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (pte) {
		entry = *pte;
		if (pte_present(entry) && pte_write(entry) && try_grab_folio(pte_page(entry)))
			device_uses(mm, address, pte_page(entry));
		pte_unmap_unlock(pte, ptl);
	}
	mmap_read_unlock(mm);
}`,
  },
  {
    name: 'get_user_page',
    source: 'mm/gup.c: get_user_pages for one page that is mapped, and put_page',
    text: `void get_user_page(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address, pmd_t *pmd)
{
	struct page *page;

	mmap_read_lock(mm);
	page = follow_page_pte(vma, address, pmd, FOLL_GET);
	mmap_read_unlock(mm);
	if (page)
		put_page(page);
}`,
  },
  {
    name: 'follow_page_pte',
    source: 'mm/gup.c, 5.7, with FOLL_GET: for writing only a writable entry',
    text: `struct page *follow_page_pte(struct vm_area_struct *vma, unsigned long address, pmd_t *pmd, unsigned int flags)
{
	struct mm_struct *mm = vma->vm_mm;
	struct page *page = NULL;
	spinlock_t *ptl;
	pte_t *ptep, pte;

	ptep = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!ptep)
		return NULL;
	pte = *ptep;
	if (pte_present(pte) && (!(flags & FOLL_WRITE) || pte_write(pte))) {
		page = vm_normal_page(vma, address, pte);
		get_page(page);
	}
	pte_unmap_unlock(ptep, ptl);
	return page;
}`,
  },
  {
    name: 'pin_user_page_fast_read',
    since: '5.19',
    source: 'mm/gup.c: gup_fast_pte_range with FOLL_PIN, 5.19: an anonymous page must be exclusive (gup_must_unshare)',
    text: `void pin_user_page_fast_read(struct mm_struct *mm, unsigned long address)
{
	struct page *page;
	pmd_t pmd;
	pte_t *ptep;
	pte_t pte;

	local_irq_disable();
	pmd = pmdp_get_lockless(pmd_offset_of(mm, address));
	ptep = pte_in_table(pmd_pgtable(pmd), address);
	pte = ptep_get_lockless(ptep);
	if (!pte_present(pte))
		goto out;
	page = pte_page(pte);
	if (!try_grab_folio(page))
		goto out;
	if (!pte_same(pte, ptep_get_lockless(ptep))) {
		gup_put_folio(page_folio(page), 1, FOLL_PIN);
		goto out;
	}
	if (PageAnon(page) && !PageAnonExclusive(page)) {
		gup_put_folio(page_folio(page), 1, FOLL_PIN);
		goto out;
	}
	device_uses(mm, address, page);
out:
	local_irq_enable();
}`,
  },
  {
    name: 'gup_put_folio',
    since: '5.18',
    source: 'mm/gup.c, with FOLL_PIN',
    text: `void gup_put_folio(struct folio *folio, int refs, unsigned int flags)
{
	unpin_user_folio(folio, refs);
}`,
  },
];
