import fc from 'fast-check';
import { type Operation, type Program, type Size, SLOTS } from './operation.ts';

/** What the operations of a program draw from. */
interface Draw {
  readonly process: fc.Arbitrary<number>;
  /** Slots of a region: 2 where they are one huge page. */
  readonly unit: number;
  readonly slot: fc.Arbitrary<number>;
  /** First slot and how many, within the row. */
  readonly range: fc.Arbitrary<readonly [slot: number, count: number]>;
  /** A range as VMAs have them: whole huge pages, where two slots are one. */
  readonly region: fc.Arbitrary<readonly [slot: number, count: number]>;
  /** A byte that no page has by itself. */
  readonly value: fc.Arbitrary<number>;
}

type Make = (draw: Draw) => fc.Arbitrary<readonly (number | string)[]>;

/** One sort of operation: how often it is drawn, and what its arguments are. */
interface Sort {
  readonly name: string;
  readonly weight: number;
  readonly make: Make;
  /** Sizes of pages that it is drawn for; both where undefined. */
  readonly sizes?: readonly Size[];
  /** The sort without which it gives nothing but errors: programs have it where they have that one. */
  readonly needs?: string;
}

const flat = (range: fc.Arbitrary<readonly [number, number]>, ...last: readonly fc.Arbitrary<number | string>[]) =>
  fc.tuple(range, fc.tuple(...last)).map(([[slot, count], more]) => [slot, count, ...more]);

const advice =
  (...names: readonly string[]): Make =>
  ({ range }) =>
    flat(range, fc.constantFrom(...names));

/** Advice that is kept in the VMA, which no part of a huge page has for itself. */
const adviceOfVmas =
  (...names: readonly string[]): Make =>
  ({ region }) =>
    flat(region, fc.constantFrom(...names));

/** A slot and any other, seldom the same. */
const twoSlots = (slot: fc.Arbitrary<number>): fc.Arbitrary<readonly [number, number]> =>
  fc.tuple(slot, fc.nat(SLOTS - 1)).map(([one, distance]) => [one, (one + distance) % SLOTS]);

/** Half of the mappings of a file are in its order, so that neighbours merge; the others never are. */
const pageOfFile = (slot: number, scattered: boolean): number => (scattered ? (slot * 3) % SLOTS : slot);

const mapped: Make = ({ region }) =>
  fc
    .tuple(region, fc.constantFrom('anon', 'anon', 'shared', 'private'), fc.boolean())
    .map(([[first, count], kind, scattered]) => {
      const offset = kind === 'anon' ? 0 : Math.min(pageOfFile(first, scattered), SLOTS - count);
      return [first, count, kind, offset];
    });

const MODES = [
  ...['missing', 'missing', 'wp', 'wp', 'wp', 'missing,wp', 'missing,wp'],
  ...['minor', 'missing,minor', 'wp,minor', 'missing,wp,minor'],
];

/** How a userfaultfd is opened: most that is not plain protects without events. */
const KINDS = ['plain', 'unpopulated', 'async', 'async'];

