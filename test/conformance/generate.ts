import fc from 'fast-check';
import { type Operation, type Program, type Size, SLOTS } from './operation.ts';

/** What the operations of a program draw from. */
interface Draw {
  readonly process: fc.Arbitrary<number>;
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
}

const flat = (range: fc.Arbitrary<readonly [number, number]>, ...last: readonly fc.Arbitrary<number | string>[]) =>
  fc.tuple(range, fc.tuple(...last)).map(([[slot, count], more]) => [slot, count, ...more]);

const advice =
  (...names: readonly string[]): Make =>
  ({ range }) =>
    flat(range, fc.constantFrom(...names));

/** Half of the mappings of a file are in its order, so that neighbours merge; the others never are. */
const pageOfFile = (slot: number, scattered: boolean): number => (scattered ? (slot * 3) % SLOTS : slot);

const mapped: Make = ({ region }) =>
  fc
    .tuple(region, fc.constantFrom('anon', 'anon', 'shared', 'private'), fc.boolean())
    .map(([[first, count], kind, scattered]) => {
      const offset = kind === 'anon' ? 0 : Math.min(pageOfFile(first, scattered), SLOTS - count);
      return [first, count, kind, offset];
    });

const MODES = ['missing', 'wp', 'missing,wp', 'minor', 'missing,minor', 'wp,minor', 'missing,wp,minor'];

const SMALL: readonly Size[] = ['small'];

