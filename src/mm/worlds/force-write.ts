import { VM } from '../constants.ts';
import { BIT, ENTRY, kindOf, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, ended, PAGE, PMD, PTE } from './one-page.ts';
import { mapPage, placeFolio, placeFree, placeTables, placeVma, SMALL } from './setup.ts';

const WRITER = 1;
const OTHER = 2;
const WRITER_TABLE = 2;
const OTHER_TABLE = 4;
/** What the file holds. */
const CONTENT = 1;

/** The function looks a page up, faults it in where it must, and writes to it for somebody else. */
function writesThroughGup({ primitives }: Touched): string | undefined {
  return primitives.has('fill_page') && primitives.has('get_page') && primitives.has('copy_user_highpage')
    ? 'it finds a page of a private mapping and writes to it'
    : undefined;
}

const leaf = (m: Memory) => m.get(m.o.entry.value, PTE);

export const FORCE_WRITE: World = {
  name: 'force-write',
  title:
    'A program writes to its read-only private mapping of a file through /proc/self/mem, and discards the page meanwhile',
  about: `A program maps a file privately, for reading only, and has read it. Through /proc/self/mem it may write there all the same
(FOLL_FORCE): the write fault makes a copy of its own, whose entry stays read-only, and GUP then takes the copy. Another
thread discards the range. If GUP has forgotten by then that it wanted to write, the next fault maps the page of the file for reading, and
GUP writes to that: everybody who maps the file sees it, without any right to write to the file.

  write                                 discard
  fault for writing: a copy, read-only
  (looks for reading from now on)
                                        MADV_DONTNEED: the copy goes
  nothing is mapped
  fault for reading: the page of the file
  writes to it`,
  properties: ['COW'],
  incidental: ['REF', 'RMAP', 'MAPCOUNT', 'PTL', 'LOCK', 'LIVE', 'ASSERT'],
  dimensions: { ...SMALL, mms: 2, vmas: 2, tables: 4, pages: 3, anonVmas: 1, files: 1, filePages: 1 },
  initial: (m) => {
    placeTables(m, WRITER, 1, WRITER_TABLE, ADDRESS);
    placeTables(m, OTHER, 3, OTHER_TABLE, ADDRESS);
    placeVma(m, WRITER, { mm: WRITER, start: ADDRESS, pages: 1, flags: VM.VM_READ | VM.VM_MAYWRITE, file: 1 });
    placeVma(m, OTHER, { mm: OTHER, start: ADDRESS, pages: 1, flags: VM.VM_READ | VM.VM_SHARED, file: 1 });
    placeFolio(m, PAGE, 1, { references: 3, mapping: 1, flags: FLAG.uptodate });
    m.set(m.o.cache.page, 1, PAGE);
    mapPage(m, WRITER_TABLE, ADDRESS, PAGE, 0);
    mapPage(m, OTHER_TABLE, ADDRESS, PAGE, 0);
    m.set(m.o.page.content, PAGE, CONTENT);
    m.set(m.o.place.content, m.place(OTHER, ADDRESS), CONTENT);
    placeFree(m, 2, 3);
  },
  threads: [
    { name: 'write', runs: [SUBJECT] },
    { name: 'discard', runs: [{ function: 'zap_page_range_single', args: [WRITER, ADDRESS, 1] }] },
  ],
  hardware: [],
  bindings: [
    { type: 'struct mm_struct *', value: WRITER },
    { type: 'struct vm_area_struct *', value: WRITER },
    { type: 'unsigned long', value: ADDRESS },
    { type: 'pmd_t *', value: PMD },
  ],
  witnesses: [
    ended(1),
    {
      name: 'the copy is written to',
      says: 'The program has written to a page of its own.',
      holds: (m) => kindOf(leaf(m)) === ENTRY.leaf && m.get(m.o.page.content, targetOf(leaf(m))) > CONTENT,
    },
    {
      name: 'the copy is discarded before the write',
      says: 'The copy is gone while the write is under way.',
      holds: (m) =>
        m.get(m.o.page.refcount, 2) === 0 &&
        m.get(m.o.page.content, 2) === CONTENT &&
        m.get(m.o.mm.readers, WRITER) === 1 &&
        !((leaf(m) & BIT.dirty) !== 0),
    },
  ],
  suits: writesThroughGup,
};
