import { VM } from '../constants.ts';
import { ENTRY, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG, TABLE_STATE } from '../objects.ts';
import { type Binding, SUBJECT, type World } from '../world.ts';
import { placeFolio, placeVma, SMALL } from './setup.ts';

const UPPER = 1;
const ADDRESS = 2;
const PMD = 2;
const PAGE = 1;
const SCANNER = 1;

const BINDINGS: readonly Binding[] = [
  { type: 'struct mm_struct *', value: 1 },
  { type: 'struct vm_area_struct *', value: 1 },
  { type: 'unsigned long', names: /addr|start/, value: ADDRESS },
  { type: 'unsigned long', names: /end/, value: ADDRESS + 2 },
  { type: 'unsigned long', value: 0 },
  { type: 'pgprot_t', value: 0 },
  { type: 'pmd_t *', value: PMD },
];

const upper = (m: Memory) => m.get(m.o.entry.value, PMD);

export const HUGE_FAULT: World = {
  name: 'huge-fault',
  title: 'A walk over upper entries under mmap_lock for reading while a fault sets a huge one',
  about: `A walk over a range holds mmap_lock for reading, as page faults do. A fault may turn an empty upper entry into a huge
page at any time, with the pmd lock that the walk does not hold. Who reads the entry twice may see nothing the first time
and a huge page the second time, which is no page table: it looks bad, and is cleared.

  walk                                      fault
  reads the upper entry: none, not huge
                                            pmd lock, sets a huge page
  reads the upper entry again: not a table
  clears it as bad`,
  properties: ['KIND'],
  incidental: ['LOCK', 'ASSERT'],
  dimensions: { ...SMALL, tables: 1, pages: 2, anonVmas: 1 },
  initial: (m) => {
    m.set(m.o.mm.users, 1, 1);
    m.set(m.o.mm.pgd, 1, UPPER);
    m.set(m.o.table.level, UPPER, 1);
    m.set(m.o.table.state, UPPER, TABLE_STATE.live);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
    placeFolio(m, PAGE, 2, { references: 1, mapping: 1, flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked });
  },
  threads: [
    {
      name: 'walk',
      runs: [{ function: 'mmap_read_lock', args: [1] }, SUBJECT, { function: 'mmap_read_unlock', args: [1] }],
    },
    { name: 'fault', runs: [{ function: 'huge_fault', args: [1, 1, ADDRESS, PAGE] }] },
  ],
  hardware: [],
  bindings: BINDINGS,
  witnesses: [
    {
      name: 'a huge page appears during the walk',
      says: 'The fault sets a huge page while the walk is under way.',
      holds: (m) => kindOf(upper(m)) === ENTRY.leaf && (m.get(m.o.mm.readers, 1) & SCANNER) !== 0,
    },
  ],
  suits: ({ primitives, parameters }) =>
    primitives.has('pmd_clear_bad') && parameters.includes('struct vm_area_struct *')
      ? 'it clears upper entries that it takes for bad'
      : undefined,
};