/** All sorts of operations that the probe and the twin both know. */
export const SORTS: readonly Sort[] = [
  { name: 'mmap', weight: 6, sizes: SMALL, make: mapped },
  {
    name: 'mmap',
    weight: 4,
    sizes: ['huge'],
    make: ({ region }) => region.map(([first, count]) => [first, count, 'anon', 0]),
  },
  { name: 'munmap', weight: 2, make: ({ region }) => flat(region) },
  { name: 'mprotect', weight: 3, make: ({ region }) => flat(region, fc.constantFrom('rw', 'r', 'none')) },
  {
    name: 'mremap',
    weight: 2,
    sizes: SMALL,
    make: ({ slot }) => fc.tuple(slot, fc.constant(1), slot, fc.constantFrom('move', 'keep')),
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
  {
    name: 'madvise',
    weight: 7,
    sizes: ['small'],
    make: advice(
      ...['dontneed', 'dontneed', 'free', 'pageout', 'pageout', 'pageout', 'cold', 'populate_read', 'populate_write'],
      ...['dontfork', 'dofork', 'wipeonfork', 'keeponfork'],
    ),
  },
  { name: 'read', weight: 10, make: ({ slot }) => fc.tuple(slot) },
  { name: 'write', weight: 10, make: ({ slot, value }) => fc.tuple(slot, value) },
  { name: 'fork', weight: 3, sizes: SMALL, make: () => fc.constant([]) },
  { name: 'exit', weight: 1, sizes: SMALL, make: () => fc.constant([]) },
  { name: 'pin', weight: 2, sizes: SMALL, make: ({ slot }) => fc.tuple(slot) },
  { name: 'unpin', weight: 2, sizes: SMALL, make: () => fc.constant([]) },
  { name: 'fread', weight: 2, sizes: SMALL, make: ({ slot }) => fc.tuple(slot) },
  { name: 'fwrite', weight: 2, sizes: SMALL, make: ({ slot, value }) => fc.tuple(slot, value) },
  { name: 'punch', weight: 2, sizes: SMALL, make: ({ range }) => flat(range) },
  { name: 'truncate', weight: 2, sizes: SMALL, make: () => fc.tuple(fc.integer({ min: 0, max: SLOTS })) },
  { name: 'register', weight: 4, sizes: SMALL, make: ({ range }) => flat(range, fc.constantFrom(...MODES)) },
  { name: 'unregister', weight: 1, sizes: SMALL, make: ({ range }) => flat(range) },
  {
    name: 'copy',
    weight: 3,
    sizes: SMALL,
    make: ({ slot, value }) => fc.tuple(slot, value, fc.constantFrom('plain', 'wp')),
  },
  { name: 'zeropage', weight: 2, sizes: SMALL, make: ({ slot }) => fc.tuple(slot) },
  { name: 'continue', weight: 2, sizes: SMALL, make: ({ slot }) => fc.tuple(slot, fc.constantFrom('plain', 'wp')) },
  { name: 'poison', weight: 1, sizes: SMALL, make: ({ slot }) => fc.tuple(slot) },
  { name: 'writeprotect', weight: 3, sizes: SMALL, make: ({ range }) => flat(range, fc.constantFrom(1, 1, 0)) },
  {
    name: 'move',
    weight: 3,
    sizes: SMALL,
    make: ({ slot }) => fc.tuple(slot, slot, fc.constantFrom('plain', 'holes')),
  },
];

/** Programs whose operations are of the given sorts. They begin with memory to work on. */
export function programs(size: Size, sorts: readonly Sort[] = SORTS): fc.Arbitrary<Program> {
  const unit = size === 'huge' ? 2 : 1;
  // Most operations meet on a few slots, so that one finds what another has left there.
  const near = <T>(of: (slot: number) => T) => [
    { weight: 4, arbitrary: fc.constant(of(0)) },
    { weight: 3, arbitrary: fc.constant(of(1)) },
    { weight: 2, arbitrary: fc.constant(of(2)) },
  ];
  const slot = fc.oneof(...near((at) => at), { weight: 2, arbitrary: fc.nat(SLOTS - 1) });
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
  const range = ranges(slot, SLOTS);
  const region = ranges(
    slot.map((at) => Math.floor(at / unit)),
    SLOTS / unit,
  ).map(([first, count]): [number, number] => [first * unit, count * unit]);
  const draw: Draw = {
    process: fc.constantFrom(0, 0, 0, 1),
    slot,
    range,
    region,
    value: fc.integer({ min: 1, max: 9 }),
  };
  const operation = fc.oneof(
    ...sorts
      .filter(({ sizes }) => sizes?.includes(size) !== false)
      .map(({ name, weight, make }) => ({
        weight,
        arbitrary: fc
          .tuple(name === 'exit' ? fc.constant(1) : name === 'fork' ? fc.constant(0) : draw.process, make(draw))
          .map(([process, args]): Operation => ({ process, name, args })),
      })),
  );
  return fc
    .tuple(prologue(size, unit), fc.array(operation, { minLength: 4, maxLength: 34, size: 'max' }))
    .map(([first, rest]) => ({ size, operations: [...first, ...rest] }));
}

/** Memory of one sort for each unit of the row, some of it watched by userfaultfd, and contents. */
function prologue(size: Size, unit: number): fc.Arbitrary<readonly Operation[]> {
  const kinds = size === 'huge' ? ['anon', 'anon', 'none'] : ['anon', 'anon', 'anon', 'shared', 'private', 'none'];
  const maps = fc
    .tuple(fc.array(fc.constantFrom(...kinds), { minLength: SLOTS / unit, maxLength: SLOTS / unit }), fc.boolean())
    .map(([row, scattered]) =>
      row.flatMap((kind, at): Operation[] =>
        kind === 'none'
          ? []
          : [
              {
                process: 0,
                name: 'mmap',
                args: [at * unit, unit, kind, kind === 'anon' ? 0 : pageOfFile(at, scattered)],
              },
            ],
      ),
    );
  const registers = fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 4 }), fc.constantFrom(...MODES)), {
    maxLength: size === 'huge' ? 0 : 2,
  });
  const content = fc.tuple(
    fc.constantFrom('write' as const, 'fwrite' as const, 'read' as const, 'writeprotect' as const),
    fc.nat(3),
    fc.integer({ min: 1, max: 9 }),
  );
  const contents = fc.array(size === 'huge' ? content.map(([, at, value]): Content => ['write', at, value]) : content, {
    maxLength: 6,
    size: 'max',
  });
  return fc
    .tuple(maps, registers, contents)
    .map(([first, watched, filled]) => [
      ...first,
      ...watched.map((args): Operation => ({ process: 0, name: 'register', args })),
      ...filled.map(([name, at, value]): Operation => ({ process: 0, name, args: ARGUMENTS[name](at, value) })),
    ]);
}

type Content = ['write' | 'fwrite' | 'read' | 'writeprotect', number, number];

/** The arguments of what the beginning of a program does to a slot. */
const ARGUMENTS: Readonly<
  Record<'write' | 'fwrite' | 'read' | 'writeprotect', (slot: number, value: number) => number[]>
> = {
  write: (slot, value) => [slot, value],
  fwrite: (slot, value) => [slot, value],
  read: (slot) => [slot],
  writeprotect: (slot) => [slot, 1, 1],
};
