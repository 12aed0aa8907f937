import { VM } from '../constants.ts';
import { BIT, ENTRY, entry, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG, TABLE_STATE } from '../objects.ts';
import { SUBJECT, type World } from '../world.ts';
import { MREMAP_BINDINGS, movesEntries, NEW, NEW_TABLE, NEW_VMA, OLD, OLD_TABLE, OLD_VMA } from './mremap.ts';
import { ended } from './one-page.ts';
import { placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

const UPPER = 1;
const PAGE = 1;
const MREMAP = 1;
const MIGRATION = 2;
const ANON_VMA = 1;

const at = (m: Memory, table: number, address: number) => kindOf(m.get(m.o.entry.value, m.entryIn(table, address)));

export const MREMAP_MIGRATING: World = {
  name: 'mremap-migrating',
  title: 'mremap moves a migration entry while the end of the migration looks for it',
  about: `An anonymous page is under migration: a migration entry stands for it. When the migration ends, a walk over the VMAs of
its anon_vma finds the entry and maps the page again, then the folio is unlocked. Meanwhile mremap moves the entry to
another address of the same anon_vma. Where the new VMA was merged, the walk comes by the new address before it comes by
the old one (need_rmap_locks): it can miss the entry at both. So mremap must keep the walk out while it moves.

  mremap                            end of the migration
                                    new address: none
  moves the entry
                                    old address: none
                                    unlocks the folio: an entry is left that nobody will ever take away`,
  properties: ['MIGRATION'],
  incidental: ['REF', 'RMAP', 'MAPCOUNT', 'PTL', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, vmas: 2, tables: 3, pages: 1, anonVmas: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, OLD_TABLE, OLD);
    m.set(m.o.table.state, NEW_TABLE, TABLE_STATE.live);
    m.set(m.o.entry.value, m.entryIn(UPPER, NEW), entry(ENTRY.table, NEW_TABLE));
    const flags = VM.VM_READ | VM.VM_WRITE;
    placeVma(m, OLD_VMA, { mm: 1, start: OLD, pages: 1, flags, anonVma: ANON_VMA });
    placeVma(m, NEW_VMA, { mm: 1, start: NEW, pages: 1, flags, anonVma: ANON_VMA });
    const anon = FLAG.anon | FLAG.uptodate | FLAG.swapBacked;
    placeFolio(m, PAGE, 1, { references: 1, mapping: ANON_VMA, flags: anon, locker: MIGRATION });
    m.set(m.o.entry.value, m.entryIn(OLD_TABLE, OLD), entry(ENTRY.migration, PAGE, BIT.write));
  },
  threads: [
    {
      name: 'mremap',
      runs: [{ function: 'mmap_write_lock', args: [1] }, SUBJECT, { function: 'mmap_write_unlock', args: [1] }],
    },
    {
      name: 'migration',
      runs: [
        { function: 'remove_migration_ptes_of', args: [PAGE, ANON_VMA, NEW_VMA, NEW, OLD_VMA, OLD] },
        { function: 'folio_unlock', args: [PAGE] },
      ],
    },
  ],
  hardware: [],
  bindings: [
    { type: 'bool', names: /need_rmap_locks/, value: 1 },
    ...MREMAP_BINDINGS,
    { type: 'struct anon_vma *', value: ANON_VMA },
  ],
  witnesses: [
    ended(MREMAP),
    {
      name: 'the page is mapped at the new address',
      says: 'The page is mapped again at the new address.',
      holds: (m) => at(m, NEW_TABLE, NEW) === ENTRY.leaf,
    },
    {
      name: 'the migration entry is moved',
      says: 'The new address has the migration entry.',
      holds: (m) => at(m, NEW_TABLE, NEW) === ENTRY.migration,
    },
  ],
  suits: movesEntries,
};
