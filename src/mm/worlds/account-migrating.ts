import { VM } from '../constants.ts';
import { ENTRY, entry } from '../entry.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, ended, ONE_PAGE, PAGE, TABLE, UPPER } from './one-page.ts';
import { placeFolio, placeTables, placeVma, SMALL } from './setup.ts';

const READER = 1;
const SPLIT = 2;

/** The function reads entries under the lock of their table and changes none. */
function readsEntries({ primitives }: Touched): string | undefined {
  const changes = ['set_pte_at', 'ptep_get_and_clear', 'pte_clear', 'ptep_modify_prot_start'].some((name) =>
    primitives.has(name),
  );
  return primitives.has('ptep_get') && primitives.has('PageDoubleMap') && !changes
    ? 'it asks for the mappings of the pages that it finds in entries'
    : undefined;
}

export const ACCOUNT_SPLITTING: World = {
  name: 'account-splitting',
  title: 'The mappings of a page are counted from its migration entry while its huge page is split',
  about: `To split a huge page all its mappings are replaced by migration entries first; then nothing maps the pages, and the huge
page comes apart. Who meets such an entry under the page-table lock knows that the page stays where it is, but not that it
stays part of a huge page: that needs a mapping or a reference. Its number of mappings is asked in steps, first of the
page, then of what was its head.

  reader                                   split
  finds the migration entry
  part of a huge page? yes, of that head
                                           the huge page comes apart
  asks the head of no huge page`,
  properties: ['ASSERT'],
  incidental: ['KIND', 'HEAD', 'REF', 'LOCK'],
  dimensions: { ...SMALL, pages: 2, anonVmas: 1 },
  initial: (m) => {
    placeTables(m, 1, UPPER, TABLE, ADDRESS);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
    const flags = FLAG.anon | FLAG.uptodate | FLAG.swapBacked;
    placeFolio(m, PAGE, 2, { references: 1, mapping: 1, flags, locker: SPLIT });
    for (const at of [0, 1]) {
      m.set(m.o.entry.value, m.entryIn(TABLE, ADDRESS + at), entry(ENTRY.migration, PAGE + at));
    }
  },
  threads: [
    { name: 'reader', runs: [SUBJECT] },
    { name: 'split', runs: [{ function: 'split_folio', args: [PAGE] }] },
  ],
  hardware: [],
  bindings: [{ type: 'unsigned long', names: /end/, value: ADDRESS + 2 }, ...ONE_PAGE],
  witnesses: [
    ended(READER),
    {
      name: 'the huge page is split while the entry is read',
      says: 'The huge page comes apart while the reader is at work.',
      holds: (m) => m.get(m.o.page.head, 2) === 2 && m.get(m.o.table.owner, TABLE) === READER,
    },
  ],
  suits: readsEntries,
};
