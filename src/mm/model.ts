import type { Actors, Model, Property, StepText } from '../explore/model.ts';
import { noteHeld } from './accounts.ts';
import { changesBetween } from './changes.ts';
import type { Rule } from './hardware.ts';
import { type Kernel, Memory, makeKernel, traitsOf } from './kernel.ts';
import type { Source } from './program.ts';
import { propertyNamed } from './properties.ts';
import type { Progress } from './property.ts';
import { type Call, makeThread, type Thread } from './thread.ts';
import { SUBJECT, type World } from './world.ts';

/** Everything that turns a world into a model: the programs of its threads, and what is asked of it. */
export interface Setting {
  readonly world: World;
  /** Kernel version, `6.5`. */
  readonly version: string;
  /** The properties to judge, of those that the world can. */
  readonly properties: readonly string[];
  /** The function under test with its arguments. */
  readonly subject: Call;
  /** Calls around it, for the locks that its callers hold. */
  readonly around: { readonly before: readonly Call[]; readonly after: readonly Call[] };
  /** The other functions that the world's threads call, by name. */
  readonly callees: ReadonlyMap<string, Call['program']>;
  /** The model does not say who acts, so that every order of independent steps is explored. */
  readonly everyOrder?: boolean | undefined;
}

/** An action of a thread is twice its place, plus its way at a choice; those of the hardware's rules follow. */
const WAYS = 2;

/** The place of the thread whose action it is; beyond the last for the hardware's. */
const threadOf = (action: number): number => Math.floor(action / WAYS);

/**
 * Makes the model of a world with a function under test in it.
 *
 * @param reached Gets the source of every instruction that an exploration comes to.
 */
export function makeModel(setting: Setting, reached?: Set<Source>): Model {
  const { world } = setting;
  const kernel = makeKernel(
    { ...world.dimensions, threads: world.threads.length },
    traitsOf(setting.version),
    setting.properties,
  );
  const calls = world.threads.map((thread) =>
    thread.runs.flatMap((run): readonly Call[] => {
      if (run === SUBJECT) return [...setting.around.before, setting.subject, ...setting.around.after];
      const program = setting.callees.get(run.function);
      if (program === undefined) throw new Error(`expected a program for ${run.function} of world ${world.name}`);
      return [{ program, args: run.args }];
    }),
  );
  const threads = world.threads.map((thread, index) =>
    makeThread(thread.name, index + 1, calls[index] ?? [], kernel, reached),
  );
  const m = new Memory(kernel);
  world.initial(m);
  noteHeld(m);
  for (const thread of threads) thread.start(m);
  const cast: Cast = {
    threads,
    rules: world.hardware.flatMap(({ name, rules }) => rules(kernel).map((rule) => ({ actor: name, rule }))),
  };
  const names = threads.map((thread) => thread.name);
  const count = threads.length + cast.rules.length;
  const initial = m.state.slice();
  const successor = new Uint8Array(initial.length);
  const actions: number[] = [];
  const actors: Actors = {
    count,
    program: (actor) => threads[actor]?.flow() ?? ROUND_AND_ROUND,
    place: (state, actor) => threads[actor]?.place(state) ?? 0,
    actions: (state, actor) => {
      m.state = state;
      actions.length = 0;
      addActions(m, actor, cast, actions);
      return actions;
    },
    cells: kernel.layout.bytes,
    note: (footprint) => {
      m.noted = footprint;
    },
  };
  return {
    stateBytes: kernel.layout.bytes,
    cuts: kernel.layout.cuts.filter((at) => at < kernel.layout.bytes),
    initial: [initial],
    properties: [
      ...setting.properties.map((name) => always(m, name, threads)),
      ...world.witnesses.map((witness) => sometimes(m, witness)),
    ],
    actions: (state) => {
      m.state = state;
      actions.length = 0;
      for (let actor = 0; actor < count; actor++) addActions(m, actor, cast, actions);
      return actions;
    },
    step: (state, action) => {
      successor.set(state);
      m.state = successor;
      m.changed = 0;
      apply(m, action, cast);
      return successor;
    },
    changed: () => m.changed,
    chooses: (state, action) => {
      m.state = state;
      return threads[threadOf(action)]?.chooses(m) === true;
    },
    ...(setting.everyOrder === true ? {} : { actors }),
    describe: (state, action) => describe(m, state, action, { ...cast, kernel, names }),
  };
}

