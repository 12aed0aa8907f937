import { VM } from '../constants.ts';
import { BIT, ENTRY, entry, has, kindOf, targetOf } from '../entry.ts';
import { KVM_LIKE } from '../hardware/kvm.ts';
import type { Memory } from '../kernel.ts';
import { FLAG, TABLE_STATE } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type Witness, type World } from '../world.ts';
import { WRITE_FAULT } from './one-page.ts';
import { joinAnonVma, mapPage, placeFolio, placeFree, placeTables, placeVma, SMALL } from './setup.ts';

const PARENT = 1;
const CHILD = 2;
const PARENT_UPPER = 1;
const PARENT_TABLE = 2;
const CHILD_UPPER = 3;
const CHILD_TABLE = 4;
const ADDRESS = 2;
const HEAD = 1;
const TAIL = 2;
const FAULT = 1;
/** The upper entry of the parent for the address, and its first lower one. */
const PMD = 2;
const PTE = 3;
const CHILD_PMD = (CHILD_UPPER - 1) * 2 + 2;

const ANON = FLAG.anon | FLAG.uptodate | FLAG.swapBacked;
const HUGE_READ_ONLY = entry(ENTRY.leaf, HEAD, BIT.dirty);
const BASE_READ_ONLY = entry(ENTRY.leaf, HEAD, BIT.dirty);
const FLAGS = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE;

const SIZE = { ...SMALL, mms: 2, vmas: 2, tables: 4, pages: 4, anonVmas: 2, pins: 1 };

const BINDINGS: readonly Binding[] = [
  { type: 'struct mm_struct *', value: PARENT },
  { type: 'struct vm_area_struct *', value: PARENT },
  { type: 'struct page *', value: HEAD },
  { type: 'unsigned long', names: /addr/, value: ADDRESS },
  { type: 'pmd_t *', value: PMD },
  { type: 'pte_t *', value: PTE },
  { type: 'pmd_t', value: HUGE_READ_ONLY },
  { type: 'pte_t', value: BASE_READ_ONLY },
  { type: 'spinlock_t *', value: PARENT_TABLE },
  WRITE_FAULT,
];

/** Parent and child with a VMA each; the parent's anon_vma knows both. */
function placeBoth(m: Memory): void {
  placeTables(m, PARENT, PARENT_UPPER, PARENT_TABLE, ADDRESS);
  placeTables(m, CHILD, CHILD_UPPER, CHILD_TABLE, ADDRESS);
  placeVma(m, PARENT, { mm: PARENT, start: ADDRESS, pages: 2, flags: FLAGS, anonVma: 1 });
  placeVma(m, CHILD, { mm: CHILD, start: ADDRESS, pages: 2, flags: FLAGS, anonVma: 2 });
  joinAnonVma(m, 1, CHILD);
  placeFree(m, 3, 4);
}

/** The huge page in the parent's upper entry, read-only since a fork. */
function mapHuge(m: Memory): void {
  m.set(m.o.entry.value, PMD, HUGE_READ_ONLY);
  m.set(m.o.table.state, PARENT_TABLE, TABLE_STATE.freed);
  m.set(m.o.page.entire, HEAD, 1);
}

function pin(m: Memory): void {
  m.set(m.o.pin.page, 1, HEAD);
  m.set(m.o.pin.mm, 1, PARENT);
  m.set(m.o.pin.address, 1, ADDRESS);
}

/** The function decides on a write fault through a huge entry. */
function reusesHugePages({ primitives, parameters }: Touched): string | undefined {
  const decides = ['page_mapcount', 'total_mapcount', 'page_count', 'compound_mapcount', 'PageAnonExclusive'].some(
    (name) => primitives.has(name),
  );
  const huge = parameters.includes('pmd_t') && primitives.has('set_pmd_at');
  return decides && huge ? 'it decides whether a write fault may reuse a huge page' : undefined;
}

