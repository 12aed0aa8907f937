import fc from 'fast-check';
import type { Exploration } from '../../src/explore/exploration.ts';
import { explore } from '../../src/explore/explore.ts';
import { type Footprint, touch } from '../../src/explore/footprint.ts';
import { searchIndependent } from '../../src/explore/independence.ts';
import type { Model, Property } from '../../src/explore/model.ts';
import { replayPath } from '../../src/explore/trace.ts';

/**
 * Random small concurrent programs over interchangeable CPUs, pages and frames, to try reductions on.
 *
 * Each CPU has a page and a frame in hand and a TLB; they share ptes, free frames and a lock. CPUs of one group run the
 * same program, so they are interchangeable too.
 */
export interface Programs {
  /** For each group, its CPUs and the program that each of them runs over and over. */
  readonly groups: readonly { readonly cpus: number; readonly program: readonly Instruction[] }[];
  readonly pages: number;
  readonly frames: number;
  /** Whether the first page is mapped at first, to the first frame. */
  readonly mapped: boolean;
  /** Program counters that the properties look at, and those at which a step counts as a choice. */
  readonly watched: number;
  readonly guessed: number;
}

const INSTRUCTIONS = [
  'pick page',
  'take free frame',
  'read pte',
  'write pte',
  'clear pte',
  'fill TLB',
  'flush own TLB',
  'flush any TLB',
  'free frame',
  'lock',
  'unlock',
  'skip if no frame',
  'skip or not',
  'stop',
] as const;
type Instruction = (typeof INSTRUCTIONS)[number];

export const programs: fc.Arbitrary<Programs> = fc.record({
  groups: fc.oneof(
    fc.array(fc.record({ cpus: fc.constant(2), program: program(7) }), { minLength: 1, maxLength: 1 }),
    fc.array(fc.record({ cpus: fc.constant(3), program: program(4) }), { minLength: 1, maxLength: 1 }),
    fc.array(fc.record({ cpus: fc.constant(1), program: program(7) }), { minLength: 2, maxLength: 2 }),
  ),
  pages: fc.integer({ min: 1, max: 2 }),
  frames: fc.integer({ min: 1, max: 3 }),
  mapped: fc.boolean(),
  watched: fc.integer({ min: 0, max: 6 }),
  guessed: fc.integer({ min: 0, max: 6 }),
});

/** Short ones with a choice before every instruction and an end, as programs lifted from C have them. */
export const choosyPrograms: fc.Arbitrary<Programs> = programs.map(({ groups, ...rest }) => ({
  ...rest,
  groups: groups.map(({ cpus, program }) => ({
    cpus,
    program: [...program.slice(0, 6 / groups.length / cpus).flatMap(guarded), 'stop'],
  })),
}));

const guarded = (instruction: Instruction): Instruction[] => ['skip or not', instruction];

function program(maxLength: number): fc.Arbitrary<Instruction[]> {
  // Most programs do something with frames: they take, map and free them.
  const some = fc.constantFrom(...INSTRUCTIONS);
  const often = fc.constantFrom<Instruction>('take free frame', 'write pte', 'read pte', 'fill TLB', 'free frame');
  return fc.array(fc.oneof(some, often), { minLength: 2, maxLength, size: 'max' });
}

/** Where things stand in a state: the lock's owner (0 nobody), frames in use as bits, ptes, then a record for each CPU. */
const LOCK = 0;
const USED = 1;
const PTE = 2;
const PC = 0;
const PAGE = 1;
const FRAME = 2;
const TLB = 3;

/** Choices of one CPU at most: a page, a frame, or a CPU. */
const CHOICES = 4;

interface Layout {
  readonly cpus: number;
  readonly bytes: number;
  readonly base: (cpu: number) => number;
  readonly program: (cpu: number) => readonly Instruction[];
}

function layOut({ groups, pages }: Programs): Layout {
  const owners = groups.flatMap((group) => Array.from({ length: group.cpus }, () => group.program));
  const record = TLB + pages;
  return {
    cpus: owners.length,
    bytes: PTE + pages + record * owners.length,
    base: (cpu) => PTE + pages + record * cpu,
    program: (cpu) => owners[cpu] ?? [],
  };
}

const at = (state: Uint8Array, place: number): number => state[place] ?? 0;

