import { VM } from './constants.ts';
import { compoundMapcountOf } from './counters.ts';
import { BIT, ENTRY, entry, has, kindOf } from './entry.ts';
import type { Memory } from './kernel.ts';
import { FLAG } from './objects.ts';
import { flag, type Pure, pure } from './pure-function.ts';

/** How many pages a folio has, asked of any of them. */
function pagesOf(m: Memory, page: number): number {
  if (page === 0) return 0;
  const head = m.get(m.o.page.head, page);
  let end = head;
  while (end <= m.kernel.of.pages && m.get(m.o.page.head, end) === head) end++;
  return end - head;
}

/** Error numbers as pointers: ids of objects stay below, negated errors above. */
const FIRST_ERROR = 0x8000;

/** Folios have one page or two: the order is the number of pages less one. A page counts as one byte. */
const size = (name: string) => pure(`unsigned long ${name}`, (m, page = 0) => pagesOf(m, page));
const order = (name: string) => pure(`unsigned int ${name}`, (m, page = 0) => pagesOf(m, page) - 1);

/** Sizes, kinds and numbers of folios, errors as pointers, and what is computed from a VMA's range and kind. */
export const FOLIO_VALUES: readonly Pure[] = [
  ...[
    'folio_nr_pages(struct folio *)',
    'thp_nr_pages(struct page *)',
    'compound_nr(struct page *)',
    'folio_size(struct folio *)',
    'page_size(struct page *)',
    'thp_size(struct page *)',
  ].map(size),
  ...['folio_order(struct folio *)', 'thp_order(struct page *)', 'folio_shift(struct folio *)'].map(order),
  pure('bool folio_test_pmd_mappable(struct folio *)', (m, folio = 0) => flag(pagesOf(m, folio) > 1)),
  pure('bool PageTransHuge(struct page *)', (m, page = 0) =>
    flag(pagesOf(m, page) > 1 && m.get(m.o.page.head, page) === page),
  ),
  pure('atomic_t *compound_mapcount_ptr(struct page *)', (m, page = 0) =>
    compoundMapcountOf(m, m.get(m.o.page.head, page)),
  ),
  ...['bool folio_test_hugetlb(struct folio *)', 'bool PageHuge(struct page *)'].map((test) =>
    pure(test, (m, page = 0) => flag((m.get(m.o.page.flags, m.get(m.o.page.head, page)) & FLAG.hugetlb) !== 0)),
  ),
  pure('bool is_vm_hugetlb_page(struct vm_area_struct *)', (m, vma = 0) =>
    flag((m.get(m.o.vma.flags, vma) & VM.VM_HUGETLB) !== 0),
  ),
  pure('struct page *nth_page(struct page *, unsigned long)', (_m, page = 0, n = 0) => page + n),
  pure('struct page *folio_file_page(struct folio *, pgoff_t)', (m, folio = 0, index = 0) =>
    folio === 0 ? 0 : folio + (index & (pagesOf(m, folio) - 1)),
  ),
  pure('unsigned long folio_page_idx(struct folio *, struct page *)', (_m, folio = 0, page = 0) => page - folio),
  pure('unsigned long folio_pfn(struct folio *)', (_m, folio = 0) => folio),
  pure('struct folio *pfn_folio(unsigned long)', (m, pfn = 0) => (pfn === 0 ? 0 : m.get(m.o.page.head, pfn))),
  pure('void *ERR_PTR(long)', (_m, error = 0) => error),
  pure('void *ERR_CAST(void *)', (_m, error = 0) => error),
  pure('long PTR_ERR(void *)', (_m, error = 0) => error),
  pure('bool IS_ERR(void *)', (_m, pointer = 0) => flag(pointer >= FIRST_ERROR)),
  pure('bool IS_ERR_OR_NULL(void *)', (_m, pointer = 0) => flag(pointer === 0 || pointer >= FIRST_ERROR)),
  pure('bool IS_ERR_VALUE(unsigned long)', (_m, value = 0) => flag(value >= FIRST_ERROR)),
  pure('long PTR_ERR_OR_ZERO(void *)', (_m, pointer = 0) => (pointer >= FIRST_ERROR ? pointer : 0)),
  pure('unsigned long vma_pages(struct vm_area_struct *)', (m, vma = 0) =>
    Math.max(0, m.get(m.o.vma.end, vma) - m.get(m.o.vma.start, vma)),
  ),
  pure('struct inode *file_inode(struct file *)', (_m, file = 0) => file),
  pure('bool pud_bad(pud_t)', (_m, value = 0) => flag(kindOf(value) !== ENTRY.table)),
  pure('bool huge_pte_write(pte_t)', (_m, value = 0) => flag(has(value, BIT.write))),
  pure('pmd_t pfn_pmd(unsigned long, pgprot_t)', (_m, pfn = 0, bits = 0) => entry(ENTRY.leaf, pfn, bits)),
  ...['pte', 'pmd', 'pud'].map((level) => pure(`unsigned long ${level}_val(${level}_t)`, (_m, value = 0) => value)),
];
