import { BIT, ENTRY, has, isPresent, kindOf, targetOf } from './entry.ts';
import type { Memory } from './kernel.ts';
import { flag, type Pure, pure } from './pure-function.ts';

/** What kind of entry an accessor is made for; the kernel tells them apart by convention alone. */
type For = 'present' | 'nonpresent' | 'any';

/** Breaks KIND where an accessor meets an entry of the other sort. None is neither: its bits are all zero. */
function mustBe(m: Memory, value: number, sort: For): void {
  if (kindOf(value) === ENTRY.none || sort === 'any') return;
  if (isPresent(value) !== (sort === 'present')) m.break('KIND');
}

/** One test of an entry's value, for both levels. */
function tests(name: string, sort: For, test: (value: number) => boolean): Pure[] {
  return ['pte', 'pmd'].map((level) =>
    pure(`bool ${level}_${name}(${level}_t)`, (m, value = 0) => {
      mustBe(m, value, sort);
      return flag(test(value));
    }),
  );
}

/** One new value from an entry's value, for both levels. */
function makes(name: string, sort: For, make: (value: number, m: Memory) => number): Pure[] {
  return ['pte', 'pmd'].map((level) =>
    pure(`${level}_t ${level}_${name}(${level}_t)`, (m, value = 0) => {
      mustBe(m, value, sort);
      return make(value, m);
    }),
  );
}

/** The page that a present leaf maps; anything else has no page frame number where this looks for it, so there is none. */
function pageOf(m: Memory, value: number): number {
  if (kindOf(value) === ENTRY.leaf) return targetOf(value);
  m.break('KIND');
  return 0;
}

/** pte_mkuffd_wp takes the write bit as well from 6.2. */
const withUffdWp = (value: number, m: Memory) =>
  (m.kernel.traits.uffdWpWriteProtects ? value & ~BIT.write : value) | BIT.uffdWp;

/** Tests and changes of an entry's bits, under the kernel's names (include/linux/pgtable.h, include/linux/swapops.h). */
export const ENTRY_ACCESSORS: readonly Pure[] = [
  ...tests('none', 'any', (value) => kindOf(value) === ENTRY.none),
  ...tests('present', 'any', isPresent),
  ...tests('write', 'present', (value) => has(value, BIT.write)),
  ...tests('dirty', 'present', (value) => has(value, BIT.dirty)),
  ...tests('young', 'present', (value) => has(value, BIT.young)),
  ...tests('uffd_wp', 'present', (value) => isPresent(value) && has(value, BIT.uffdWp)),
  ...tests('soft_dirty', 'present', (value) => has(value, BIT.softDirty)),
  ...tests('protnone', 'present', (value) => kindOf(value) === ENTRY.leaf && has(value, BIT.invalid)),
  ...tests('swp_uffd_wp', 'nonpresent', (value) => !isPresent(value) && has(value, BIT.uffdWp)),
  ...tests('swp_soft_dirty', 'nonpresent', (value) => !isPresent(value) && has(value, BIT.softDirty)),
  ...tests('swp_exclusive', 'nonpresent', (value) => kindOf(value) === ENTRY.swap && has(value, BIT.exclusive)),
  ...makes('mkwrite', 'present', (value) => value | BIT.write),
  ...makes('wrprotect', 'present', (value) => value & ~BIT.write),
  ...makes('mkdirty', 'present', (value) => value | BIT.dirty),
  ...makes('mkclean', 'present', (value) => value & ~BIT.dirty),
  ...makes('mkyoung', 'present', (value) => value | BIT.young),
  ...makes('mkold', 'present', (value) => value & ~BIT.young),
  ...makes('mkuffd_wp', 'present', withUffdWp),
  ...makes('clear_uffd_wp', 'present', (value) => value & ~BIT.uffdWp),
  ...makes('mksoft_dirty', 'present', (value) => value | BIT.softDirty),
  ...makes('clear_soft_dirty', 'present', (value) => value & ~BIT.softDirty),
  ...makes('swp_mkuffd_wp', 'nonpresent', (value) => value | BIT.uffdWp),
  ...makes('swp_clear_uffd_wp', 'nonpresent', (value) => value & ~BIT.uffdWp),
  ...makes('swp_mksoft_dirty', 'nonpresent', (value) => value | BIT.softDirty),
  ...makes('swp_clear_soft_dirty', 'nonpresent', (value) => value & ~BIT.softDirty),
  ...makes('swp_mkexclusive', 'nonpresent', (value) => value | BIT.exclusive),
  ...makes('swp_clear_exclusive', 'nonpresent', (value) => value & ~BIT.exclusive),
  pure('bool huge_pte_dirty(pte_t)', (m, value = 0) => {
    mustBe(m, value, 'present');
    return flag(has(value, BIT.dirty));
  }),
  pure('bool huge_pte_uffd_wp(pte_t)', (m, value = 0) => {
    mustBe(m, value, 'present');
    return flag(has(value, BIT.uffdWp));
  }),
  pure('pte_t huge_pte_mkuffd_wp(pte_t)', (m, value = 0) => {
    mustBe(m, value, 'present');
    return withUffdWp(value, m);
  }),
  pure('pte_t huge_pte_clear_uffd_wp(pte_t)', (m, value = 0) => {
    mustBe(m, value, 'present');
    return value & ~BIT.uffdWp;
  }),
  pure('pte_t huge_pte_wrprotect(pte_t)', (m, value = 0) => {
    mustBe(m, value, 'present');
    return value & ~BIT.write;
  }),
  pure('bool huge_pte_none(pte_t)', (_m, value = 0) => flag(kindOf(value) === ENTRY.none)),
  pure('struct page *pte_page(pte_t)', (m, value = 0) => pageOf(m, value)),
  pure('struct page *pmd_page(pmd_t)', (m, value = 0) => pageOf(m, value)),
  pure('unsigned long pte_pfn(pte_t)', (m, value = 0) => pageOf(m, value)),
  pure('unsigned long pmd_pfn(pmd_t)', (m, value = 0) => pageOf(m, value)),
  pure('pmd_t pmd_mkinvalid(pmd_t)', (m, value = 0) => {
    mustBe(m, value, 'present');
    return value | BIT.invalid;
  }),
];
