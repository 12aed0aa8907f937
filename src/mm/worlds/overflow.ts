import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { placeFolio, SMALL } from './setup.ts';

const PAGE = 1;
/** The highest count that does not read negative. */
const MOST = 0x7f;

/** The function takes a reference to the page of a pipe buffer, and nothing else. */
function takesReference({ primitives }: Touched): string | undefined {
  const takes = primitives.has('get_page') || primitives.has('try_get_page');
  return takes && primitives.size === 1 ? 'it takes a reference that a user can ask for without end' : undefined;
}

export const OVERFLOW: World = {
  name: 'overflow',
  title: 'A user takes references to a page without end',
  about: `A user can duplicate a pipe buffer as often as memory allows, each time with one more reference to its page. The count
has a fixed width (eight bits here): it reads negative at last, then wraps, and the next put_page frees a page in use. Who
takes references on a user's behalf must refuse long before.`,
  properties: ['REF'],
  incidental: ['ASSERT'],
  dimensions: { ...SMALL, pages: 1 },
  initial: (m) => {
    m.set(m.o.table.state, 1, 1);
    placeFolio(m, PAGE, 1, { references: MOST, flags: FLAG.uptodate });
  },
  threads: [{ name: 'user', runs: [SUBJECT, SUBJECT] }],
  hardware: [],
  bindings: [{ type: 'struct page *', value: PAGE }],
  witnesses: [
    {
      name: 'the count reads negative',
      says: 'The user ends with a count that reads negative.',
      holds: (m) => m.get(m.o.thread.ended, 1) === 1 && m.get(m.o.page.refcount, PAGE) > MOST,
    },
  ],
  suits: takesReference,
};
