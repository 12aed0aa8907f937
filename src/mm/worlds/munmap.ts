import { VM } from '../constants.ts';
import { BIT, ENTRY, kindOf } from '../entry.ts';
import { GRACE_PERIODS } from '../hardware/rcu.ts';
import type { Memory } from '../kernel.ts';
import { FLAG, TABLE_STATE } from '../objects.ts';
import { type Binding, SUBJECT, type Touched, type World } from '../world.ts';
import { mapPage, placeFolio, placeFree, placeRoot, placeTables, placeVma, SMALL } from './setup.ts';

/** A root, the upper table in it, and a table of two addresses, which map the pages of a huge page. */
const UPPER = 1;
const TABLE = 2;
const ROOT = 3;
const HUGE = 1;

const BINDINGS: readonly Binding[] = [
  { type: 'struct mm_struct *', value: 1 },
  { type: 'struct address_space *', value: 1 },
  { type: 'struct vm_area_struct *', value: 1 },
  { type: 'struct page *', value: HUGE },
  { type: 'struct folio *', value: HUGE },
  { type: 'unsigned long', names: /addr|start/, value: 0 },
  { type: 'unsigned long', names: /end/, value: 2 },
  { type: 'size_t', value: 2 },
  { type: 'pgoff_t', value: 0 },
  { type: 'bool', value: 0 },
];

/** A shared file mapping of two pages, mapped by ptes; the page cache and the mappings hold the huge page. */
function initial(m: Memory): void {
  placeTables(m, 1, UPPER, TABLE, 0);
  placeVma(m, 1, { mm: 1, start: 0, pages: 2, flags: VM.VM_READ | VM.VM_WRITE | VM.VM_SHARED, file: 1 });
  placeFolio(m, HUGE, 2, { references: 4, mapping: 1, flags: FLAG.uptodate | FLAG.swapBacked });
  for (const [address, page] of [HUGE, HUGE + 1].entries()) {
    m.set(m.o.cache.page, address + 1, HUGE);
    mapPage(m, TABLE, address, page, BIT.write);
  }
}

const SIZE = { ...SMALL, tables: 3, pages: 2, files: 1, filePages: 2 };

const tablesGo = {
  name: 'the page table is freed',
  says: 'The tables of the range are taken out and freed.',
  holds: (m: Memory) => m.get(m.o.table.state, TABLE) === TABLE_STATE.freed,
};

/** The function goes down the page tables of an mm under no lock of theirs. */
function walksTables({ primitives, parameters }: Touched): string | undefined {
  const walks = ['pmd_offset_of', 'pud_offset_of'].some((name) => primitives.has(name));
  const locks = ['mmap_read_lock', 'mmap_write_lock', 'vma_lookup', 'find_vma'].some((name) => primitives.has(name));
  const isGivenVma = parameters.includes('struct vm_area_struct *');
  return walks && locks && !isGivenVma && parameters.includes('struct mm_struct *')
    ? 'it walks the page tables of an mm at an address, under mmap_lock'
    : undefined;
}

export const MUNMAP_WALK: World = {
  name: 'munmap-walk',
  title: 'The page tables of an mm are walked while munmap, which keeps mmap_lock for reading only, frees them',
  about: `munmap detaches the VMA under mmap_lock for writing, then downgrades to reading and frees the pages and the page
tables, the upper one too where nothing else is in it. Whoever holds mmap_lock for reading and walks at an address
without asking for its VMA, or before it asks, may walk in what is being freed.

  munmap                                    walker
  detaches the VMA
  downgrades mmap_lock to reading
                                            mmap_lock (read)
                                            reads the entry above the upper table
  frees the table and the upper table
                                            reads the upper entry: its table was freed`,
  properties: ['TABLE-LOCKED'],
  incidental: ['REF', 'RMAP', 'LOCK', 'ASSERT'],
  dimensions: SIZE,
  initial: (m) => {
    initial(m);
    placeRoot(m, 1, ROOT, UPPER, 0);
  },
  threads: [
    { name: 'walker', runs: [SUBJECT] },
    { name: 'munmap', runs: [{ function: 'munmap_vma', args: [1, 0] }] },
  ],
  hardware: [GRACE_PERIODS],
  bindings: BINDINGS,
  witnesses: [
    tablesGo,
    {
      name: 'munmap has downgraded',
      says: 'munmap holds mmap_lock for reading while the page tables are still there.',
      holds: (m) =>
        (m.get(m.o.mm.readers, 1) & 2) !== 0 && kindOf(m.get(m.o.entry.value, m.entryIn(ROOT, 0))) === ENTRY.table,
    },
  ],
  suits: walksTables,
};

