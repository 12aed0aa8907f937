import { VM } from '../constants.ts';
import { BIT, has } from '../entry.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, ended, entryOf, ONE_PAGE, PAGE, TABLE, UPPER } from './one-page.ts';
import { mapPage, placeFolio, placeFree, placeTables, placeVma, SMALL } from './setup.ts';

/** The function takes the write bit from entries of a range. */
function writeProtects({ primitives, parameters }: Touched): string | undefined {
  const changes = primitives.has('ptep_modify_prot_commit') || primitives.has('ptep_set_wrprotect');
  const one = parameters.filter((type) => type === 'struct vm_area_struct *').length === 1;
  return changes && one ? 'it write-protects entries of a range' : undefined;
}

export const CLEAR_PINNED: World = {
  name: 'clear-pinned',
  title: 'Entries are write-protected while a device has a page of the range pinned',
  about: `A device has pinned an anonymous page for writing, or is about to. To track changes (soft-dirty) or for another reason
somebody takes the write bit from its entry, although nobody shares the page. The next store faults, and the fault counts
references: the pin makes it look shared, so it is copied, and the device goes on with a page that the program has lost.

  device             the function              program
  pins the page
                     write-protects the entry
                                               stores: two references, so copies
  writes a page that nobody maps`,
  properties: ['PIN'],
  incidental: ['REF', 'RMAP', 'KIND', 'MAPCOUNT', 'PTL', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 2, anonVmas: 1, pins: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE;
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags, anonVma: 1 });
    placeFolio(m, PAGE, 1, { references: 1, mapping: 1, flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked });
    mapPage(m, TABLE, ADDRESS, PAGE, BIT.write | BIT.dirty | BIT.softDirty);
    placeFree(m, 2);
  },
  threads: [
    {
      name: 'the function',
      runs: [{ function: 'mmap_write_lock', args: [1] }, SUBJECT, { function: 'mmap_write_unlock', args: [1] }],
    },
    { name: 'device', runs: [{ function: 'pin_user_page_write', args: [1, ADDRESS] }] },
    { name: 'program', runs: [{ function: 'user_store', args: [1, ADDRESS] }] },
  ],
  hardware: [],
  bindings: [{ type: 'pgprot_t', value: 0 }, ...ONE_PAGE],
  witnesses: [
    ended(1),
    { name: 'the page is pinned', says: 'The device uses the page.', holds: (m) => m.get(m.o.pin.page, 1) === PAGE },
    {
      name: 'an entry is write-protected',
      says: 'The function takes the write bit of a page that is not pinned.',
      holds: (m) => m.get(m.o.pin.page, 1) === 0 && !has(entryOf(m), BIT.write),
    },
  ],
  suits: writeProtects,
};
