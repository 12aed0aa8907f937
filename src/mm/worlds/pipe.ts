import { VM } from '../constants.ts';
import { BIT } from '../entry.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, PAGE } from './one-page.ts';
import { joinAnonVma, mapPage, placeFolio, placeFree, placeTables, placeVma, SMALL } from './setup.ts';

const PARENT = 1;
const CHILD = 2;
const PARENT_TABLE = 2;
const CHILD_TABLE = 4;
/** What the page holds at first. */
const CONTENT = 1;
const ANON = FLAG.anon | FLAG.uptodate | FLAG.swapBacked;

/** The function takes a page from the page tables for somebody who reads it later. */
function takesPages({ primitives, parameters }: Touched): string | undefined {
  return primitives.has('get_page') && parameters.includes('unsigned int') && !primitives.has('put_page')
    ? 'it takes a reference to the page at an address'
    : undefined;
}

export const SPLICE_SHARED: World = {
  name: 'splice-shared',
  title: 'A child puts a page that it shares with its parent into a pipe and unmaps it',
  about: `After a fork parent and child share an anonymous page, write-protected in both. The child puts the page into a pipe
(vmsplice), which takes a reference for reading, and unmaps it. The parent stores: it is the only one that maps the page,
so the page is reused in place, and the child reads from the pipe what the parent has stored since. Copy-on-write can
break either way; who keeps a reference must break it first, even for reading.

  child                                     parent
  takes a reference, puts it into the pipe
  unmaps the page
                                            stores: mapped once, so reuses it
  reads the parent's data from the pipe`,
  properties: ['COW'],
  incidental: ['REF', 'RMAP', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, mms: 2, vmas: 2, tables: 4, pages: 3, anonVmas: 2, pins: 1 },
  initial: (m) => {
    placeTables(m, PARENT, 1, PARENT_TABLE, ADDRESS);
    placeTables(m, CHILD, 3, CHILD_TABLE, ADDRESS);
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE;
    placeVma(m, PARENT, { mm: PARENT, start: ADDRESS, pages: 1, flags, anonVma: 1 });
    placeVma(m, CHILD, { mm: CHILD, start: ADDRESS, pages: 1, flags, anonVma: 2 });
    joinAnonVma(m, 1, CHILD);
    placeFolio(m, PAGE, 1, { references: 2, mapping: 1, flags: ANON });
    mapPage(m, PARENT_TABLE, ADDRESS, PAGE, BIT.dirty);
    mapPage(m, CHILD_TABLE, ADDRESS, PAGE, BIT.dirty);
    m.set(m.o.page.content, PAGE, CONTENT);
    for (const mm of [PARENT, CHILD]) m.set(m.o.place.content, m.place(mm, ADDRESS), CONTENT);
    placeFree(m, 2, 3);
  },
  threads: [
    { name: 'child', runs: [SUBJECT, { function: 'zap_page_range_single', args: [CHILD, ADDRESS, 1] }] },
    { name: 'parent', runs: [{ function: 'user_store', args: [PARENT, ADDRESS] }] },
  ],
  hardware: [],
  bindings: [
    { type: 'struct mm_struct *', value: CHILD },
    { type: 'struct vm_area_struct *', value: CHILD },
    { type: 'unsigned long', value: ADDRESS },
    { type: 'unsigned int', value: 4 },
    { type: 'pmd_t *', value: 6 },
  ],
  witnesses: [
    {
      name: 'the pipe has a page that the child no longer maps',
      says: 'The child has put a page into the pipe and unmapped it.',
      holds: (m) => m.get(m.o.pin.page, 1) !== 0 && m.get(m.o.thread.ended, 1) === 1,
    },
    {
      name: 'the parent reuses the page',
      says: 'The parent stores to the page that was shared.',
      holds: (m) => m.get(m.o.page.unsaved, PAGE) === 1,
    },
  ],
  suits: takesPages,
};