/** The same through an entry of a lower table, of which it is given what stood there. */
function reusesBasePages({ primitives, parameters }: Touched): string | undefined {
  const decides = ['page_mapcount', 'total_mapcount', 'page_count', 'atomic_read', 'PageAnonExclusive'].some((name) =>
    primitives.has(name),
  );
  return decides && parameters.includes('pte_t') && primitives.has('set_pte_at')
    ? 'it decides whether a write fault may reuse a page'
    : undefined;
}

const decided: Witness = {
  name: 'the fault is decided',
  says: 'The function comes to its end.',
  holds: (m) => m.get(m.o.thread.ended, FAULT) === 1,
};

const writable = (id: number): Witness => ({
  name: 'the program can write',
  says: 'The entry lets writes through.',
  holds: (m) => has(m.get(m.o.entry.value, id), BIT.write),
});

export const WP_HUGE_PINNED: World = {
  name: 'wp-huge-pinned',
  title: 'A write fault on a pinned huge page whose other owner is gone',
  about: `A device has pinned a huge page of the program (get_user_pages: a plain reference). The program has forked, which
write-protected the page in both; the child is gone, so that the program alone maps it. The next store takes a
write fault. If the fault is decided by the number of references, the pin counts as somebody else's: the page is copied,
the program goes on with the copy and the device with the old page. What counts is who maps it.

  parent                                       device
                                               pins the huge page
  forks; the child exits
  stores: two references, so copies
                                               writes a page that nobody maps`,
  properties: ['PIN'],
  incidental: ['REF', 'HEAD', 'LOCK', 'ASSERT'],
  dimensions: SIZE,
  initial: (m) => {
    placeBoth(m);
    placeFolio(m, HEAD, 2, { references: 2, mapping: 1, flags: ANON });
    mapHuge(m);
    pin(m);
  },
  threads: [{ name: 'write fault', runs: [SUBJECT] }],
  hardware: [],
  bindings: BINDINGS,
  witnesses: [decided, writable(PMD)],
  suits: reusesHugePages,
};

export const WP_HUGE_SHARED_TAIL: World = {
  name: 'wp-huge-shared-tail',
  title: 'A write fault through a huge entry, while another mm maps one page of the huge page',
  about: `After a fork the child has split its huge entry and given up the first half: it maps the second page of the huge page
by an entry of its own. The parent still maps the whole by its huge entry. To reuse the huge page on a write fault the
parent must be the only one that maps any page of it; asked of the head alone, the answer is one.

  parent                                           child
                                                   maps the second page
  how often is the head mapped? once: reuse
  stores to the second page
                                                   reads what the parent stored`,
  properties: ['COW'],
  incidental: ['REF', 'HEAD', 'RMAP', 'MAPCOUNT', 'LEAK', 'CONTENT', 'LOCK', 'ASSERT'],
  dimensions: SIZE,
  initial: (m) => {
    placeBoth(m);
    placeFolio(m, HEAD, 2, { references: 2, mapping: 1, flags: ANON });
    mapHuge(m);
    mapPage(m, CHILD_TABLE, ADDRESS + 1, TAIL, BIT.dirty);
    for (const page of [HEAD, TAIL]) m.set(m.o.page.content, page, page);
    for (const mm of [PARENT, CHILD]) m.set(m.o.place.content, m.place(mm, ADDRESS + 1), TAIL);
  },
  threads: [{ name: 'parent', runs: [SUBJECT, { function: 'cpu_store', args: [PARENT, ADDRESS + 1] }] }],
  hardware: [],
  bindings: BINDINGS,
  witnesses: [
    decided,
    {
      name: 'the parent has stored to a copy',
      says: 'The parent stores to another page than the child reads.',
      holds: (m) => m.get(m.o.place.content, m.place(PARENT, ADDRESS + 1)) !== TAIL && isCopied(m),
    },
  ],
  suits: reusesHugePages,
};

const isCopied = (m: Memory) => {
  const value = m.get(m.o.entry.value, PMD);
  return kindOf(value) === ENTRY.leaf && targetOf(value) !== HEAD;
};

/** The lock of the page table, and mmap_lock, which the caller of do_wp_page holds. */
function callerLocks(m: Memory): void {
  m.set(m.o.mm.readers, PARENT, 1);
  m.set(m.o.table.owner, PARENT_TABLE, FAULT);
}