/** All sorts of operations that the probe and the twin both know. */
export const SORTS: readonly Sort[] = [
  { name: 'mmap', weight: 3, make: mapped },
  { name: 'munmap', weight: 1, make: ({ region }) => flat(region) },
  { name: 'mprotect', weight: 2, make: ({ region }) => flat(region, fc.constantFrom('rw', 'rw', 'r', 'none')) },
  {
    name: 'mremap',
    weight: 2,

    make: ({ slot, unit }) =>
      fc
        .tuple(twoSlots(slot), fc.constantFrom('move', 'keep'))
        .map(([[from, to], how]) => [from - (from % unit), unit, to - (to % unit), how]),
  },
  {
    name: 'madvise',
    weight: 9,
    make: ({ range, region }) =>
      fc.oneof(
        { weight: 3, arbitrary: flat(region, fc.constantFrom('hugepage', 'collapse', 'collapse', 'dontneed')) },
        { weight: 1, arbitrary: flat(range, fc.constant('dontneed')) },
      ),
    sizes: ['huge'],
  },
  { name: 'madvise', weight: 2, make: advice('dontneed') },
  { name: 'madvise', weight: 4, make: advice('pageout') },
  { name: 'madvise', weight: 1, make: advice('free', 'cold') },
  { name: 'madvise', weight: 1, make: advice('populate_read', 'populate_write') },
  { name: 'madvise', weight: 1, make: adviceOfVmas('dontfork', 'dofork', 'wipeonfork', 'keeponfork') },
  { name: 'read', weight: 10, make: ({ slot }) => fc.tuple(slot) },
  { name: 'write', weight: 10, make: ({ slot, value }) => fc.tuple(slot, value) },
  { name: 'fork', weight: 4, make: () => fc.constant([]) },
  { name: 'exit', needs: 'fork', weight: 1, make: () => fc.constant([]) },
  { name: 'pin', weight: 2, make: ({ slot }) => fc.tuple(slot) },
  { name: 'unpin', needs: 'pin', weight: 2, make: () => fc.constant([]) },
  { name: 'iopin', weight: 2, make: ({ slot }) => fc.tuple(slot) },
  { name: 'iounpin', needs: 'iopin', weight: 2, make: () => fc.constant([]) },
  { name: 'dread', weight: 2, make: ({ slot }) => fc.tuple(slot) },
  { name: 'dreaddone', needs: 'dread', weight: 2, make: ({ value }) => fc.tuple(value) },
  { name: 'mincore', weight: 1, make: ({ range }) => flat(range) },
  { name: 'scan', weight: 2, make: ({ range }) => flat(range, fc.constantFrom('read', 'wp', 'wp', 'check')) },
  { name: 'smaps', weight: 1, make: () => fc.constant([]) },
  { name: 'fread', weight: 2, make: ({ slot }) => fc.tuple(slot) },
  { name: 'fwrite', weight: 2, make: ({ slot, value }) => fc.tuple(slot, value) },
  { name: 'punch', weight: 2, make: ({ range }) => flat(range) },
  { name: 'truncate', weight: 1, make: () => fc.tuple(fc.integer({ min: 0, max: SLOTS })) },
  {
    name: 'userfaultfd',
    needs: 'register',
    weight: 1,
    make: () => fc.tuple(fc.constantFrom(...KINDS)),
  },
  { name: 'register', weight: 4, make: ({ region }) => flat(region, fc.constantFrom(...MODES)) },
  { name: 'unregister', needs: 'register', weight: 1, make: ({ region }) => flat(region) },
  {
    name: 'copy',
    needs: 'register',
    weight: 3,

    make: ({ slot, value }) => fc.tuple(slot, value, fc.constantFrom('plain', 'wp')),
  },
  { name: 'zeropage', needs: 'register', weight: 2, make: ({ slot }) => fc.tuple(slot) },
  {
    name: 'continue',
    needs: 'register',
    weight: 2,

    make: ({ slot }) => fc.tuple(slot, fc.constantFrom('plain', 'wp')),
  },
  { name: 'poison', needs: 'register', weight: 1, make: ({ slot }) => fc.tuple(slot) },
  {
    name: 'writeprotect',
    needs: 'register',
    weight: 3,

    make: ({ range, region }) => flat(fc.oneof(range, region), fc.constantFrom(1, 1, 0)),
  },
  {
    name: 'move',
    needs: 'register',
    weight: 5,

    make: ({ slot, unit }) =>
      fc
        .tuple(twoSlots(slot), fc.constantFrom('plain', 'holes'))
        .map(([[from, to], how]) => [to - (to % unit), from - (from % unit), how]),
  },
];

/**
 * Sorts that no program goes without: what is in a page is seen by loads, and most of it comes from stores; programs of
 * huge pages have something that makes them.
 */
const isAlwaysThere = ({ name, sizes }: Sort): boolean => ['read', 'write'].includes(name) || sizes !== undefined;

/**
 * Swarm testing (Groce et al., ISSTA 2012): each program draws from a random part of the sorts, some of them more often
 * than others. What only some operations together come to would be undone by the rest in a program of all of them.
 */
