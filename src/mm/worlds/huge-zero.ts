import { TABLE_STATE } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ended } from './one-page.ts';
import { placeFolio, placeFree, SMALL } from './setup.ts';

const UPPER = 1;
const PMD = 1;
const OLD = 1;
const NEW = 2;
const ZERO = 1;

/** The function gives the huge zero page up. */
function shrinks({ primitives, parameters }: Touched): string | undefined {
  return parameters.includes('struct huge_zero *') && primitives.has('atomic_cmpxchg')
    ? 'it gives the huge zero page up'
    : undefined;
}

export const HUGE_ZERO_SHRINK: World = {
  name: 'huge-zero-shrink',
  title: 'The huge zero page is given up while a fault asks for it',
  about: `The huge zero page is made when a fault first asks for it, and given up by a shrinker once nobody maps it. Two variables
name it: the page, and its number, by which a zap tells an entry of it from one of any other huge page. A fault may make a
new one as soon as the shrinker has taken the old one away. If the shrinker resets the number after that, the new page is
mapped and not known for what it is: the zap drops a reference that the mapping never had.

  shrinker                             fault
  nobody maps it: takes the page away
                                       makes a new one, notes page and number
  resets the number
                                       maps it, zaps: no huge zero page
                                       drops the last reference to it`,
  properties: ['REF'],
  incidental: ['LOCK', 'LIVE', 'ASSERT'],
  dimensions: { ...SMALL, tables: 1, pages: 2, hugeZero: 1 },
  initial: (m) => {
    m.set(m.o.mm.users, 1, 1);
    m.set(m.o.mm.pgd, 1, UPPER);
    m.set(m.o.table.level, UPPER, 1);
    m.set(m.o.table.state, UPPER, TABLE_STATE.live);
    placeFolio(m, OLD, 1, { references: 1 });
    placeFree(m, NEW);
    m.set(m.o.hugeZero.page, ZERO, OLD);
    m.set(m.o.hugeZero.pfn, ZERO, OLD);
    m.set(m.o.hugeZero.refcount, ZERO, 1);
  },
  threads: [
    { name: 'shrinker', runs: [SUBJECT] },
    { name: 'fault', runs: [{ function: 'map_and_zap_huge_zero', args: [ZERO, 1, PMD, 0, 0] }] },
  ],
  hardware: [],
  bindings: [{ type: 'struct huge_zero *', value: ZERO }],
  witnesses: [
    ended(1),
    {
      name: 'a new huge zero page is made',
      says: 'The fault makes a new huge zero page in the place of the one that is given up.',
      holds: (m) => m.get(m.o.hugeZero.page, ZERO) === NEW && m.get(m.o.hugeZero.refcount, ZERO) > 0,
    },
    {
      name: 'the old one is freed',
      says: 'The huge zero page that was there at first is freed.',
      holds: (m) => m.get(m.o.page.allocated, OLD) === 0,
    },
  ],
  suits: shrinks,
};
