import { VM } from './constants.ts';
import { BIT, ENTRY, entry, has, isPresent, kindOf, targetOf } from './entry.ts';
import type { Memory } from './kernel.ts';
import { FLAG } from './objects.ts';
import { prototype } from './primitive.ts';
import type { Signature } from './vocabulary.ts';

/** A kernel function whose value depends on its arguments and on what does not change while a world runs. */
export interface Pure extends Signature {
  readonly value: (m: Memory, ...args: number[]) => number;
}

const pure = (text: string, value: Pure['value']): Pure => ({ ...prototype(text), value });
const flag = (yes: boolean) => (yes ? 1 : 0);

/** One test of an entry's value, for both levels. */
function tests(name: string, test: (value: number) => boolean): Pure[] {
  return ['pte', 'pmd'].map((level) => pure(`bool ${level}_${name}(${level}_t)`, (_m, value = 0) => flag(test(value))));
}

/** One new value from an entry's value, for both levels. */
function makes(name: string, make: (value: number) => number): Pure[] {
  return ['pte', 'pmd'].map((level) => pure(`${level}_t ${level}_${name}(${level}_t)`, (_m, value = 0) => make(value)));
}

const headOf = (m: Memory, page: number) => (page === 0 ? 0 : m.get(m.o.page.head, page));
const isTail = (m: Memory, page: number) => page !== 0 && headOf(m, page) !== page;
const isHead = (m: Memory, page: number) =>
  page < m.kernel.of.pages && !isTail(m, page) && headOf(m, page + 1) === page;

