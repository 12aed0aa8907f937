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

/** All sorts of operations that the probe and the twin both know. */
export const SORTS: readonly Sort[] = [
  {
    name: 'mmap',
    weight: 6,
    make: ({ region }) => flat(region, fc.constantFrom('anon')).map((args) => [...args, args[0] ?? 0]),
  },
  { name: 'munmap', weight: 2, make: ({ region }) => flat(region) },
  { name: 'mprotect', weight: 4, make: ({ region }) => flat(region, fc.constantFrom('rw', 'r', 'none')) },
  { name: 'madvise', weight: 4, make: advice('dontneed') },
  { name: 'read', weight: 8, make: ({ slot }) => fc.tuple(slot) },
  { name: 'write', weight: 10, make: ({ slot, value }) => fc.tuple(slot, value) },
  { name: 'fork', weight: 3, make: () => fc.constant([]) },
  { name: 'exit', weight: 1, make: () => fc.constant([]) },
];

/** Programs whose operations are of the given sorts. They begin with memory to work on. */
export function programs(size: Size, sorts: readonly Sort[] = SORTS): fc.Arbitrary<Program> {
  const unit = size === 'huge' ? 2 : 1;
  const slot = fc.integer({ min: 0, max: SLOTS - 1 });
  const range = slot.chain((first) =>
    fc.tuple(fc.constant(first), fc.integer({ min: 1, max: Math.min(4, SLOTS - first) })),
  );
  const region = fc
    .integer({ min: 0, max: SLOTS / unit - 1 })
    .chain((first) =>
      fc.tuple(fc.constant(first * unit), fc.integer({ min: 1, max: Math.min(4, SLOTS / unit - first) })),
    )
    .map(([first, count]): [number, number] => [first, count * unit]);
  const draw: Draw = { process: fc.constantFrom(0, 0, 1), slot, range, region, value: fc.integer({ min: 1, max: 9 }) };
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
  const first = sorts.find(({ name }) => name === 'mmap');
  if (first === undefined) throw new Error('expected mmap among the sorts of operations');
  return fc
    .tuple(first.make(draw), fc.array(operation, { minLength: 4, maxLength: 39 }))
    .map(([args, rest]) => ({ size, operations: [{ process: 0, name: 'mmap', args }, ...rest] }));
}
