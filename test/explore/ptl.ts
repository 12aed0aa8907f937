import type { Model, Property, StepText } from '../../src/explore/model.ts';

/**
 * Two CPUs, one page table, one lock: the smallest protocol with a TLB worth checking.
 *
 * Each CPU runs OPS operations of its choice on one of two pages:
 *
 *     touch   T1  translate through the TLB, else walk: read the pte, without any lock
 *             T2  fill the TLB, where the pte still says so
 *             T3  use the translation                               (if it is still in the TLB)
 *     fault   F1  read the pte, go on where it is none
 *             F2  take a free frame, any
 *             F3  lock   F4  pte still none: map the frame, else give it back   F5  unlock
 *     zap     Z1  lock   Z2  clear the pte, go to Z6 where it was none
 *             Z3  flush the own TLB   Z4  flush the other's   Z5  free the frame   Z6  unlock
 *
 * TLB-FREE: whoever is about to use a translation uses one to a frame that is not free. With Z5 before Z3 (the planted
 * bug) it fails: CPU 0 touches a page, CPU 1 zaps it up to the free, CPU 0 uses what its TLB still holds.
 *
 * Frames, pages and CPUs are alike: a free frame is any free frame and a flush begins at home, so renaming them carries
 * steps to steps and `canonical` may take the least renaming for all.
 */
export interface Protocol {
  /** Operations of each CPU. */
  readonly ops: number;
  /** Z5 before Z3: the frame is free while TLBs still hold it. */
  readonly freesBeforeFlush: boolean;
}

const PAGES = 2;
const FRAMES = 3;
const NOBODY = 255;

/** Bytes of a state: the lock's owner, free frames as bits, ptes, TLBs by CPU, then pc, operations, page, frame by CPU. */
const LOCK = 0;
const USED = 1;
const PTE = 2;
const TLB = 4;
const CPU = 8;
const PC = 0;
const DONE = 1;
const PAGE = 2;
const FRAME = 3;
const BYTES = 16;

const IDLE = 0;
const T1 = 1;
const T2 = 2;
const T3 = 3;
const F1 = 4;
const F2 = 5;
const F3 = 6;
const F4 = 7;
const F5 = 8;
const Z1 = 9;
const Z2 = 10;
const Z3 = 11;
const Z4 = 12;
const Z5 = 13;
const Z6 = 14;

const FIRST_STEPS = [T1, F1, Z1];
const NAMES = [
  'choose operation and page',
  'T1 translate, or read the pte',
  'T2 fill the TLB',
  'T3 use the translation',
  'F1 read the pte',
  'F2 take frame',
  'F3 lock',
  'F4 map the frame if the pte is still none',
  'F5 unlock',
  'Z1 lock',
  'Z2 clear the pte',
  'Z3 flush the own TLB',
  'Z4 flush the other TLB',
  'Z5 free the frame',
  'Z6 unlock',
];

/** An action is the CPU times this plus its choice: operation and page, or frame, else nothing. */
const CHOICES = 8;

const at = (state: Uint8Array, place: number): number => state[place] ?? 0;
const used = (state: Uint8Array, frame: number): boolean => ((at(state, USED) >> (frame - 1)) & 1) === 1;

/** A CPU that stands before T3 with its translation still cached, to a frame that is free. */
function usesFreed(state: Uint8Array, cpu: number): boolean {
  const base = CPU + 4 * cpu;
  const frame = at(state, base + FRAME);
  return (
    at(state, base + PC) === T3 &&
    at(state, TLB + PAGES * cpu + at(state, base + PAGE)) === frame &&
    !used(state, frame)
  );
}

const properties: Property[] = [
  {
    name: 'TLB-FREE',
    modality: 'always',
    says: 'No CPU uses a translation to a frame that is free.',
    holds: (state) => !usesFreed(state, 0) && !usesFreed(state, 1),
  },
  {
    name: 'BOTH-CACHE',
    modality: 'sometimes',
    says: 'Both TLBs hold a translation of one page.',
    holds: (state) => [0, 1].some((page) => at(state, TLB + page) > 0 && at(state, TLB + PAGES + page) > 0),
  },
  {
    name: 'LOST-RACE',
    modality: 'sometimes',
    says: 'A fault finds under the lock that the other CPU has mapped the page.',
    holds: (state) =>
      [CPU, CPU + 4].some((base) => at(state, base + PC) === F4 && at(state, PTE + at(state, base + PAGE)) > 0),
  },
];

