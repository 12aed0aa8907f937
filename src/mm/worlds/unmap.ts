import { VM } from '../constants.ts';
import { BIT, ENTRY, kindOf } from '../entry.ts';
import { cpu } from '../hardware/cpu.ts';
import { KVM_LIKE } from '../hardware/kvm.ts';
import { sva } from '../hardware/sva.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type Witness, type World } from '../world.ts';
import { mapPage, placeCpu, placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

export const UPPER = 1;
export const TABLE = 2;
export const ADDRESS = 2;
export const PAGE = 1;
export const RECLAIM = 1;

export const UNMAP_BINDINGS: readonly Binding[] = [
  { type: 'struct folio *', value: PAGE },
  { type: 'struct page *', value: PAGE },
  { type: 'struct vm_area_struct *', value: 1 },
  { type: 'struct mm_struct *', value: 1 },
  { type: 'unsigned long', names: /addr/, value: ADDRESS },
  { type: 'pmd_t *', value: 2 },
  { type: 'pte_t *', value: 3 },
  /** Flags of the rmap walk: plain reclaim. */
  { type: 'void *', names: /arg/, value: 0 },
];

const entryOf = (m: Memory) => m.get(m.o.entry.value, m.entryIn(TABLE, ADDRESS));

/** The function takes one page out of the page tables and off the reverse map. */
export function unmapsPages({ primitives, parameters }: Touched): string | undefined {
  const clears = primitives.has('ptep_get_and_clear');
  const uncounts = primitives.has('page_remove_rmap') || primitives.has('folio_remove_rmap_pte');
  const given = parameters.includes('struct folio *') || parameters.includes('struct page *');
  return clears && uncounts && given ? 'it unmaps a page that it is given from one VMA' : undefined;
}

export const unmapped: Witness = {
  name: 'the page is unmapped',
  says: 'The function takes the page out of the page table.',
  holds: (m: Memory) => kindOf(entryOf(m)) !== ENTRY.leaf,
};

export const UNMAP_KVM: World = {
  name: 'unmap-kvm',
  title: 'A file page is unmapped and freed while KVM and a CPU use it',
  about: `Reclaim unmaps a clean page of a file and frees it. A guest maps the page through KVM, which has shadow entries of
its own; a CPU may hold the translation in its TLB. The flush reaches the CPU; only the notifier reaches KVM.

  KVM                        reclaim
  maps the page
                             clears the entry, flushes the CPUs
                             takes the page off rmap, frees it
  accesses the freed page`,
  properties: ['SMMU-FREE', 'SMMU-REVOKE', 'TLB-FREE'],
  incidental: ['NOTIFY-PAIR', 'REF', 'RMAP', 'MAPCOUNT', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 1, files: 1, filePages: 1, kvms: 1, cpus: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeCpu(m, 1, 1);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED, file: 1 });
    placeFolio(m, PAGE, 1, { references: 3, mapping: 1, flags: FLAG.uptodate, locker: RECLAIM });
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.write);
  },
  threads: [{ name: 'reclaim', runs: [SUBJECT, { function: 'remove_unmapped_page', args: [PAGE] }] }],
  hardware: [KVM_LIKE, cpu(1, { tables: true })],
  bindings: UNMAP_BINDINGS,
  witnesses: [
    unmapped,
    {
      name: 'KVM maps the page',
      says: 'The guest maps the page.',
      holds: (m) => m.get(m.o.kvmSpte.value, ADDRESS + 1) !== 0,
    },
    {
      name: 'the page is freed',
      says: 'Reclaim frees the page.',
      holds: (m) => m.get(m.o.page.allocated, PAGE) === 0,
    },
  ],
  suits: unmapsPages,
};

export const UNMAP_SVA: World = {
  ...UNMAP_KVM,
  name: 'unmap-sva',
  title: 'A file page is unmapped and freed while a device that shares the tables uses it',
  about: `As unmap-kvm, with a device that walks the CPU's own page tables and caches the leaves that it finds. It has no entries
of its own that a range could close: it must be made to forget, until 6.5 by the end of the notifier's range, from 6.6 by
the very flush that reaches the CPUs.

  device                     reclaim
  translates, keeps the leaf
                             clears the entry, tells nobody
                             takes the page off rmap, frees it
  accesses the freed page`,
  properties: ['SMMU-FREE'],
  incidental: ['NOTIFY-PAIR', 'STALE', 'REF', 'RMAP', 'MAPCOUNT', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 1, files: 1, filePages: 1, svas: 1, cpus: 1 },
  hardware: [sva({ leaves: true })],
  witnesses: [
    unmapped,
    {
      name: 'the device keeps the leaf of an entry that is gone',
      says: 'The device keeps the leaf after the entry was cleared.',
      holds: (m) => m.get(m.o.svaLeaf.value, ADDRESS + 1) !== 0 && kindOf(entryOf(m)) !== ENTRY.leaf,
    },
    {
      name: 'the page is freed',
      says: 'Reclaim frees the page.',
      holds: (m) => m.get(m.o.page.allocated, PAGE) === 0,
    },
  ],
};
