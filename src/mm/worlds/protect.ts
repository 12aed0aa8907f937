import { VM } from '../constants.ts';
import { BIT, has } from '../entry.ts';
import { cpu } from '../hardware/cpu.ts';
import { sva } from '../hardware/sva.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, entryOf, PAGE, PMD, PTE, TABLE, UPPER } from './one-page.ts';
import { mapPage, placeCpu, placeFolio, placeRevokers, placeTables, placeVma, SMALL } from './setup.ts';

const SIZE = { ...SMALL, pages: 1, anonVmas: 1 };

/** What the page holds. */
const CONTENT = 1;

/** One anonymous page, mapped writable and used. */
function initial(m: Memory): void {
  placeTables(m, 1, UPPER, TABLE, ADDRESS);
  placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
  placeFolio(m, PAGE, 1, {
    references: 1,
    mapping: 1,
    flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked,
    exclusive: true,
  });
  mapPage(m, TABLE, ADDRESS, PAGE, BIT.write | BIT.young | BIT.softDirty);
  m.set(m.o.page.content, PAGE, CONTENT);
  m.set(m.o.place.content, m.place(1, ADDRESS), CONTENT);
  placeRevokers(m, 1);
}

const BINDINGS: readonly Binding[] = [
  { type: 'struct mm_struct *', value: 1 },
  { type: 'struct vm_area_struct *', value: 1 },
  { type: 'unsigned long', names: /addr|start/, value: ADDRESS },
  { type: 'unsigned long', names: /end/, value: ADDRESS + 1 },
  { type: 'unsigned int', value: 0 },
  { type: 'unsigned long', names: /cp_flags/, value: 0 },
  { type: 'pgprot_t', value: 0 },
  { type: 'bool', names: /freed/, value: 0 },
  { type: 'pmd_t *', value: PMD },
];

const protectedWitness = {
  name: 'the write bit is gone',
  says: 'The entry loses its write bit.',
  holds: (m: Memory) => !has(entryOf(m), BIT.write),
};

const returned = { function: 'revoke_returned', args: [1, ADDRESS, ADDRESS + 1] };

/** The function is the architecture's flush of a range: it changes no entry and looks at no table. */
export function flushesRanges({ primitives, parameters }: Touched): string | undefined {
  const flushes = primitives.has('flush_tlb_mm_range') || primitives.has('flush_tlb_func');
  const walks = [
    'pud_offset',
    'pmd_offset_of',
    'spin_lock',
    'ptep_get_and_clear',
    'pmdp_huge_get_and_clear',
    'set_pte_at',
  ].some((name) => primitives.has(name));
  const ranges = parameters.filter((type) => type === 'unsigned long').length >= 2;
  return flushes && !walks && ranges ? 'it invalidates a range on the CPUs' : undefined;
}

/** The function takes rights from entries of a range and answers for the flush itself; one that is handed a table does a part. */
function takesRights({ primitives, parameters }: Touched): string | undefined {
  const changes = primitives.has('ptep_modify_prot_start') || primitives.has('ptep_set_wrprotect');
  const flushes = ['flush_tlb_range', 'flush_tlb_mm', 'flush_tlb_mm_range'].some((name) => primitives.has(name));
  const ranges = parameters.filter((type) => type === 'unsigned long').length >= 2;
  const isPart = parameters.includes('pmd_t *');
  return changes && flushes && ranges && !isPart
    ? 'it takes rights from the entries of a range and flushes'
    : undefined;
}

export const PROTECT_SVA: World = {
  name: 'protect-sva',
  title: 'The write right of a range is taken away while a device walks the same tables',
  about: `mprotect takes the write bit of an entry and invalidates the range. A device shares the page tables (IOMMU SVA) and
keeps leaves in a TLB of its own. No page is freed, so no notifier is called here: only the architecture's flush can tell
the device that the right is gone.

  device                              mprotect
  keeps the leaf, writable
                                      page-table lock, clears the write bit, unlocks
                                      flushes the CPUs
                                      returns
  still writes to the page`,
  properties: ['SMMU-REVOKE'],
  incidental: ['LOCK', 'ASSERT'],
  dimensions: { ...SIZE, svas: 1 },
  initial,
  threads: [
    {
      name: 'mprotect',
      runs: [
        { function: 'spin_lock', args: [TABLE] },
        { function: 'ptep_set_wrprotect', args: [1, ADDRESS, PTE] },
        { function: 'spin_unlock', args: [TABLE] },
        SUBJECT,
        returned,
      ],
    },
  ],
  hardware: [sva({ leaves: true })],
  bindings: BINDINGS,
  witnesses: [
    protectedWitness,
    {
      name: 'the device holds the right that is taken',
      says: 'The device keeps a writable leaf when the entry is writable no longer.',
      holds: (m) => has(m.get(m.o.svaLeaf.value, ADDRESS + 1), BIT.write) && !has(entryOf(m), BIT.write),
    },
  ],
  suits: flushesRanges,
};

export const PROTECT_CPU: World = {
  name: 'protect-cpu',
  title: 'The write right of a range is taken away while a CPU uses it',
  about: `A system call takes the write bit from the entries of a range, to see the next write (soft-dirty) or to forbid it
(mprotect). When it returns, every CPU must have lost the right: a write through an old translation is neither seen nor
stopped.

  CPU 1                               the function
  fills its TLB, writable
                                      page-table lock, clears the write bit, unlocks
                                      returns without a flush
  still writes to the page`,
  properties: ['TLB-REVOKE'],
  incidental: ['DIRTY', 'MAPCOUNT', 'STALE', 'PTL', 'LOCK', 'ASSERT'],
  dimensions: { ...SIZE, cpus: 1 },
  initial: (m) => {
    initial(m);
    placeCpu(m, 1, 1);
  },
  threads: [{ name: 'the function', runs: [SUBJECT, returned] }],
  hardware: [cpu(1, { tables: false, stores: true })],
  bindings: BINDINGS,
  witnesses: [
    protectedWitness,
    {
      name: 'the CPU holds the right that is taken',
      says: 'The TLB keeps a writable leaf when the entry is writable no longer.',
      holds: (m) => has(m.get(m.o.tlbLeaf.value, ADDRESS + 1), BIT.write) && !has(entryOf(m), BIT.write),
    },
  ],
  suits: takesRights,
};