export function ptlModel({ ops, freesBeforeFlush }: Protocol): Model {
  const afterClear = freesBeforeFlush ? Z5 : Z3;
  const afterFlush = freesBeforeFlush ? Z6 : Z5;
  const afterFree = freesBeforeFlush ? Z3 : Z6;
  const successor = new Uint8Array(BYTES);

  const choicesOf = (state: Uint8Array, cpu: number, actions: number[]): void => {
    const pc = at(state, CPU + 4 * cpu + PC);
    const first = cpu * CHOICES;
    if (pc === IDLE) {
      if (at(state, CPU + 4 * cpu + DONE) === ops) return;
      for (let choice = 0; choice < FIRST_STEPS.length * PAGES; choice++) actions.push(first + choice);
    } else if (pc === F2) {
      for (let frame = 1; frame <= FRAMES; frame++) if (!used(state, frame)) actions.push(first + frame);
      // All frames are in use: the fault gives up.
      if (at(state, USED) === (1 << FRAMES) - 1) actions.push(first);
    } else if ((pc !== F3 && pc !== Z1) || at(state, LOCK) === NOBODY) actions.push(first);
  };

  /** Takes the step in place and gives the next pc. */
  const steps: ((next: Uint8Array, cpu: number, base: number, choice: number) => number)[] = [];
  steps[IDLE] = (next, _cpu, base, choice) => {
    next[base + DONE] = at(next, base + DONE) + 1;
    next[base + PAGE] = choice % PAGES;
    return FIRST_STEPS[Math.floor(choice / PAGES)] ?? IDLE;
  };
  steps[T1] = (next, cpu, base) => {
    const page = at(next, base + PAGE);
    const cached = at(next, TLB + PAGES * cpu + page);
    next[base + FRAME] = cached === 0 ? at(next, PTE + page) : cached;
    if (cached !== 0) return T3;
    return at(next, PTE + page) === 0 ? IDLE : T2;
  };
  steps[T2] = (next, cpu, base) => {
    const page = at(next, base + PAGE);
    if (at(next, PTE + page) !== at(next, base + FRAME)) return IDLE;
    next[TLB + PAGES * cpu + page] = at(next, base + FRAME);
    return T3;
  };
  steps[T3] = () => IDLE;
  steps[F1] = (next, _cpu, base) => (at(next, PTE + at(next, base + PAGE)) === 0 ? F2 : IDLE);
  steps[F2] = (next, _cpu, base, frame) => {
    if (frame === 0) return IDLE;
    next[USED] = at(next, USED) | (1 << (frame - 1));
    next[base + FRAME] = frame;
    return F3;
  };
  steps[F3] = (next, cpu) => {
    next[LOCK] = cpu;
    return F4;
  };
  steps[F4] = (next, _cpu, base) => {
    const pte = PTE + at(next, base + PAGE);
    const frame = at(next, base + FRAME);
    if (at(next, pte) === 0) next[pte] = frame;
    else next[USED] = at(next, USED) & ~(1 << (frame - 1));
    return F5;
  };
  steps[F5] = (next) => {
    next[LOCK] = NOBODY;
    return IDLE;
  };
  steps[Z1] = (next, cpu) => {
    next[LOCK] = cpu;
    return Z2;
  };
  steps[Z2] = (next, _cpu, base) => {
    const pte = PTE + at(next, base + PAGE);
    next[base + FRAME] = at(next, pte);
    next[pte] = 0;
    return at(next, base + FRAME) === 0 ? Z6 : afterClear;
  };
  steps[Z3] = (next, cpu, base) => {
    next[TLB + PAGES * cpu + at(next, base + PAGE)] = 0;
    return Z4;
  };
  steps[Z4] = (next, cpu, base) => {
    next[TLB + PAGES * (1 - cpu) + at(next, base + PAGE)] = 0;
    return afterFlush;
  };
  steps[Z5] = (next, _cpu, base) => {
    next[USED] = at(next, USED) & ~(1 << (at(next, base + FRAME) - 1));
    return afterFree;
  };
  steps[Z6] = steps[F5];

  const step = (state: Uint8Array, action: number): Uint8Array => {
    const cpu = Math.floor(action / CHOICES);
    const base = CPU + 4 * cpu;
    successor.set(state);
    const pc = steps[at(state, base + PC)]?.(successor, cpu, base, action % CHOICES) ?? IDLE;
    successor[base + PC] = pc;
    // What an idle CPU last worked on does not matter any more, so it does not tell states apart.
    if (pc === IDLE) {
      successor[base + PAGE] = 0;
      successor[base + FRAME] = 0;
    }
    return successor;
  };

  const initial = new Uint8Array(BYTES);
  initial[LOCK] = NOBODY;
  return {
    stateBytes: BYTES,
    initial: [initial],
    properties,
    actions(state) {
      const actions: number[] = [];
      choicesOf(state, 0, actions);
      choicesOf(state, 1, actions);
      return actions;
    },
    step,
    describe: (state, action) => describe(state, action),
    canonical: leastRenaming,
  };
}

