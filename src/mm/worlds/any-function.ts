import { VM } from '../constants.ts';
import { BIT, ENTRY, entry } from '../entry.ts';
import { cpu } from '../hardware/cpu.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { SWAP_DEVICE_OF_SLOTS } from '../pure.ts';
import { FOLDED_PUD } from '../upper-levels.ts';
import { type Binding, SUBJECT, type World } from '../world.ts';
import { ADDRESS, EMPTY_GATHER, ended, ONE_PAGE, PAGE, PMD, PTE, TABLE, UPPER } from './one-page.ts';
import { mapPage, placeCpu, placeFolio, placeFree, placeTables, placeVma, SMALL } from './setup.ts';

/** What an ordinary function may be handed: one object of each kind, and the place where the page stands. */
function bindings(lower: number, upper: number): readonly Binding[] {
  return [
    ...EMPTY_GATHER,
    ...ONE_PAGE,
    { type: 'unsigned long', names: /pgoff|index|offset/, value: 0 },
    { type: 'unsigned long', names: /nr|len|pages|size/, value: 1 },
    { type: 'unsigned int', names: /nr/, value: 1 },
    { type: 'struct file *', value: 1 },
    { type: 'struct anon_vma *', value: 1 },
    { type: 'struct rb_root_cached *', value: 1 },
    { type: 'spinlock_t *', value: TABLE },
    { type: 'pgtable_t', value: TABLE },
    { type: 'pte_t', value: lower },
    { type: 'pmd_t', value: upper },
    { type: 'pud_t *', value: FOLDED_PUD + 1 },
    { type: 'pud_t', value: entry(ENTRY.table, UPPER) },
    { type: 'p4d_t *', value: 1 },
    { type: 'pgd_t *', value: 1 },
    { type: 'struct swap_info_struct *', value: SWAP_DEVICE_OF_SLOTS },
    { type: 'struct swap_map_entry *', value: SWAP_DEVICE_OF_SLOTS },
    { type: 'struct maple_tree *', value: 1 },
    { type: 'struct xarray *', value: 1 },
    { type: 'struct userfaultfd_ctx *', value: 1 },
    { type: 'swp_entry_t', value: entry(ENTRY.swap, SLOT) },
    { type: 'pgprot_t', value: BIT.write },
  ];
}

const SLOT = 1;
const TO_TABLE = entry(ENTRY.table, TABLE);
const PLAIN = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE;

interface Situation {
  readonly name: string;
  readonly title: string;
  readonly has: string;
  readonly lower: number;
  readonly upper?: number;
  place(m: Memory): void;
}

/** A world for functions that no world was made for: nobody acts but the function and a CPU that uses the page. */
function anyFunction({ name, title, has, lower, upper = TO_TABLE, place }: Situation): World {
  return {
    name,
    title,
    about: `${has} A function that no other world was made for runs here alone, beside a CPU that may use the page at any
time. What is demanded is what every function must leave behind: locks as they were, as many mappings counted as there are,
every reference given back that nobody keeps. What its callers would have looked at first is not known, so only a function
that keeps a property before a patch is judged after it.

  CPU 1                       the function
  uses the page
                              does what it does
                              returns`,
    properties: ['LOCK', 'MAPCOUNT', 'LEAK', 'PTL'],
    incidental: ['REF', 'RMAP', 'ASSERT', 'LIVE', 'KIND', 'HEAD', 'NOTIFY-PAIR', 'TLB-FREE', 'STALE', 'DIRTY'],
    dimensions: { ...SMALL, pages: 3, anonVmas: 1, files: 1, filePages: 2, swapSlots: 1, cpus: 1 },
    initial: (m) => {
      placeTables(m, 1, UPPER, TABLE, ADDRESS);
      placeCpu(m, 1, 1);
      placeFree(m, 2, 3);
      place(m);
    },
    threads: [{ name: 'the function', runs: [SUBJECT] }],
    hardware: [cpu(1, { tables: false, stores: true })],
    bindings: bindings(lower, upper),
    witnesses: [ended(1)],
    isGeneral: true,
    suits: ({ primitives }) => (primitives.size > 0 ? 'no other world was made for what it does' : undefined),
  };
}

const ANON = FLAG.anon | FLAG.uptodate | FLAG.swapBacked;
const LEAF = entry(ENTRY.leaf, PAGE, BIT.write | BIT.young);

export const ANY_ANON = anyFunction({
  name: 'any-anon',
  title: 'Any function, and an anonymous page that is mapped',
  has: 'An anonymous page is mapped writable, by one program.',
  lower: LEAF,
  place: (m) => {
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: PLAIN, anonVma: 1 });
    placeFolio(m, PAGE, 1, { references: 1, mapping: 1, flags: ANON, exclusive: true });
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.write | BIT.young);
  },
});

export const ANY_FILE = anyFunction({
  name: 'any-file',
  title: 'Any function, and a page of a file that is mapped',
  has: 'A page of a file is in the page cache and mapped writable and shared, by one program.',
  lower: LEAF,
  place: (m) => {
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: PLAIN | VM.VM_SHARED | VM.VM_MAYSHARE, file: 1 });
    placeFolio(m, PAGE, 1, { references: 2, mapping: 1, flags: FLAG.uptodate });
    m.set(m.o.cache.page, 1, PAGE);
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.write | BIT.young);
  },
});

export const ANY_SWAP = anyFunction({
  name: 'any-swap',
  title: 'Any function, and an anonymous page that is swapped out',
  has: 'An anonymous page has gone out to a swap slot, and its memory to others.',
  lower: entry(ENTRY.swap, SLOT),
  place: (m) => {
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: PLAIN, anonVma: 1 });
    placeFree(m, PAGE);
    m.set(m.o.entry.value, PTE, entry(ENTRY.swap, SLOT));
    m.set(m.o.swap.count, SLOT, 1);
  },
});

export const ANY_HUGE = anyFunction({
  name: 'any-huge',
  title: 'Any function, and a huge anonymous page that is mapped whole',
  has: 'A huge anonymous page is mapped by an upper entry, with a page table laid by for a split.',
  lower: 0,
  upper: LEAF,
  place: (m) => {
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: PLAIN, anonVma: 1 });
    placeFolio(m, PAGE, 2, { references: 1, mapping: 1, flags: ANON, exclusive: true });
    m.set(m.o.entry.value, PMD, LEAF);
    m.set(m.o.page.entire, PAGE, 1);
    m.set(m.o.table.deposited, TABLE, 1);
  },
});