/** Functions without effect and without a step. */
export const PURE: readonly Pure[] = [
  ...tests('none', (value) => kindOf(value) === ENTRY.none),
  ...tests('present', isPresent),
  ...tests('write', (value) => has(value, BIT.write)),
  ...tests('dirty', (value) => has(value, BIT.dirty)),
  ...tests('young', (value) => has(value, BIT.young)),
  ...tests('uffd_wp', (value) => isPresent(value) && has(value, BIT.uffdWp)),
  ...tests('soft_dirty', (value) => has(value, BIT.softDirty)),
  ...tests('swp_uffd_wp', (value) => !isPresent(value) && has(value, BIT.uffdWp)),
  ...tests('swp_soft_dirty', (value) => !isPresent(value) && has(value, BIT.softDirty)),
  ...makes('mkwrite', (value) => value | BIT.write),
  ...makes('wrprotect', (value) => value & ~BIT.write),
  ...makes('mkdirty', (value) => value | BIT.dirty),
  ...makes('mkclean', (value) => value & ~BIT.dirty),
  ...makes('mkyoung', (value) => value | BIT.young),
  ...makes('mkold', (value) => value & ~BIT.young),
  ...makes('mkuffd_wp', (value) => value | BIT.uffdWp),
  ...makes('clear_uffd_wp', (value) => value & ~BIT.uffdWp),
  ...makes('mksoft_dirty', (value) => value | BIT.softDirty),
  ...makes('clear_soft_dirty', (value) => value & ~BIT.softDirty),
  ...makes('swp_mkuffd_wp', (value) => value | BIT.uffdWp),
  ...makes('swp_clear_uffd_wp', (value) => value & ~BIT.uffdWp),
  ...makes('swp_mksoft_dirty', (value) => value | BIT.softDirty),
  pure('pmd_t pmd_mkinvalid(pmd_t)', (_m, value = 0) => value | BIT.invalid),
  pure('bool pte_unused(pte_t)', (_m, value = 0) => flag(has(value, BIT.unused))),
  pure('bool pte_same(pte_t, pte_t)', (_m, a = 0, b = 0) => flag(a === b)),
  pure('bool pmd_same(pmd_t, pmd_t)', (_m, a = 0, b = 0) => flag(a === b)),
  pure('bool pmd_trans_huge(pmd_t)', (_m, value = 0) => flag(kindOf(value) === ENTRY.leaf)),
  pure('bool pmd_leaf(pmd_t)', (_m, value = 0) => flag(kindOf(value) === ENTRY.leaf)),
  pure('bool pmd_devmap(pmd_t)', () => 0),
  pure('bool pmd_bad(pmd_t)', (_m, value = 0) => flag(kindOf(value) !== ENTRY.table)),
  pure('bool is_pmd_migration_entry(pmd_t)', (_m, value = 0) => flag(kindOf(value) === ENTRY.migration)),
  pure('bool is_swap_pmd(pmd_t)', (_m, value = 0) => flag(kindOf(value) !== ENTRY.none && !isPresent(value))),
  pure('bool is_swap_pte(pte_t)', (_m, value = 0) => flag(kindOf(value) !== ENTRY.none && !isPresent(value))),
  pure('bool pte_none_mostly(pte_t)', (_m, value = 0) =>
    flag(kindOf(value) === ENTRY.none || kindOf(value) === ENTRY.marker),
  ),
  pure('bool is_pte_marker(pte_t)', (_m, value = 0) => flag(kindOf(value) === ENTRY.marker)),
  pure('bool pte_marker_uffd_wp(pte_t)', (_m, value = 0) =>
    flag(kindOf(value) === ENTRY.marker && has(value, BIT.uffdWp)),
  ),
  pure('bool pte_swp_uffd_wp_any(pte_t)', (_m, value = 0) => flag(!isPresent(value) && has(value, BIT.uffdWp))),
  pure('pte_t make_pte_marker(unsigned long)', () => entry(ENTRY.marker, 0, BIT.uffdWp)),
  pure(
    'struct mmu_gather_batch *batch_with_page(struct mmu_gather_batch *, struct page *)',
    (_m, batch = 0, page = 0) => batch | (1 << page),
  ),
  pure(
    'struct mmu_table_batch *batch_with_table(struct mmu_table_batch *, pgtable_t)',
    (_m, batch = 0, table = 0) => batch | (1 << table),
  ),
  pure('pgtable_t pmd_pgtable_page(pmd_t *)', (m, pmdp = 0) => (pmdp === 0 ? 0 : m.tableOf(pmdp))),
  pure('spinlock_t *pgtable_lockptr(pgtable_t)', (_m, table = 0) => table),
  pure('pmd_t mk_pmd(struct page *, pgprot_t)', (_m, page = 0, protection = 0) => entry(ENTRY.leaf, page, protection)),
  pure('pgtable_t pmd_pgtable(pmd_t)', (_m, value = 0) => targetOf(value)),
  pure('struct folio *pmd_folio(pmd_t)', (_m, value = 0) => targetOf(value)),
  pure('pte_t mk_pte(struct page *, pgprot_t)', (_m, page = 0, protection = 0) => entry(ENTRY.leaf, page, protection)),
  pure('pte_t __pte(unsigned long)', (_m, value = 0) => value),
  pure('struct page *pte_page(pte_t)', (_m, value = 0) => targetOf(value)),
  pure(
    'struct page *vm_normal_page(struct vm_area_struct *, unsigned long, pte_t)',
    (_m, _vma = 0, _address = 0, value = 0) => (kindOf(value) === ENTRY.leaf ? targetOf(value) : 0),
  ),
  pure('pte_t maybe_mkwrite(pte_t, struct vm_area_struct *)', (m, value = 0, vma = 0) =>
    (m.get(m.o.vma.flags, vma) & VM.VM_WRITE) !== 0 ? value | BIT.write : value,
  ),
  pure('swp_entry_t pte_to_swp_entry(pte_t)', (_m, value = 0) => value & 0xff),
  pure('pte_t swp_entry_to_pte(swp_entry_t)', (_m, value = 0) => value),
  pure('bool non_swap_entry(swp_entry_t)', (_m, value = 0) => flag(kindOf(value) !== ENTRY.swap)),
  pure('bool is_migration_entry(swp_entry_t)', (_m, value = 0) => flag(kindOf(value) === ENTRY.migration)),
  pure('swp_entry_t make_readable_migration_entry(struct page *)', (_m, page = 0) => entry(ENTRY.migration, page)),
  pure('struct page *pfn_swap_entry_to_page(swp_entry_t)', (_m, value = 0) => targetOf(value)),
  pure('struct page *compound_head(struct page *)', (m, page = 0) => headOf(m, page)),
  pure('struct folio *page_folio(struct page *)', (m, page = 0) => headOf(m, page)),
  pure('struct page *folio_page(struct folio *, unsigned long)', (_m, folio = 0, index = 0) => folio + index),
  pure('bool PageTail(struct page *)', (m, page = 0) => flag(isTail(m, page))),
  pure('bool PageHead(struct page *)', (m, page = 0) => flag(isHead(m, page))),
  pure('bool PageCompound(struct page *)', (m, page = 0) => flag(isTail(m, page) || isHead(m, page))),
  pure('bool PageTransCompound(struct page *)', (m, page = 0) => flag(isTail(m, page) || isHead(m, page))),
  pure('bool folio_test_large(struct folio *)', (m, folio = 0) => flag(isHead(m, folio))),
  pure('bool PageAnon(struct page *)', (m, page = 0) =>
    flag((m.get(m.o.page.flags, headOf(m, page)) & FLAG.anon) !== 0),
  ),
  pure('bool folio_test_anon(struct folio *)', (m, folio = 0) =>
    flag((m.get(m.o.page.flags, folio) & FLAG.anon) !== 0),
  ),
  pure('bool vma_is_anonymous(struct vm_area_struct *)', (m, vma = 0) => flag(m.get(m.o.vma.mapping, vma) === 0)),
  pure('bool vma_is_shmem(struct vm_area_struct *)', (m, vma = 0) => flag(m.get(m.o.vma.mapping, vma) !== 0)),
];
