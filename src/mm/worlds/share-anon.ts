import { VM } from '../constants.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, ended, ONE_PAGE, PAGE, PMD, TABLE, UPPER } from './one-page.ts';
import { mapPage, placeFolio, placeFree, placeTables, placeVma, SMALL } from './setup.ts';

const ANON = FLAG.anon | FLAG.uptodate | FLAG.swapBacked;

/** An exclusive anonymous page, mapped read-only. */
function initial(m: Memory): void {
  placeTables(m, 1, UPPER, TABLE, ADDRESS);
  placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags: VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE, anonVma: 1 });
  placeFolio(m, PAGE, 1, { references: 1, mapping: 1, flags: ANON, exclusive: true });
  mapPage(m, TABLE, ADDRESS, PAGE, 0);
}

const ABOUT = `An anonymous page that is exclusive is about to be shared (KSM, fork, swap, migration): it must lose that mark unless it
is pinned. GUP-fast takes no lock; it pins only what is exclusive. Each side first says what it is about to do, then looks
at what the other has said: the one clears the entry and then looks for pins, the other pins and then looks at the entry
and at the mark (include/linux/rmap.h).

  sharing                             GUP-fast
  A1 clears the entry                 B1 reads the entry
  A2 is the page pinned?              B3 pins
  A3 clears exclusive                 B4 is the entry the same?
  A4 restores the entry               B5 is the page exclusive?

  never: pinned, and no longer exclusive`;

const pinned = {
  name: 'the page is pinned',
  says: 'The device uses the page.',
  holds: (m: Memory) => m.get(m.o.pin.page, 1) === PAGE,
};

const shared = {
  name: 'the page is no longer exclusive',
  says: 'The page may be shared.',
  holds: (m: Memory) => m.get(m.o.page.exclusive, PAGE) === 0,
};

/** The function gives the mark of an exclusive page up. */
function sharesPages({ primitives, parameters }: Touched): string | undefined {
  return primitives.has('ClearPageAnonExclusive') && parameters.includes('struct vm_area_struct *')
    ? 'it takes the mark of an exclusive anonymous page away'
    : undefined;
}

/** The function pins pages without a lock. */
function pinsLockless({ primitives }: Touched): string | undefined {
  return primitives.has('try_grab_folio') && primitives.has('local_irq_disable')
    ? 'it pins pages without a lock'
    : undefined;
}

export const SHARE_ANON: World = {
  name: 'share-anon',
  title: 'An exclusive page is about to be shared while GUP-fast pins it',
  about: ABOUT,
  properties: ['PIN'],
  incidental: ['REF', 'MAPCOUNT', 'LEAK', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 1, anonVmas: 1, pins: 1 },
  initial,
  threads: [
    { name: 'sharing', runs: [SUBJECT] },
    { name: 'GUP-fast', runs: [{ function: 'pin_user_page_fast_read', args: [1, ADDRESS] }] },
  ],
  hardware: [],
  bindings: ONE_PAGE,
  witnesses: [ended(1), pinned, shared],
  suits: sharesPages,
};

export const PIN_SHARING: World = {
  ...SHARE_ANON,
  name: 'pin-sharing',
  title: 'GUP-fast pins an exclusive page that is about to be shared',
  threads: [
    { name: 'sharing', runs: [{ function: 'share_anon_pte', args: [1, ADDRESS, PMD] }] },
    { name: 'GUP-fast', runs: [SUBJECT] },
  ],
  witnesses: [ended(2), pinned, shared],
  suits: pinsLockless,
};

export const DISCARD_PINNED: World = {
  name: 'discard-pinned',
  title: 'A lazily freed page is discarded while GUP-fast pins it',
  about: `After MADV_FREE a clean anonymous page may be dropped without being written to swap, unless somebody uses it. Reclaim
clears the entry and then reads the number of references; GUP-fast takes a reference and then reads the entry again. One
of them sees the other (mm/rmap.c: comment in try_to_unmap_one).

  reclaim                             GUP-fast
  clears the entry                    reads the entry, pins
  reads the references                is the entry the same?

  never: discarded, and pinned`,
  properties: ['PIN'],
  incidental: ['REF', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 2, anonVmas: 1, pins: 1 },
  initial: (m) => {
    initial(m);
    m.set(m.o.page.refcount, PAGE, 2);
    m.set(m.o.page.flags, PAGE, FLAG.anon | FLAG.uptodate);
    m.set(m.o.page.locker, PAGE, 1);
    placeFree(m, 2);
  },
  threads: [
    { name: 'reclaim', runs: [SUBJECT] },
    { name: 'GUP-fast', runs: [{ function: 'pin_user_page_fast', args: [1, ADDRESS] }] },
    { name: 'program', runs: [{ function: 'user_load', args: [1, ADDRESS] }] },
  ],
  hardware: [],
  bindings: ONE_PAGE,
  witnesses: [
    ended(1),
    pinned,
    {
      name: 'the page is discarded',
      says: 'The page is mapped no more.',
      holds: (m) => m.get(m.o.page.mapcount, PAGE) === 0,
    },
  ],
  suits: ({ primitives, parameters }) =>
    primitives.has('page_count') && primitives.has('ptep_get_and_clear') && parameters.includes('struct folio *')
      ? 'it drops a page where the number of references lets it'
      : undefined,
};