/** Reads and writes cells, and notes that where somebody wants to know. */
class Cells {
  noted: Footprint | undefined;

  read(state: Uint8Array, place: number): number {
    if (this.noted !== undefined) touch(this.noted.reads, place);
    return at(state, place);
  }

  write(state: Uint8Array, place: number, value: number): void {
    if (this.noted !== undefined) touch(this.noted.writes, place);
    state[place] = value;
  }
}

export type ProgramModel = Model & Required<Pick<Model, 'chooses' | 'canonical' | 'actors'>>;

/** @param forgotten A cell whose reading is not noted, to see whether that is noticed. */
export function programModel(programs: Programs, forgotten?: number): ProgramModel {
  const layout = layOut(programs);
  const cells = new Cells();
  const { pages, frames } = programs;
  const initial = new Uint8Array(layout.bytes);
  if (programs.mapped) [initial[USED], initial[PTE]] = [1 << 1, 1];
  const instructionOf = (state: Uint8Array, cpu: number): Instruction =>
    layout.program(cpu)[at(state, layout.base(cpu) + PC)] ?? 'stop';

  const choicesOf = (state: Uint8Array, cpu: number): number[] => {
    const instruction = instructionOf(state, cpu);
    if (instruction === 'stop' || (instruction === 'lock' && cells.read(state, LOCK) !== 0)) return [];
    if (instruction === 'skip or not') return [0, 1];
    if (instruction === 'pick page') return [0, 1].slice(0, pages);
    if (instruction === 'flush any TLB') return [0, 1, 2].slice(0, layout.cpus);
    if (instruction !== 'take free frame') return [0];
    const free = [1, 2, 3].slice(0, frames).filter((frame) => (cells.read(state, USED) & (1 << frame)) === 0);
    return free.length > 0 ? free : [0];
  };

  const step = (state: Uint8Array, action: number): Uint8Array => {
    const next = state.slice();
    const cpu = Math.floor(action / CHOICES);
    const choice = action % CHOICES;
    const base = layout.base(cpu);
    const page = cells.read(state, base + PAGE);
    const frame = cells.read(state, base + FRAME);
    const instruction = instructionOf(state, cpu);
    const effects: Partial<Record<Instruction, () => [place: number, value: number][]>> = {
      'pick page': () => [[base + PAGE, choice]],
      'take free frame': () => [
        [base + FRAME, choice],
        [USED, choice === 0 ? cells.read(state, USED) : cells.read(state, USED) | (1 << choice)],
      ],
      'read pte': () => [[base + FRAME, cells.read(state, PTE + page)]],
      'write pte': () => [[PTE + page, frame]],
      'clear pte': () => [[PTE + page, 0]],
      'fill TLB': () => [[base + TLB + page, cells.read(state, PTE + page)]],
      'flush own TLB': () => [[base + TLB + page, 0]],
      'flush any TLB': () => [[layout.base(choice) + TLB + page, 0]],
      'free frame': () => [[USED, frame === 0 ? cells.read(state, USED) : cells.read(state, USED) & ~(1 << frame)]],
      lock: () => [[LOCK, cpu + 1]],
      unlock: () => [[LOCK, 0]],
    };
    for (const [place, value] of effects[instruction]?.() ?? []) cells.write(next, place, value);
    const skips =
      (instruction === 'skip if no frame' && frame === 0) || (instruction === 'skip or not' && choice === 1);
    const pc = at(state, base + PC);
    const then = (pc + (skips ? 2 : 1)) % layout.program(cpu).length;
    // Of others only properties look at a program counter, and only whether it is at the watched point.
    if (pc === programs.watched || then === programs.watched) cells.write(next, base + PC, then);
    next[base + PC] = then;
    return next;
  };

  const actionsOf = (state: Uint8Array, cpu: number): number[] =>
    choicesOf(state, cpu).map((choice) => cpu * CHOICES + choice);
  return {
    stateBytes: layout.bytes,
    initial: [initial],
    properties: propertiesOf(programs, layout, cells),
    actions: (state) => [...Array(layout.cpus).keys()].flatMap((cpu) => actionsOf(state, cpu)),
    step,
    describe: (state, action) => ({
      actor: `CPU ${Math.floor(action / CHOICES)}`,
      does: `${instructionOf(state, Math.floor(action / CHOICES))} ${action % CHOICES}`,
      at: undefined,
      assumes: undefined,
      changes: [],
    }),
    chooses: (state, action) => at(state, layout.base(Math.floor(action / CHOICES)) + PC) === programs.guessed,
    canonical: canonicalOf(programs, layout),
    actors: {
      count: layout.cpus,
      program: (cpu) => flowOf(layout.program(cpu)),
      place: (state, cpu) => at(state, layout.base(cpu) + PC),
      actions: actionsOf,
      cells: layout.bytes,
      note(footprint) {
        const { noted } = cells;
        if (forgotten !== undefined && noted !== undefined) leaveOut(noted.reads, forgotten);
        cells.noted = footprint;
      },
    },
  };
}

