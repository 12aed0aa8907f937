import { VM } from '../constants.ts';
import { BIT, ENTRY, kindOf } from '../entry.ts';
import { KVM_LIKE } from '../hardware/kvm.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Binding, SUBJECT, type ThreadOfWorld, type Touched, type Witness, type World } from '../world.ts';
import { ADDRESS, ended, ONE_PAGE, PAGE } from './one-page.ts';
import { mapPage, placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

/** Two programs that map the same file of hugetlb; the entries above lead both to one table. */
const UPPERS = [1, 3] as const;
const TABLE = 2;
/** The second address of the table's range. */
const MIDDLE = ADDRESS + 1;
const HUGETLB = VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED | VM.VM_MAYSHARE | VM.VM_HUGETLB;

/** Places both programs; `owners` are the mms of VMA 1 and 2. */
function share(m: Memory, owners: readonly [number, number]): void {
  for (const [index, upper] of UPPERS.entries()) placeTables(m, index + 1, upper, TABLE, ADDRESS);
  m.set(m.o.table.sharers, TABLE, 1);
  for (const [index, mm] of owners.entries())
    placeVma(m, index + 1, { mm, start: ADDRESS, pages: 2, flags: HUGETLB, file: 1 });
}

const upperOf = (m: Memory, mm: number) => m.get(m.o.entry.value, m.upperEntry(mm, ADDRESS));

const apart: Witness = {
  name: 'the first program has given the table up',
  says: 'The first program no longer uses the table that it has shared.',
  holds: (m) => kindOf(upperOf(m, 1)) === ENTRY.none && m.get(m.o.table.sharers, TABLE) === 0,
};

const isSplit: Witness = {
  name: 'the mapping is split',
  says: 'The mapping of the first program ends in the middle of the table’s range.',
  holds: (m) => m.get(m.o.vma.end, 1) === MIDDLE,
};

const BINDINGS: readonly Binding[] = [
  { type: 'struct vm_area_struct *', value: 1 },
  { type: 'struct mm_struct *', value: 1 },
  { type: 'struct address_space *', value: 1 },
  { type: 'unsigned long', names: /addr/, value: MIDDLE },
];

const SIZE = { ...SMALL, mms: 2, vmas: 3, tables: 3, files: 1, filePages: 2 };

const ABOUT = `Two programs map the same file of hugetlb, and share a page table for it: what the one changes in it, the other sees. That
is right only while each of them maps all of the table's range. A mapping that is split in the middle of it must give the
table up first, or its program will change entries of the other one.`;

/** The function splits a mapping, and looks after the table that it shares. */
function splits({ primitives }: Touched): string | undefined {
  return primitives.has('ptdesc_pmd_pts_dec') && primitives.has('split_vma_range')
    ? 'it splits a mapping whose page table programs share'
    : undefined;
}

const SPLIT: ThreadOfWorld = {
  name: 'split',
  runs: [{ function: 'mmap_write_lock', args: [1] }, SUBJECT, { function: 'mmap_write_unlock', args: [1] }],
};

export const HUGETLB_SPLIT: World = {
  name: 'hugetlb-split',
  title: 'A mapping of hugetlb is split in the middle of a page table that two programs share',
  about: `${ABOUT}

  split
  may the mapping be split there? yes
  splits it
  (the table is still shared)`,
  properties: ['TABLE-SHARE'],
  incidental: ['TABLE-LOCKED', 'NOTIFY-PAIR', 'LOCK', 'ASSERT'],
  dimensions: SIZE,
  initial: (m) => share(m, [1, 2]),
  kernels: { until: '6.6' },
  threads: [SPLIT],
  hardware: [],
  bindings: BINDINGS,
  witnesses: [ended(1), isSplit, apart],
  suits: splits,
};

export const HUGETLB_SPLIT_FAULT: World = {
  name: 'hugetlb-split-fault',
  title: 'A mapping of hugetlb is split while a fault shares a page table for it',
  about: `${ABOUT} A fault that finds no table takes the other
program's again, under the lock of the VMA alone (6.7). So the table must be given up where faults and rmap walks are kept
out: once the VMA and i_mmap_rwsem are locked for the split.

  split                                 fault
  gives the table up
                                        lock of the VMA: no table, shares one
  locks the VMA, splits it
  (the table is shared)`,
  properties: ['TABLE-SHARE'],
  incidental: ['TABLE-LOCKED', 'NOTIFY-PAIR', 'LOCK', 'LIVE', 'ASSERT'],
  dimensions: SIZE,
  kernels: { since: '6.7' },
  initial: (m) => share(m, [1, 2]),
  threads: [SPLIT, { name: 'fault', runs: [{ function: 'hugetlb_fault_share', args: [1, ADDRESS] }] }],
  hardware: [],
  bindings: BINDINGS,
  witnesses: [ended(1), isSplit, apart],
  suits: splits,
};

export const HUGETLB_MIGRATE_SHARED: World = {
  name: 'hugetlb-migrate-shared',
  title: 'A page of hugetlb is unmapped for migration from a page table that two programs share',
  about: `Two programs share a page table of hugetlb. Its entries count as one mapping each, whoever uses the table. Migration goes
through the mappings of the page, clears the entry for the first program, tells that program's secondary MMUs, and finds
that the page is mapped no longer. Nobody has told the second program's: KVM goes on using the page. Migration must take
the table away from each program that shares it, and tell of all that it loses.

  migration                             KVM of the second program
                                        has a shadow entry
  first program: clears the entry
  not mapped any more: done
  frees the page
                                        uses the page`,
  properties: ['SMMU-FREE'],
  incidental: ['SMMU-REVOKE', 'TABLE-SHARE', 'NOTIFY-PAIR', 'REF', 'TABLE-LOCKED', 'LOCK', 'ASSERT'],
  dimensions: { ...SIZE, pages: 1, kvms: 1 },
  initial: (m) => {
    share(m, [2, 1]);
    placeFolio(m, PAGE, 1, { references: 2, mapping: 1, flags: FLAG.uptodate | FLAG.hugetlb, locker: 1 });
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.write);
  },
  threads: [
    {
      name: 'migration',
      runs: [SUBJECT, { function: 'folio_unlock', args: [PAGE] }, { function: 'put_page', args: [PAGE] }],
    },
  ],
  hardware: [KVM_LIKE],
  bindings: ONE_PAGE,
  witnesses: [
    {
      name: 'the page is freed',
      says: 'The page is unmapped everywhere, and let go.',
      holds: (m) => m.get(m.o.page.allocated, PAGE) === 0,
    },
    {
      name: 'KVM has used it',
      says: 'KVM maps the page before it is unmapped.',
      holds: (m) => m.get(m.o.kvmSpte.value, ADDRESS + 1) !== 0,
    },
  ],
  suits: ({ primitives }) =>
    primitives.has('vma_interval_tree_iter_first') && primitives.has('page_mapcount')
      ? 'it unmaps a page from every program that maps it'
      : undefined,
};
