import { tlbLeafOf } from '../access.ts';
import { ENTRY, entry, kindOf } from '../entry.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { MREMAP_BINDINGS, MREMAP_TRUNCATE, NEW, NEW_TABLE, NEW_VMA, OLD, OLD_TABLE } from './mremap.ts';

const UPPER = 1;

/** The function takes a table out of one upper entry and hangs it into another. */
function movesTables({ primitives }: Touched): string | undefined {
  return primitives.has('pmd_clear') && primitives.has('pmd_populate') ? 'it moves a whole page table' : undefined;
}

export const MREMAP_TABLE_TRUNCATE: World = {
  ...MREMAP_TRUNCATE,
  name: 'mremap-table-truncate',
  title: 'mremap moves a whole page table while a truncation frees a page of it at the new address',
  about: `As mremap-truncate, where old and new range are both aligned: the table is taken out of the old upper entry and hung into
the new one, under the lock of the upper table alone. The lock of the moved table itself is not held, so that a truncation
which comes by the new address takes it, clears the entry, and flushes the new address, all before mremap has flushed the
old one. What keeps truncation out is the lock of the reverse map, here of the file.

  CPU 1                    mremap                              truncation
  fills its TLB (old)
                           old upper entry := none
                           new upper entry := the table
                                                               finds the page at the new address, frees it
  reaches the freed page
                           flushes the old addresses`,
  initial: (m) => {
    MREMAP_TRUNCATE.initial(m);
    m.set(m.o.entry.value, m.entryIn(UPPER, NEW), entry(ENTRY.none));
    m.set(m.o.table.state, NEW_TABLE, 3);
  },
  threads: [
    {
      name: 'mremap',
      runs: [{ function: 'mmap_write_lock', args: [1] }, SUBJECT, { function: 'mmap_write_unlock', args: [1] }],
    },
    { name: 'truncation', runs: [{ function: 'unmap_mapping_vma', args: [1, NEW_VMA, NEW] }] },
  ],
  bindings: MREMAP_BINDINGS,
  witnesses: [
    {
      name: 'the table is moved while the CPU holds the old address',
      says: 'The old upper entry is empty while the TLB has the old address.',
      holds: (m) =>
        kindOf(m.get(m.o.entry.value, m.entryIn(UPPER, OLD))) === ENTRY.none &&
        m.get(m.o.tlbLeaf.value, tlbLeafOf(m, 1, OLD)) !== 0,
    },
    {
      name: 'the page is freed at its new address',
      says: 'The truncation clears the entry in the table that was moved.',
      holds: (m) =>
        kindOf(m.get(m.o.entry.value, m.entryIn(UPPER, NEW))) === ENTRY.table &&
        kindOf(m.get(m.o.entry.value, m.entryIn(OLD_TABLE, OLD))) === ENTRY.none,
    },
  ],
  suits: movesTables,
};