/** The places that come next, by places. */
function flowOf(program: readonly Instruction[]): readonly (readonly number[])[] {
  return program.map((instruction, pc) => {
    if (instruction === 'stop') return [];
    return [1, 2].slice(0, instruction.startsWith('skip') ? 2 : 1).map((steps) => (pc + steps) % program.length);
  });
}

function leaveOut(side: Int32Array, cell: number): void {
  side[cell >> 5] = (side[cell >> 5] ?? 0) & ~(1 << (cell & 31));
}

function propertiesOf({ watched, pages }: Programs, layout: Layout, cells: Cells): Property[] {
  const cpus = [...Array(layout.cpus).keys()];
  const ptes = [...Array(pages).keys()];
  const isFree = (state: Uint8Array, frame: number): boolean =>
    frame > 0 && (cells.read(state, USED) & (1 << frame)) === 0;
  const cached = (state: Uint8Array): number[] =>
    cpus.flatMap((cpu) => ptes.map((page) => cells.read(state, layout.base(cpu) + TLB + page)));
  const watching = (state: Uint8Array): number[] =>
    cpus.map(layout.base).filter((base) => cells.read(state, base + PC) === watched);
  const properties: [Property['modality'], string, Property['holds']][] = [
    ['always', 'no TLB holds a free frame', (state) => !cached(state).some((frame) => isFree(state, frame))],
    [
      'always',
      'no pte holds a free frame',
      (state) => !ptes.some((page) => isFree(state, cells.read(state, PTE + page))),
    ],
    [
      'always',
      'at a point in the program, the frame in hand is in use',
      (state) => !watching(state).some((base) => isFree(state, cells.read(state, base + FRAME))),
    ],
    // Keeps the run going to its end.
    ['always', 'there is a lock', () => true],
    ['sometimes', 'all TLBs are full', (state) => cached(state).every((frame) => frame > 0)],
    ['sometimes', 'all are at one point in the program', (state) => watching(state).length === layout.cpus],
    [
      'sometimes',
      'at a point in the program, the frame in hand is mapped',
      (state) =>
        watching(state).some(
          (base) =>
            cells.read(state, base + FRAME) > 0 &&
            cells.read(state, PTE + cells.read(state, base + PAGE)) === cells.read(state, base + FRAME),
        ),
    ],
  ];
  return properties.map(([modality, says, holds]) => ({ name: says.toUpperCase(), modality, says, holds }));
}

/** The least image under all renamings, each built anew: slow and plain. */
function canonicalOf({ groups, pages, frames }: Programs, layout: Layout): (state: Uint8Array) => Uint8Array {
  let first = 0;
  let cpuNames: number[][] = [[]];
  for (const { cpus } of groups) {
    const members = Array.from({ length: cpus }, (_, member) => first + member);
    cpuNames = cpuNames.flatMap((names) => permutations(members).map((more) => [...names, ...more]));
    first += cpus;
  }
  const pageNames = permutations([0, 1].slice(0, pages));
  const frameNames = permutations([1, 2, 3].slice(0, frames)).map((names) => [0, ...names]);
  const renamings = cpuNames.flatMap((cpu) =>
    pageNames.flatMap((page) => frameNames.map((frame) => ({ cpu, page, frame }))),
  );

  return (state) => {
    const images = renamings.map((names) => rename(state, layout, names));
    return images.reduce((least, image) => (Buffer.compare(image, least) < 0 ? image : least));
  };
}

