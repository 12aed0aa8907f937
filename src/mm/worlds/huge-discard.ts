import { VM } from '../constants.ts';
import { BIT, ENTRY, entry, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG, TABLE_STATE } from '../objects.ts';
import { type NamedCall, SUBJECT, type World } from '../world.ts';
import { ended, PAGE_RANGE } from './one-page.ts';
import { placeFolio, placeVma, SMALL } from './setup.ts';

const UPPER = 1;
const ADDRESS = 2;
const PMD = 2;
const HUGE = 1;
const FUNCTION = 1;
const DONTNEED = 2;

const upper = (m: Memory) => m.get(m.o.entry.value, PMD);
const READ: NamedCall = { function: 'mmap_read_lock', args: [1] };
const UNREAD: NamedCall = { function: 'mmap_read_unlock', args: [1] };

export const HUGE_DISCARD: World = {
  name: 'huge-discard',
  title: 'A huge entry is changed while MADV_DONTNEED discards the range',
  about: `Both calls hold mmap_lock for reading. MADV_DONTNEED looks at the upper entry without its lock: where there is none it
has nothing to do. So who changes a huge entry must not take it out and put it back: in between it is none, MADV_DONTNEED
passes it over, returns, and what the program has discarded is still there.

  the function                      MADV_DONTNEED
  pmd lock, takes the entry out
                                    the entry is none: returns
  puts the entry back, unlocks      the page is still mapped`,
  properties: ['TRANSIENT-NONE'],
  incidental: ['REF', 'RMAP', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, tables: 1, pages: 2, anonVmas: 1 },
  initial: (m) => {
    m.set(m.o.mm.users, 1, 1);
    m.set(m.o.mm.pgd, 1, UPPER);
    m.set(m.o.table.level, UPPER, 1);
    m.set(m.o.table.state, UPPER, TABLE_STATE.live);
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
    const anon = FLAG.anon | FLAG.uptodate | FLAG.swapBacked;
    placeFolio(m, HUGE, 2, { references: 1, mapping: 1, flags: anon, exclusive: true });
    m.set(m.o.page.entire, HUGE, 1);
    m.set(m.o.entry.value, PMD, entry(ENTRY.leaf, HUGE, BIT.write | BIT.young | BIT.dirty));
  },
  threads: [
    { name: 'the function', runs: [READ, SUBJECT, UNREAD] },
    {
      name: 'MADV_DONTNEED',
      runs: [
        READ,
        { function: 'zap_pmd_range', args: [1, PMD, ADDRESS] },
        { function: 'discard_returned', args: [1, ADDRESS] },
        UNREAD,
      ],
    },
  ],
  hardware: [],
  bindings: [{ type: 'unsigned long', names: /end/, value: ADDRESS + 2 }, ...PAGE_RANGE],
  witnesses: [
    ended(FUNCTION),
    {
      name: 'the range is discarded while the function is at work',
      says: 'MADV_DONTNEED has returned, and nothing is mapped, before the function ends.',
      holds: (m) =>
        kindOf(upper(m)) === ENTRY.none &&
        m.get(m.o.thread.ended, DONTNEED) === 1 &&
        m.get(m.o.thread.ended, FUNCTION) === 0,
    },
  ],
  suits: ({ primitives, parameters }) =>
    (primitives.has('pmdp_huge_get_and_clear') || primitives.has('pmdp_establish')) &&
    primitives.has('set_pmd_at') &&
    parameters.includes('pmd_t *') &&
    !parameters.some((type) => type === 'struct page *' || type === 'struct folio *')
      ? 'it changes a huge entry in place'
      : undefined,
};