export const EXIT_RETRACT: World = {
  name: 'exit-retract',
  title: 'khugepaged takes a page table out of an mm that is being torn down',
  about: `The last user of an mm is gone. exit_mmap takes its pages and page tables away with no mmap_lock: there is nobody left.
khugepaged comes by the file and takes mmap_lock of any mm that maps it. The end of the mm waits once for mmap_lock; who
has it before that is safe. Who takes it later must see that the mm has no users and leave it alone.

  end of the mm                              khugepaged
  no users left
  waits for mmap_lock once
                                             takes mmap_lock
  zaps: finds the table in the upper entry
                                             clears the upper entry
  locks what the upper entry points to: nothing
                                             frees the table`,
  properties: ['TABLE-LOCKED', 'ASSERT'],
  incidental: ['TABLE-LOCKLESS', 'RMAP', 'LOCK'],
  dimensions: { ...SIZE, tables: 2 },
  initial,
  threads: [
    { name: 'khugepaged', runs: [SUBJECT] },
    { name: 'end of the mm', runs: [{ function: 'mmput_last', args: [1, 1] }] },
  ],
  hardware: [GRACE_PERIODS],
  bindings: BINDINGS,
  witnesses: [
    tablesGo,
    {
      name: 'khugepaged is there when the last user is gone',
      says: 'khugepaged goes through the mappings of the file while the mm has no users.',
      holds: (m) =>
        (m.get(m.o.file.writer, 1) === 1 || (m.get(m.o.file.readers, 1) & 1) !== 0) && m.get(m.o.mm.users, 1) === 0,
    },
  ],
  suits: ({ primitives }) => {
    const comesByFile = primitives.has('vma_interval_tree_iter_first') && primitives.has('mmap_write_trylock');
    const frees = primitives.has('pte_free') || primitives.has('pte_free_defer');
    return comesByFile && frees ? 'it frees page tables of any mm that maps a file' : undefined;
  },
};

export const MUNMAP_STACK: World = {
  name: 'munmap-stack',
  title: 'A stack grows into the range whose page tables munmap frees',
  about: `munmap takes away the VMA below a stack. Once it has detached it and holds mmap_lock for reading only, a fault just
below the stack finds the stack as the next VMA and lets it grow, for which mmap_lock for reading is enough. The fault
then uses a page table that munmap frees. So munmap must not downgrade next to a VMA that can grow.

  munmap                                    fault
  detaches the VMA
  downgrades mmap_lock to reading
                                            mmap_lock (read), the stack grows
                                            reads the upper entry
  frees the table
                                            locks the freed table`,
  properties: ['TABLE-LOCKED'],
  incidental: ['TABLE-EMPTY', 'RMAP', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, vmas: 2, tables: 3, pages: 2, anonVmas: 2 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, 0);
    const flags = VM.VM_READ | VM.VM_WRITE;
    placeVma(m, 1, { mm: 1, start: 0, pages: 2, flags, anonVma: 1 });
    placeVma(m, 2, { mm: 1, start: 2, pages: 2, flags: flags | VM.VM_GROWSDOWN, anonVma: 2 });
    placeFolio(m, 1, 1, { references: 1, mapping: 1, flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked });
    mapPage(m, TABLE, 0, 1, BIT.write);
    placeFree(m, 2);
    m.set(m.o.table.state, 3, TABLE_STATE.freed);
  },
  threads: [
    { name: 'munmap', runs: [SUBJECT] },
    { name: 'fault', runs: [{ function: 'stack_fault', args: [1, 1] }] },
  ],
  hardware: [GRACE_PERIODS],
  bindings: BINDINGS,
  witnesses: [
    tablesGo,
    {
      name: 'the stack grows',
      says: 'The stack grows into the range.',
      holds: (m) => m.get(m.o.vma.start, 2) === 1,
    },
  ],
  suits: ({ primitives }) =>
    primitives.has('unlink_vma') && primitives.has('pmd_clear')
      ? 'it detaches a VMA and frees its page tables'
      : undefined,
};
