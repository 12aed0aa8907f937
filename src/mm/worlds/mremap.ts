import { tlbLeafOf } from '../access.ts';
import { VM } from '../constants.ts';
import { BIT, ENTRY, entry, kindOf } from '../entry.ts';
import { cpu } from '../hardware/cpu.ts';
import type { Memory } from '../kernel.ts';
import { FLAG, TABLE_STATE } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type World } from '../world.ts';
import { mapPage, placeCpu, placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

const UPPER = 1;
export const OLD_TABLE = 2;
export const NEW_TABLE = 3;
export const OLD = 0;
export const NEW = 2;
export const OLD_VMA = 1;
export const NEW_VMA = 2;
const PAGE = 1;

/** The values of parameters of a function that moves entries from one VMA to another. */
export const MREMAP_BINDINGS: readonly Binding[] = [
  { type: 'struct mm_struct *', value: 1 },
  { type: 'struct vm_area_struct *', names: /^new_vma$/, value: NEW_VMA },
  { type: 'struct vm_area_struct *', value: OLD_VMA },
  { type: 'unsigned long', names: /new_addr/, value: NEW },
  { type: 'unsigned long', names: /old_addr/, value: OLD },
  { type: 'unsigned long', names: /old_end/, value: OLD + 1 },
  { type: 'unsigned long', names: /^len$/, value: 1 },
  { type: 'bool', names: /need_rmap_locks/, value: 0 },
  { type: 'pmd_t *', names: /new/, value: 2 },
  { type: 'pmd_t *', value: 1 },
];

const newEntry = (m: Memory) => m.get(m.o.entry.value, m.entryIn(NEW_TABLE, NEW));

/** The function takes entries from one VMA's table and sets them in another's. */
export function movesEntries({ primitives, parameters }: Touched): string | undefined {
  const moves = primitives.has('ptep_get_and_clear') && primitives.has('set_pte_at');
  const vmas = parameters.filter((type) => type === 'struct vm_area_struct *').length;
  return moves && vmas === 2 ? 'it moves entries from one VMA to another' : undefined;
}

export const MREMAP_TRUNCATE: World = {
  name: 'mremap-truncate',
  title: 'mremap moves an entry while a truncation frees the page at the new address',
  about: `mremap holds mmap_lock for writing and moves the entry of a file page from the old address to the new one, under the
locks of both tables. A truncation needs no mmap_lock: it finds the new mapping through the file. No CPU can have the new
address in its TLB, so its flush of that address reaches nothing; the old address may be in a TLB, and only mremap can
flush that. It must do so before it gives the page-table locks back.

  CPU 1                    mremap                              truncation
  fills its TLB (old)
                           both locks, moves the entry, unlocks
                                                               lock of the new table, clears the entry
                                                               flushes the new address, frees the page
  reaches the freed page
                           flushes the old address`,
  properties: ['TLB-FREE'],
  incidental: ['REF', 'RMAP', 'MAPCOUNT', 'LEAK', 'STALE', 'PTL', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, vmas: 2, tables: 3, pages: 1, files: 1, filePages: 1, cpus: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, OLD_TABLE, OLD);
    m.set(m.o.table.state, NEW_TABLE, TABLE_STATE.live);
    m.set(m.o.entry.value, m.entryIn(UPPER, NEW), entry(ENTRY.table, NEW_TABLE));
    placeCpu(m, 1, 1);
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED;
    placeVma(m, OLD_VMA, { mm: 1, start: OLD, pages: 1, flags, file: 1 });
    placeVma(m, NEW_VMA, { mm: 1, start: NEW, pages: 1, flags, file: 1 });
    placeFolio(m, PAGE, 1, { references: 1, mapping: 1, flags: FLAG.uptodate });
    mapPage(m, OLD_TABLE, OLD, PAGE, BIT.write);
  },
  threads: [
    {
      name: 'mremap',
      runs: [{ function: 'mmap_write_lock', args: [1] }, SUBJECT, { function: 'mmap_write_unlock', args: [1] }],
    },
    { name: 'truncation', runs: [{ function: 'zap_page_range_single', args: [NEW_VMA, NEW, 1] }] },
  ],
  hardware: [cpu(1, { tables: false })],
  bindings: MREMAP_BINDINGS,
  witnesses: [
    {
      name: 'the entry is moved while the CPU holds the old one',
      says: 'The new address is mapped, or was, while the TLB has the old address.',
      holds: (m) =>
        kindOf(m.get(m.o.entry.value, m.entryIn(OLD_TABLE, OLD))) !== ENTRY.leaf &&
        m.get(m.o.tlbLeaf.value, tlbLeafOf(m, 1, OLD)) !== 0,
    },
    {
      name: 'the page is freed at its new address',
      says: 'The truncation frees the page.',
      holds: (m) => kindOf(newEntry(m)) !== ENTRY.leaf && m.get(m.o.page.allocated, PAGE) === 0,
    },
  ],
  suits: movesEntries,
};