/** Everybody who acts in a world. */
interface Cast {
  readonly threads: readonly Thread[];
  readonly rules: readonly { readonly actor: string; readonly rule: Rule }[];
}

function always(m: Memory, name: string, threads: readonly Thread[]): Property {
  const property = propertyNamed(name);
  if (property === undefined) throw new Error(`expected "${name}" to be a property of the model`);
  const at = m.kernel.watched.indexOf(name);
  const judge = property.holds;
  const view: Progress = {
    // Not noted: the reduction by independence keeps what nobody can go on from, whatever asks for that.
    isStuck: () =>
      m.unnoted(
        () =>
          threads.some((one) => !one.ended(m)) &&
          threads.every((one) => one.ways(m) === 0 && one.lost(m) === undefined),
      ),
    isOver: () => threads.every((one) => one.ended(m)),
  };
  return {
    name,
    modality: 'always',
    says: property.says,
    holds: (state) => {
      m.state = state;
      if (m.isBroken(at)) return false;
      if (judge === undefined) return true;
      m.asking = true;
      const holds = judge(m, view);
      m.asking = false;
      return holds;
    },
  };
}

function sometimes(m: Memory, witness: World['witnesses'][number]): Property {
  return {
    name: witness.name,
    modality: 'sometimes',
    says: witness.says,
    holds: (state) => {
      m.state = state;
      m.asking = true;
      const holds = witness.holds(m);
      m.asking = false;
      return holds;
    },
  };
}

/** Adds what an actor can do in the state at hand: a thread, or after those a rule. */
function addActions(m: Memory, actor: number, { threads, rules }: Cast, actions: number[]): void {
  const thread = threads[actor];
  if (thread !== undefined) {
    const ways = thread.ways(m);
    for (let way = 0; way < ways; way++) actions.push(actor * WAYS + way);
    return;
  }
  m.thread = 0;
  const index = actor - threads.length;
  m.asking = true;
  if (rules[index]?.rule.applies(m)) actions.push(threads.length * WAYS + index);
  m.asking = false;
}

/** The program of a rule: it may apply again and again. */
const ROUND_AND_ROUND = [[0]];

function apply(m: Memory, action: number, { threads, rules }: Cast): void {
  const thread = threads[threadOf(action)];
  if (thread !== undefined) {
    thread.step(m, action % WAYS);
    return;
  }
  m.thread = 0;
  const acting = rules[action - threads.length * WAYS];
  if (acting === undefined) throw new Error(`expected action ${action} to be one of this model's`);
  acting.rule.apply(m);
}

interface Naming extends Cast {
  readonly kernel: Kernel;
  /** Of the threads. */
  readonly names: readonly string[];
}

function describe(m: Memory, state: Uint8Array, action: number, cast: Naming): StepText {
  m.state = state.slice();
  m.thread = 0;
  const thread = cast.threads[threadOf(action)];
  const acting = cast.rules[action - cast.threads.length * WAYS];
  const text =
    thread !== undefined
      ? { actor: thread.name, ...thread.describe(m, action % WAYS) }
      : { actor: acting?.actor ?? '', does: acting?.rule.says(m) ?? '', at: undefined, assumes: undefined };
  const wasBroken = cast.kernel.watched.map((_, at) => m.isBroken(at));
  apply(m, action, cast);
  const broken = cast.kernel.watched.filter((_, at) => m.isBroken(at) && !wasBroken[at]);
  const lost = broken.includes('KNOWN') ? thread?.lost(m) : undefined;
  return {
    ...text,
    changes: [
      ...changesBetween(cast.kernel, state, m.state, cast.names),
      ...broken.map((name) => `${name} is broken`),
      ...(lost === undefined ? [] : [`nobody knows what ${lost} does`]),
    ],
  };
}
