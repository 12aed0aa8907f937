import { BIT, ENTRY, entry, kindOf } from '../entry.ts';
import { TABLE_STATE } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, ended, PMD, TABLE, UPPER } from './one-page.ts';
import { placeFolio, placeTables, SMALL } from './setup.ts';

const INIT_MM = 1;
const HUGE = 1;

/** The function sets a huge entry where a table of the kernel's own mm hung. */
function mapsKernelMemory({ primitives }: Touched): string | undefined {
  const frees = primitives.has('flush_tlb_kernel_range') && primitives.has('pte_free');
  return frees && primitives.has('pmd_set_huge')
    ? 'it puts a huge page of the kernel in the place of a page table'
    : undefined;
}

export const VMAP_PTDUMP: World = {
  name: 'vmap-ptdump',
  title: 'vmap puts a huge page where an empty page table of the kernel hangs, while ptdump walks it',
  about: `The kernel's own mm keeps page tables whose mappings are gone. When vmap can use a huge page for such a range, it takes
the table out of the upper entry and frees it: nobody else maps there. But ptdump walks all tables of that mm, under its
mmap_lock for writing. Whoever frees a table of the kernel must hold that lock too, for reading at least.

  vmap                                 ptdump
                                       mmap_lock (write)
                                       reads the upper entry: a table
  clears the upper entry, flushes
  frees the table
                                       reads an entry of the freed table`,
  properties: ['TABLE-LOCKED'],
  incidental: ['TABLE-LOCKLESS', 'TABLE-EMPTY', 'LOCK', 'LIVE', 'ASSERT'],
  dimensions: { ...SMALL, pages: 2 },
  initial: (m) => {
    placeTables(m, INIT_MM, UPPER, TABLE, ADDRESS);
    placeFolio(m, HUGE, 2, { references: 1 });
  },
  threads: [
    { name: 'vmap', runs: [SUBJECT] },
    { name: 'ptdump', runs: [{ function: 'ptdump_walk', args: [INIT_MM, ADDRESS] }] },
  ],
  hardware: [],
  bindings: [
    { type: 'struct mm_struct *', value: INIT_MM },
    { type: 'pmd_t *', value: PMD },
    { type: 'unsigned long', names: /end/, value: ADDRESS + 2 },
    { type: 'unsigned long', names: /addr/, value: ADDRESS },
    { type: 'phys_addr_t', value: HUGE },
    { type: 'pgprot_t', value: BIT.write },
  ],
  witnesses: [
    ended(1),
    {
      name: 'a huge page takes the place of the table',
      says: 'The upper entry maps the huge page, and the table is freed.',
      holds: (m) =>
        m.get(m.o.entry.value, PMD) === entry(ENTRY.leaf, HUGE, BIT.write) &&
        m.get(m.o.table.state, TABLE) === TABLE_STATE.freed,
    },
    {
      name: 'ptdump walks while the table hangs',
      says: 'ptdump holds mmap_lock while the upper entry leads to the table.',
      holds: (m) => m.get(m.o.mm.writer, INIT_MM) === 2 && kindOf(m.get(m.o.entry.value, PMD)) === ENTRY.table,
    },
  ],
  suits: mapsKernelMemory,
};
