import { VM } from '../constants.ts';
import { BIT, ENTRY, entry, has, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type Witness, type World } from '../world.ts';
import { ADDRESS, PAGE } from './one-page.ts';
import { placeFolio, placeFree, placeTables, placeVma, SMALL } from './setup.ts';

const PARENT = 1;
const CHILD = 2;
const PARENT_TABLE = 2;
const CHILD_TABLE = 4;
const FORK = 1;

/** The entry of the address in the child. */
const inherited = (m: Memory) => m.get(m.o.entry.value, m.entryIn(CHILD_TABLE, ADDRESS));

/** The function copies the entry of one VMA to another. */
function copiesEntries({ primitives, parameters }: Touched): string | undefined {
  const vmas = parameters.filter((type) => type === 'struct vm_area_struct *').length;
  return vmas === 2 && primitives.has('set_pte_at') && !primitives.has('ptep_get_and_clear')
    ? 'it copies the entries of one VMA to another'
    : undefined;
}

const BINDINGS: readonly Binding[] = [
  { type: 'struct vm_area_struct *', names: /dst|new/, value: CHILD },
  { type: 'struct vm_area_struct *', value: PARENT },
  { type: 'struct mm_struct *', names: /dst/, value: CHILD },
  { type: 'struct mm_struct *', value: PARENT },
  { type: 'pte_t *', names: /dst/, value: (CHILD_TABLE - 1) * 2 + 1 },
  { type: 'pte_t *', value: (PARENT_TABLE - 1) * 2 + 1 },
  { type: 'unsigned long', names: /addr/, value: ADDRESS },
];

/** A registered VMA in the parent, its copy in the child, which is not registered. */
function initial(m: Memory, value: number): void {
  placeTables(m, PARENT, 1, PARENT_TABLE, ADDRESS);
  placeTables(m, CHILD, 3, CHILD_TABLE, ADDRESS);
  const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE;
  placeVma(m, PARENT, { mm: PARENT, start: ADDRESS, pages: 1, flags: flags | VM.VM_UFFD_WP, anonVma: 1 });
  placeVma(m, CHILD, { mm: CHILD, start: ADDRESS, pages: 1, flags, anonVma: 2 });
  m.set(m.o.entry.value, m.entryIn(PARENT_TABLE, ADDRESS), value);
}

const SIZE = { ...SMALL, mms: 2, vmas: 2, tables: 4, pages: 2, anonVmas: 2 };

const copied: Witness = {
  name: 'the entry is copied',
  says: 'The child has an entry.',
  holds: (m) => kindOf(inherited(m)) !== ENTRY.none,
};

export const FORK_SWAP_UFFD_WP: World = {
  name: 'fork-swap-uffd-wp',
  title: 'Fork copies the swap entry of a write-protected page to a child that userfaultfd does not watch',
  about: `userfaultfd has write-protected an anonymous page of the parent, which is swapped out since: its swap entry carries the
uffd-wp bit. The monitor has not asked for events of fork, so the child's VMA is not registered and its entries must not
have the bit. What counts is the child's VMA: the parent's is registered always. With the bit left in, the child's page
comes back from swap with it, and its first write makes the entry writable.

  fork                                  child
  copies the swap entry with the bit
                                        stores: the page comes back, uffd-wp
                                        the VMA is not registered, so write is set: write and uffd-wp at once`,
  properties: ['UFFD-WP'],
  incidental: ['KIND', 'REF', 'LOCK', 'ASSERT'],
  dimensions: { ...SIZE, swapSlots: 1 },
  initial: (m) => {
    initial(m, entry(ENTRY.swap, 1, BIT.uffdWp));
    m.set(m.o.swap.count, 1, 1);
    placeFree(m, 1, 2);
  },
  threads: [{ name: 'program', runs: [SUBJECT, { function: 'user_store', args: [CHILD, ADDRESS] }] }],
  hardware: [],
  bindings: BINDINGS,
  witnesses: [
    copied,
    {
      name: 'the child has written',
      says: 'The child’s entry is writable.',
      holds: (m) => kindOf(inherited(m)) === ENTRY.leaf && has(inherited(m), BIT.write),
    },
  ],
  suits: copiesEntries,
};