export const WP_SPLIT_PINNED: World = {
  ...WP_HUGE_PINNED,
  name: 'wp-split-pinned',
  title: 'A write fault on a pinned page of a huge page that is mapped by base entries',
  about: `As wp-huge-pinned, with the huge entry split: the program maps both pages of the huge page by entries of their own,
and alone. The store is to the first page. A fault that never reuses a page of a huge page copies it, and so does one that
counts all mappings of all its pages, which are two here. From 5.19 on a page that must stay with its program is marked
exclusive, and fork leaves it alone (6c287605fd56): a plain reference promises this no longer.`,
  kernels: { until: '5.18' },
  initial: (m) => {
    placeBoth(m);
    placeFolio(m, HEAD, 2, { references: 3, mapping: 1, flags: ANON });
    mapPage(m, PARENT_TABLE, ADDRESS, HEAD, BIT.dirty);
    mapPage(m, PARENT_TABLE, ADDRESS + 1, TAIL, BIT.dirty);
    pin(m);
    callerLocks(m);
  },
  threads: [{ name: 'write fault', runs: [SUBJECT, { function: 'mmap_read_unlock', args: [PARENT] }] }],
  witnesses: [decided, writable(PTE)],
  suits: reusesBasePages,
};

export const WP_PINNED_SHARED: World = {
  ...WP_HUGE_PINNED,
  name: 'wp-pinned-shared',
  title: 'A write fault on a pinned huge page that the child still maps',
  about: `As wp-huge-pinned, but the child is alive and maps the huge page as well, until it exits. A fault on a page that two
programs map must copy, whoever holds a pin: the device is left with a page that the parent no longer maps (PIN), but that
page is not freed under it (REF), even when the child is gone.`,
  properties: ['PIN', 'REF'],
  incidental: ['HEAD', 'LOCK', 'ASSERT'],
  initial: (m) => {
    placeBoth(m);
    placeFolio(m, HEAD, 2, { references: 3, mapping: 1, flags: ANON });
    mapHuge(m);
    m.set(m.o.entry.value, CHILD_PMD, HUGE_READ_ONLY);
    m.set(m.o.page.entire, HEAD, 2);
    pin(m);
  },
  threads: [
    { name: 'write fault', runs: [SUBJECT] },
    { name: 'child', runs: [{ function: 'zap_huge_pmd', args: [CHILD, CHILD_PMD, ADDRESS] }] },
  ],
};

export const WP_HUGE_KVM: World = {
  ...WP_PINNED_SHARED,
  name: 'wp-huge-kvm',
  title: 'A write fault on a huge page that a guest uses by way of notifiers',
  about: `As wp-pinned-shared, with a device that holds no reference: KVM maps what the page tables map and gives it up when it
is told to (mmu notifiers). The fault copies the page for the parent and must tell KVM between the start and the end of an
invalidate range; then the guest follows to the copy and nothing is lost.`,
  properties: ['SMMU-REVOKE'],
  incidental: ['SMMU-FREE', 'NOTIFY-PAIR', 'LOCK', 'ASSERT'],
  dimensions: { ...SIZE, pins: 0, kvms: 1 },
  initial: (m) => {
    placeBoth(m);
    placeFolio(m, HEAD, 2, { references: 2, mapping: 1, flags: ANON });
    mapHuge(m);
    m.set(m.o.entry.value, CHILD_PMD, HUGE_READ_ONLY);
    m.set(m.o.page.entire, HEAD, 2);
  },
  threads: [{ name: 'write fault', runs: [SUBJECT] }],
  hardware: [KVM_LIKE],
  witnesses: [
    decided,
    {
      name: 'KVM maps the page',
      says: 'The guest maps a page of the huge page.',
      holds: (m) => targetOf(m.get(m.o.kvmSpte.value, ADDRESS + 1)) === HEAD,
    },
    {
      name: 'KVM maps the copy',
      says: 'The guest maps a page of the copy.',
      holds: (m) => targetOf(m.get(m.o.kvmSpte.value, ADDRESS + 1)) > TAIL,
    },
  ],
};