function swarm(sorts: readonly Sort[]): fc.Arbitrary<readonly Sort[]> {
  const times = fc.array(fc.constantFrom(0, 0, 0, 1, 1, 2), { minLength: sorts.length, maxLength: sorts.length });
  return fc.noShrink(times).map((factors) => {
    const chosen = sorts.flatMap((sort, at): Sort[] => {
      const factor = isAlwaysThere(sort) ? 1 : (factors[at] ?? 1);
      return factor === 0 ? [] : [{ ...sort, weight: sort.weight * factor }];
    });
    return chosen.filter(({ needs }) => needs === undefined || has(chosen, needs));
  });
}

const has = (sorts: readonly Sort[], name: string): boolean => sorts.some((sort) => sort.name === name);

/** Programs whose operations are of the given sorts. They begin with memory to work on. */
export function programs(size: Size, sorts: readonly Sort[] = SORTS): fc.Arbitrary<Program> {
  return swarm(sorts.filter(({ sizes }) => sizes?.includes(size) !== false)).chain((some) => programsOf(size, some));
}

/** The slots that programs are about, so that one operation finds what another has left there. */
const NEAR = [
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.constant(2) },
];

const ANYWHERE = { weight: 1, arbitrary: fc.nat(SLOTS - 1) };

/** What operations draw from in the part of a program that is about one slot: most of them take that one. */
function drawOf(focus: number, size: Size, process: fc.Arbitrary<number>): Draw {
  const unit = size === 'huge' ? 2 : 1;
  const slot = fc.oneof({ weight: 40, arbitrary: fc.constant(focus) }, ...NEAR, ANYWHERE);
  const ranges = (from: fc.Arbitrary<number>, last: number) =>
    fc.oneof(
      { weight: 3, arbitrary: from.map((first): [number, number] => [first, 1]) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(from, fc.integer({ min: 2, max: 4 }))
          .map(([first, count]): [number, number] => [first, Math.min(count, last - first)]),
      },
    );
  const regions = ranges(
    slot.map((at) => Math.floor(at / unit)),
    SLOTS / unit,
  );
  return {
    process,
    unit,
    slot,
    range: ranges(slot, SLOTS),
    region: regions.map(([first, count]): [number, number] => [first * unit, count * unit]),
    value: fc.integer({ min: 1, max: 9 }),
  };
}

function drawn({ name, weight, make }: Sort, draw: Draw): fc.WeightedArbitrary<Operation> {
  const process = name === 'exit' ? fc.constant(1) : name === 'fork' ? fc.constant(0) : draw.process;
  return { weight, arbitrary: fc.tuple(process, make(draw)).map(([by, args]) => ({ process: by, name, args })) };
}

function programsOf(size: Size, sorts: readonly Sort[]): fc.Arbitrary<Program> {
  const process = has(sorts, 'fork') ? fc.constantFrom(0, 0, 1) : fc.constant(0);
  const draws = Array.from({ length: SLOTS }, (_, slot) => drawOf(slot, size, process));
  const focus = fc.noShrink(fc.oneof(...NEAR, ANYWHERE));
  const bout = focus.chain((slot) => {
    const draw = draws[slot];
    if (draw === undefined) throw new Error(`expected slot ${slot} to be one of ${SLOTS}`);
    return fc.array(fc.oneof(...sorts.map((sort) => drawn(sort, draw))), { minLength: 1, maxLength: 9, size: 'max' });
  });
  return fc
    .tuple(prologue(size, sorts), fc.array(bout, { minLength: 2, maxLength: 5, size: 'max' }))
    .map(([first, rest]) => ({ size, operations: [...first, ...rest.flat()] }));
}

const begin = (name: string, ...args: readonly (number | string)[]): Operation => ({ process: 0, name, args });

/**
 * Memory of one sort up to a slot and of another from there on, contents, and what userfaultfd is to watch: most of it in
 * one range, so that what works on watched memory finds some.
 */
