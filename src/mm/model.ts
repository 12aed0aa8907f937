import type { Model, Property, StepText } from '../explore/model.ts';
import { changesBetween } from './changes.ts';
import { type Kernel, Memory, makeKernel, traitsOf } from './kernel.ts';
import { get } from './layout.ts';
import { propertyNamed } from './properties.ts';
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
}

/** An action is an actor and one of its ways: a thread's way at a choice, or the number of a hardware rule. */
const WAYS = 256;

/** Makes the model of a world with a function under test in it. */
export function makeModel(setting: Setting): Model {
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
  const threads = world.threads.map((thread, index) => makeThread(thread.name, index + 1, calls[index] ?? [], kernel));
  const m = new Memory(kernel);
  world.initial(m);
  for (const thread of threads) thread.start(m);
  const names = threads.map((thread) => thread.name);
  const initial = m.state.slice();
  const successor = new Uint8Array(initial.length);
  return {
    stateBytes: kernel.layout.bytes,
    initial: [initial],
    properties: [
      ...setting.properties.map((name) => always(m, name)),
      ...world.witnesses.map((witness) => sometimes(m, witness)),
    ],
    actions: (state) => actionsOf(m, state, threads, world),
    step: (state, action) => {
      successor.set(state);
      m.state = successor;
      apply(m, action, threads, world);
      return successor;
    },
    chooses: (state, action) => {
      m.state = state;
      return threads[Math.floor(action / WAYS)]?.chooses(m) === true;
    },
    describe: (state, action) => describe(m, state, action, { threads, world, kernel, names }),
  };
}

function always(m: Memory, name: string): Property {
  const property = propertyNamed(name);
  if (property === undefined) throw new Error(`expected "${name}" to be a property of the model`);
  const bit = 1 << m.kernel.watched.indexOf(name);
  const judge = property.holds;
  return {
    name,
    modality: 'always',
    says: property.says,
    holds: (state) => {
      if ((get(state, m.o.broken.properties, 1) & bit) !== 0) return false;
      if (judge === undefined) return true;
      m.state = state;
      return judge(m);
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
      return witness.holds(m);
    },
  };
}

function actionsOf(m: Memory, state: Uint8Array, threads: readonly Thread[], world: World): number[] {
  m.state = state;
  const actions: number[] = [];
  for (const [index, thread] of threads.entries()) {
    const ways = thread.ways(m);
    for (let way = 0; way < ways; way++) actions.push(index * WAYS + way);
  }
  m.thread = 0;
  for (const [index, hardware] of world.hardware.entries()) {
    const count = hardware.rules(m).length;
    for (let rule = 0; rule < count; rule++) actions.push((threads.length + index) * WAYS + rule);
  }
  return actions;
}

function apply(m: Memory, action: number, threads: readonly Thread[], world: World): void {
  const actor = Math.floor(action / WAYS);
  const thread = threads[actor];
  if (thread !== undefined) {
    thread.step(m, action % WAYS);
    return;
  }
  m.thread = 0;
  const rule = world.hardware[actor - threads.length]?.rules(m)[action % WAYS];
  if (rule === undefined) throw new Error(`expected action ${action} to be one of this state's`);
  rule.apply(m);
}

interface Cast {
  readonly threads: readonly Thread[];
  readonly world: World;
  readonly kernel: Kernel;
  readonly names: readonly string[];
}

function describe(m: Memory, state: Uint8Array, action: number, cast: Cast): StepText {
  m.state = state.slice();
  const actor = Math.floor(action / WAYS);
  const way = action % WAYS;
  const thread = cast.threads[actor];
  const hardware = cast.world.hardware[actor - cast.threads.length];
  m.thread = 0;
  const text =
    thread !== undefined
      ? { actor: thread.name, ...thread.describe(m, way) }
      : { actor: hardware?.name ?? '', does: hardware?.rules(m)[way]?.says ?? '', at: undefined, assumes: undefined };
  apply(m, action, cast.threads, cast.world);
  const broken = cast.kernel.watched.filter(
    (_, bit) => (get(m.state, m.o.broken.properties, 1) & ~get(state, m.o.broken.properties, 1) & (1 << bit)) !== 0,
  );
  return {
    ...text,
    changes: [...changesBetween(cast.kernel, state, m.state, cast.names), ...broken.map((name) => `${name} is broken`)],
  };
}
