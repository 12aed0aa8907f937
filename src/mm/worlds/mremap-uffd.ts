import { VM } from '../constants.ts';
import { BIT, ENTRY, entry, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG, TABLE_STATE } from '../objects.ts';
import { SUBJECT, type World } from '../world.ts';
import { MREMAP_BINDINGS, movesEntries, NEW, NEW_TABLE, NEW_VMA, OLD, OLD_TABLE, OLD_VMA } from './mremap.ts';
import { mapPage, placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

const UPPER = 1;
const PAGE = 1;
const PROGRAM = 1;

const newEntry = (m: Memory) => m.get(m.o.entry.value, m.entryIn(NEW_TABLE, NEW));

export const MREMAP_UFFD_WP: World = {
  name: 'mremap-uffd-wp',
  title: 'A write-protected page is moved to a range that userfaultfd does not watch',
  about: `userfaultfd has write-protected an anonymous page: its entry has the uffd-wp bit and no write bit. mremap moves the entry
to a new VMA. The monitor has not asked for events of moves, so the new VMA is not registered. The bit must stay behind
with the registration: in a VMA without it nobody looks at the bit, and mprotect makes the entry writable.

  program
  mremap: the new VMA is not registered, the entry keeps uffd-wp
  mprotect: the VMA is not registered, so write is set: write and uffd-wp at once`,
  properties: ['UFFD-WP'],
  incidental: ['KIND', 'REF', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, vmas: 2, tables: 3, pages: 1, anonVmas: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, OLD_TABLE, OLD);
    m.set(m.o.table.state, NEW_TABLE, TABLE_STATE.live);
    m.set(m.o.entry.value, m.entryIn(UPPER, NEW), entry(ENTRY.table, NEW_TABLE));
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE;
    placeVma(m, OLD_VMA, { mm: 1, start: OLD, pages: 1, flags: flags | VM.VM_UFFD_WP, anonVma: 1 });
    placeVma(m, NEW_VMA, { mm: 1, start: NEW, pages: 1, flags, anonVma: 1 });
    placeFolio(m, PAGE, 1, {
      references: 1,
      mapping: 1,
      flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked,
      exclusive: true,
    });
    mapPage(m, OLD_TABLE, OLD, PAGE, BIT.uffdWp | BIT.dirty);
  },
  threads: [
    {
      name: 'program',
      runs: [
        { function: 'mmap_write_lock', args: [1] },
        SUBJECT,
        { function: 'mprotect_writable', args: [NEW_VMA, NEW] },
        { function: 'mmap_write_unlock', args: [1] },
      ],
    },
  ],
  hardware: [],
  bindings: MREMAP_BINDINGS,
  witnesses: [
    {
      name: 'the entry is moved',
      says: 'The new VMA maps the page.',
      holds: (m) => kindOf(newEntry(m)) === ENTRY.leaf,
    },
    {
      name: 'mprotect is over',
      says: 'The program comes to its end.',
      holds: (m) => m.get(m.o.thread.ended, PROGRAM) === 1,
    },
  ],
  suits: movesEntries,
};