function prologue(size: Size, sorts: readonly Sort[]): fc.Arbitrary<readonly Operation[]> {
  const kinds =
    size === 'huge'
      ? ['anon', 'anon', 'anon', 'anon', 'shared', 'private']
      : ['anon', 'anon', 'anon', 'shared', 'private'];
  const unit = size === 'huge' ? 2 : 1;
  const rows = fc.tuple(
    fc.constantFrom(...kinds),
    fc.constantFrom(...kinds, 'none'),
    fc.integer({ min: 1, max: SLOTS / unit }),
    fc.boolean(),
  );
  const ranges = fc.oneof(
    fc.constantFrom<[number, number][]>([0, 4], [0, SLOTS]),
    fc
      .tuple(fc.nat(2), fc.integer({ min: 1, max: 4 }))
      .map(([first, count]): [number, number] => [first * unit, Math.min(count * unit, SLOTS - first * unit)]),
  );
  const watches = has(sorts, 'register');
  const opened = fc.array(
    fc.constantFrom(...KINDS),
    has(sorts, 'userfaultfd') ? { minLength: 1, maxLength: 1 } : { maxLength: 0 },
  );
  const watched = fc.array(fc.tuple(ranges, fc.constantFrom(...MODES)), {
    minLength: watches ? 1 : 0,
    maxLength: watches ? 2 : 0,
  });
  // Contents first, and huge pages: a store to memory that waits for its pages would only be stopped.
  const contents = fc.array(
    fc
      .tuple(fc.constantFrom(...CONTENTS[size]), fc.nat(3), fc.integer({ min: 1, max: 9 }))
      .map(([make, at, value]) => make(at, value)),
    { minLength: 1, maxLength: 8, size: 'max' },
  );
  const ages = fc.array(fc.oneof(...agesOf(size, sorts)), { maxLength: 4, size: 'max' });
  return fc
    .tuple(rows, contents, opened, watched, ages)
    .map(([row, filled, kinds, ranges, aged]) => [
      ...mapsOf(row, unit),
      ...filled,
      ...kinds.map((kind) => begin('userfaultfd', kind)),
      ...ranges.map(([range, modes]) => begin('register', ...range, row[0] === 'anon' ? withoutMinor(modes) : modes)),
      ...aged,
    ]);
}

type Content = (slot: number, value: number) => Operation;

const write: Content = (slot, value) => begin('write', slot, value);
const fwrite: Content = (slot, value) => begin('fwrite', slot, value);
const read: Content = (slot) => begin('read', slot);
const collapse: Content = (slot) => begin('madvise', slot - (slot % 2), 2, 'collapse');

const CONTENTS: Readonly<Record<Size, readonly Content[]>> = {
  small: [write, write, fwrite, read],
  huge: [write, write, fwrite, read, collapse, collapse],
};

/** What makes pages differ before anything works on them: protected, swapped out, shared with a child. */
function agesOf(size: Size, sorts: readonly Sort[]): readonly fc.Arbitrary<Operation>[] {
  const slot = fc.nat(2);
  const none = fc.constant(begin('read', 0));
  const protects =
    size === 'small'
      ? slot.map((at) => begin('writeprotect', at, 1, 1))
      : fc.nat(1).map((at) => begin('writeprotect', at * 2, 2, 1));
  return [
    none,
    ...(has(sorts, 'register') ? [protects, protects] : []),
    ...(size === 'small' ? [slot.map((at) => begin('madvise', at, 1, 'pageout'))] : []),
    ...(has(sorts, 'userfaultfd') && has(sorts, 'scan') ? [slot.map((at) => begin('scan', at, 2, 'wp'))] : []),
    ...(has(sorts, 'fork') ? [fc.constant(begin('fork'))] : []),
  ];
}

function mapsOf(
  [first, second, turn, scattered]: readonly [first: string, second: string, turn: number, scattered: boolean],
  unit: number,
): readonly Operation[] {
  return Array.from({ length: SLOTS / unit }, (_, at): [at: number, kind: string] => [at, at < turn ? first : second])
    .filter(([, kind]) => kind !== 'none')
    .map(([at, kind]) => begin('mmap', at * unit, unit, kind, kind === 'anon' ? 0 : pageOfFile(at * unit, scattered)));
}

/** Anonymous memory has no minor faults, and registering for them is an error. */
const withoutMinor = (modes: string): string => modes.replace(/,?minor$/, '') || 'missing';