/** New names for old ones, by place. */
interface Names {
  readonly cpu: readonly number[];
  readonly page: readonly number[];
  readonly frame: readonly number[];
}

function rename(state: Uint8Array, layout: Layout, { cpu, page, frame }: Names): Uint8Array {
  const image = new Uint8Array(layout.bytes);
  const owner = at(state, LOCK);
  image[LOCK] = owner === 0 ? 0 : (cpu[owner - 1] ?? 0) + 1;
  image[USED] = frame
    .map((to, from) => (at(state, USED) & (1 << from) ? 1 << to : 0))
    .reduce((left, right) => left | right);
  for (const [from, to] of page.entries()) image[PTE + to] = frame[at(state, PTE + from)] ?? 0;
  for (const [from, to] of cpu.entries()) {
    const [old, base] = [layout.base(from), layout.base(to)];
    image[base + PC] = at(state, old + PC);
    image[base + PAGE] = page[at(state, old + PAGE)] ?? 0;
    image[base + FRAME] = frame[at(state, old + FRAME)] ?? 0;
    for (const [left, right] of page.entries()) image[base + TLB + right] = frame[at(state, old + TLB + left)] ?? 0;
  }
  return image;
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

/** What a run says of its model, without what symmetry may change: which of several shortest paths. */
export function verdictsOf(model: ProgramModel, run: Exploration): unknown {
  return run.outcomes.map(({ property, result, path }) => {
    if (path === undefined) return { result };
    const replay = replayPath(model, path);
    if (!replay.ok) throw new Error(replay.issue.says);
    const { states } = replay.trace;
    const choices = path.places.filter((place, step) => {
      const state = states[step] ?? new Uint8Array(0);
      return model.chooses(state, model.actions(state)[place] ?? 0);
    });
    const decides = property.holds(states.at(-1) ?? new Uint8Array(0)) === (result === 'reached');
    return { result, steps: path.places.length, choices: choices.length, decides };
  });
}

/** Explores with symmetry off and on, and counts by hand the orbits of what the full run saw. */
export function compareSymmetry(model: ProgramModel): {
  full: Exploration;
  reduced: Exploration;
  orbits: number;
} {
  const seen = new Set<string>();
  const note: Property = {
    name: 'NOTED',
    modality: 'always',
    says: 'every state is noted',
    holds: (state) => seen.add(Buffer.from(model.canonical(state)).toString('latin1')) === seen,
  };
  const limits = { maxStates: 1_000_000 };
  const full = explore({ ...model, properties: [...model.properties, note] }, limits);
  const reduced = explore(model, limits, 'symmetry');
  return { full: { ...full, outcomes: full.outcomes.slice(0, -1) }, reduced, orbits: seen.size };
}

/** What a search says of the properties, each explored for itself, and the states in which nobody can go on. */
interface Said {
  readonly results: readonly string[];
  readonly ends: readonly string[];
  readonly states: number;
}

/** Explores with independence off and on, then the properties one by one: one that is settled holds nobody up any more. */
export function compareIndependence(model: ProgramModel): { readonly full: Said; readonly reduced: Said } {
  const limits = { maxStates: 1_000_000 };
  return {
    full: said(model, [model.properties], (one) => explore(one, limits)),
    reduced: said(
      model,
      model.properties.map((property) => [property]),
      (one) => searchIndependent(one, model.actors, limits),
    ),
  };
}

/** @param groups The properties of each search. */
function said(
  model: ProgramModel,
  groups: readonly (readonly Property[])[],
  search: (one: Model) => Exploration,
): Said {
  const ends = new Set<string>();
  const end: Property = {
    name: 'END',
    modality: 'always',
    says: 'every state without a next one is noted, and the run goes on to its end',
    holds: (state) => {
      // What it looks at is no business of the reduction, which keeps such states anyway.
      model.actors.note(undefined);
      if (model.actions(state).length === 0) ends.add(state.join());
      return true;
    },
  };
  const runs = groups.map((properties) => search({ ...model, properties: [...properties, end] }));
  return {
    results: runs.flatMap((run) => run.outcomes.slice(0, -1).map(({ result }) => result)),
    ends: [...ends].toSorted((a, b) => (a < b ? -1 : 1)),
    states: runs.reduce((sum, run) => sum + run.states, 0) / groups.length,
  };
}
