import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ended } from './one-page.ts';
import { placeFolio, SMALL } from './setup.ts';

const HEAD = 1;
const TAIL = 2;

/** The function drops pins. */
function unpins({ primitives }: Touched): string | undefined {
  const drops = primitives.has('unpin_user_page') || primitives.has('unpin_user_folio');
  return drops ? 'it drops the pins of pages' : undefined;
}

export const UNPIN_TAIL: World = {
  name: 'unpin-tail',
  title: 'The pin of a tail page is dropped by somebody who kept the folio',
  about: `A page of an anonymous THP was pinned, which is a tail. Whether an anonymous page is exclusive is known for each page
of a folio: the pinned one must be, its neighbours need not. Whoever keeps only the folio, or its head, must not ask that
of the head when it drops the pin: unpin_user_page(head) checks a page that was never pinned.`,
  properties: ['HEAD', 'ASSERT', 'REF'],
  incidental: [],
  dimensions: { ...SMALL, pages: 2, anonVmas: 1 },
  initial: (m) => {
    m.set(m.o.table.state, 1, 1);
    placeFolio(m, HEAD, 2, { references: 2, mapping: 1, flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked });
    m.set(m.o.page.pins, HEAD, 1);
    m.set(m.o.page.mapcount, TAIL, 1);
    m.set(m.o.page.exclusive, TAIL, 1);
  },
  threads: [{ name: 'owner of the pin', runs: [SUBJECT] }],
  hardware: [],
  bindings: [
    { type: 'struct page *', value: HEAD },
    { type: 'struct folio *', value: HEAD },
  ],
  witnesses: [
    ended(1),
    { name: 'the pin is dropped', says: 'The folio has no pin left.', holds: (m) => m.get(m.o.page.pins, HEAD) === 0 },
  ],
  suits: unpins,
};