function describe(state: Uint8Array, action: number): StepText {
  const cpu = Math.floor(action / CHOICES);
  const pc = at(state, CPU + 4 * cpu + PC);
  const choice = pc === IDLE || pc === F2 ? ` ${action % CHOICES}` : '';
  return { actor: `CPU ${cpu}`, does: `${NAMES[pc]}${choice}`, at: undefined, assumes: undefined, changes: [] };
}

const FRAME_NAMES = [
  [0, 1, 2, 3],
  [0, 1, 3, 2],
  [0, 2, 1, 3],
  [0, 2, 3, 1],
  [0, 3, 1, 2],
  [0, 3, 2, 1],
];
const renamed = new Uint8Array(BYTES);
const least = new Uint8Array(BYTES);

/** The least, byte by byte, of the 24 renamings of CPUs, pages and frames. */
function leastRenaming(state: Uint8Array): Uint8Array {
  least.fill(255);
  for (let swapCpus = 0; swapCpus < 2; swapCpus++) {
    for (let swapPages = 0; swapPages < 2; swapPages++) {
      for (const frames of FRAME_NAMES) {
        rename(state, swapCpus, swapPages, frames);
        if (isLess(renamed, least)) least.set(renamed);
      }
    }
  }
  return least;
}

function rename(state: Uint8Array, swapCpus: number, swapPages: number, frames: readonly number[]): void {
  const frame = (place: number): number => frames[at(state, place)] ?? 0;
  const owner = at(state, LOCK);
  renamed[LOCK] = owner === NOBODY ? NOBODY : owner ^ swapCpus;
  let bits = 0;
  for (let from = 1; from <= FRAMES; from++) if (used(state, from)) bits |= 1 << ((frames[from] ?? 0) - 1);
  renamed[USED] = bits;
  for (let page = 0; page < PAGES; page++) {
    const to = page ^ swapPages;
    renamed[PTE + to] = frame(PTE + page);
    for (let cpu = 0; cpu < 2; cpu++) renamed[TLB + PAGES * (cpu ^ swapCpus) + to] = frame(TLB + PAGES * cpu + page);
  }
  for (let cpu = 0; cpu < 2; cpu++) {
    const from = CPU + 4 * cpu;
    const to = CPU + 4 * (cpu ^ swapCpus);
    const pc = at(state, from + PC);
    renamed[to + PC] = pc;
    renamed[to + DONE] = at(state, from + DONE);
    renamed[to + PAGE] = pc === IDLE ? 0 : at(state, from + PAGE) ^ swapPages;
    renamed[to + FRAME] = frame(from + FRAME);
  }
}

function isLess(left: Uint8Array, right: Uint8Array): boolean {
  for (let place = 0; place < BYTES; place++) {
    if (at(left, place) !== at(right, place)) return at(left, place) < at(right, place);
  }
  return false;
}
