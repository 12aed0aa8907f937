import { VM } from '../constants.ts';
import { BIT, ENTRY, kindOf } from '../entry.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, ended, entryOf, ONE_PAGE, PAGE, PMD, TABLE, UPPER } from './one-page.ts';
import { mapPage, placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

const GUP = 2;

/** The function takes the entry of a huge page away by hugetlb's own lock of it. */
function unmapsHugetlb({ primitives, parameters }: Touched): string | undefined {
  const locks = primitives.has('spin_lock') && !primitives.has('rcu_read_lock') && !primitives.has('pmd_lock');
  const unmaps =
    primitives.has('ptep_get_and_clear') && primitives.has('page_remove_rmap') && primitives.has('put_page');
  const isGivenRange = parameters.includes('struct vm_area_struct *') && parameters.includes('unsigned long');
  return locks && unmaps && isGivenRange
    ? 'it unmaps a page under a lock that it has found without the page table'
    : undefined;
}

export const HUGETLB_GUP: World = {
  name: 'hugetlb-gup',
  title: 'hugetlb unmaps a page while the common walk of GUP looks at its entry',
  about: `A page of hugetlb that is smaller than a PMD is mapped by entries of a PTE table. The common walk over page tables, which
GUP uses for hugetlb too, locks that table. hugetlb must take the very same lock: with another one (mm->page_table_lock)
both believe that nobody else is at the entry. GUP has read the entry, hugetlb clears it and lets the page go, and GUP
takes a reference to a page that is free.

  hugetlb                              GUP
                                       lock of the table, reads the entry
  mm->page_table_lock, clears the entry
  drops the last reference
                                       takes a reference`,
  properties: ['REF'],
  incidental: ['PTL', 'TABLE-LOCKED', 'LOCK', 'LIVE', 'ASSERT'],
  dimensions: { ...SMALL, pages: 1, anonVmas: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE | VM.VM_HUGETLB;
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags, anonVma: 1 });
    placeFolio(m, PAGE, 1, {
      references: 1,
      mapping: 1,
      flags: FLAG.anon | FLAG.uptodate | FLAG.hugetlb,
      exclusive: true,
    });
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.write);
  },
  threads: [
    { name: 'hugetlb', runs: [SUBJECT] },
    { name: 'GUP', runs: [{ function: 'get_user_page', args: [1, 1, ADDRESS, PMD] }] },
  ],
  hardware: [],
  bindings: ONE_PAGE,
  witnesses: [
    ended(1),
    {
      name: 'GUP gets the page',
      says: 'GUP takes a reference to the page.',
      holds: (m) => m.get(m.o.page.refcount, PAGE) === 2,
    },
    {
      name: 'GUP comes while the entry is being taken away',
      says: 'GUP holds mmap_lock when the entry is none.',
      holds: (m) => (m.get(m.o.mm.readers, 1) & (1 << (GUP - 1))) !== 0 && kindOf(entryOf(m)) === ENTRY.none,
    },
  ],
  suits: unmapsHugetlb,
};