const SLOT = 1;
/** What the parent has stored, and what the child stores. */
const STORED = 1;
const STORED_BY_CHILD = 2;

export const FORK_SWAP_EXCLUSIVE: World = {
  name: 'fork-swap-exclusive',
  title: 'Fork copies the swap entry of a page that was the parent’s alone',
  about: `A page of the parent was its alone when it was swapped out, and its swap entry says so: who brings it back may write to
it at once. By fork the child gets an entry of the same slot. From then on neither may have the mark, or the child brings
the page back and writes to the very page that the parent will find in the swap cache.

  fork                                  child                         parent
  copies the entry with its mark
                                        brings the page back, writable
                                        stores
                                                                      brings the same page back: what the child stored`,
  properties: ['COW'],
  incidental: ['SWAP-SLOT', 'SWAP-COUNT', 'REF', 'LOCK', 'ASSERT'],
  dimensions: { ...SIZE, pages: 3, swapSlots: 1 },
  kernels: { since: '5.19' },
  initial: (m) => {
    placeTables(m, PARENT, 1, PARENT_TABLE, ADDRESS);
    placeTables(m, CHILD, 3, CHILD_TABLE, ADDRESS);
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE;
    for (const mm of [PARENT, CHILD]) placeVma(m, mm, { mm, start: ADDRESS, pages: 1, flags, anonVma: mm });
    m.set(m.o.entry.value, m.entryIn(PARENT_TABLE, ADDRESS), entry(ENTRY.swap, SLOT, BIT.exclusive));
    m.set(m.o.swap.count, SLOT, 1);
    m.set(m.o.swap.content, SLOT, STORED);
    m.set(m.o.place.content, m.place(PARENT, ADDRESS), STORED);
    placeFree(m, 1, 3);
  },
  threads: [
    {
      name: 'program',
      runs: [
        SUBJECT,
        { function: 'user_write', args: [CHILD, ADDRESS, STORED_BY_CHILD] },
        { function: 'user_read', args: [PARENT, ADDRESS] },
      ],
    },
  ],
  hardware: [],
  bindings: BINDINGS,
  witnesses: [
    copied,
    {
      name: 'the parent has its page back',
      says: 'The parent maps a page again, after the child has stored to one.',
      holds: (m) => m.walk(PARENT, ADDRESS) !== 0 && has(inherited(m), BIT.dirty),
    },
  ],
  suits: copiesEntries,
};

export const FORK_MIGRATING: World = {
  name: 'fork-migrating',
  title: 'Fork copies the migration entry of a write-protected page',
  about: `A page of the parent, write-protected by userfaultfd, is under migration: its entry is not present and carries the
uffd-wp bit where entries of that sort have it. The child is not registered, so its copy must lose the bit, by the accessor
for entries that are not present. The bit of a present entry lies elsewhere: in a migration entry that place belongs to
the number of the page, and clearing it there makes the entry name another page.`,
  properties: ['KIND'],
  incidental: ['UFFD-WP', 'REF', 'LOCK', 'ASSERT'],
  dimensions: SIZE,
  initial: (m) => {
    initial(m, entry(ENTRY.migration, PAGE, BIT.uffdWp));
    placeFolio(m, PAGE, 1, { references: 2, mapping: 1, flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked });
  },
  threads: [{ name: 'fork', runs: [SUBJECT] }],
  hardware: [],
  bindings: BINDINGS,
  witnesses: [
    copied,
    { name: 'fork ends', says: 'Fork comes to its end.', holds: (m) => m.get(m.o.thread.ended, FORK) === 1 },
  ],
  suits: copiesEntries,
};
