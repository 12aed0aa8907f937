import { setImmediate } from 'node:timers/promises';
import { explore } from '../../src/explore/explore.ts';
import { exampleOf } from '../../src/mm/examples.ts';
import type { Hardware } from '../../src/mm/hardware.ts';
import { type Memory, makeKernel, traitsOf } from '../../src/mm/kernel.ts';
import { primitiveNamed } from '../../src/mm/known.ts';
import { makeModel, type Setting } from '../../src/mm/model.ts';
import type { Primitive } from '../../src/mm/primitive.ts';
import { PROPERTIES } from '../../src/mm/properties.ts';
import { subjects } from '../bench/mm-subjects.ts';
import { settingOf } from '../mm/bug-run.ts';

/** A part of the model that is taken out, and the verdicts of the bugs that are others then. */
export interface Removal {
  readonly what: string;
  /** `B5 before: violated → satisfied`. */
  readonly verdicts: readonly string[];
}

interface Case {
  readonly name: string;
  readonly setting: Setting;
}

/** Both sides of every bug and of every property's example, and the reference functions in the worlds that they fit. */
const CASES: readonly Case[] = [
  ...PROPERTIES.flatMap(({ name }) =>
    (['before', 'after'] as const).map((side) => ({
      name: `example of ${name}, ${side}`,
      setting: settingOf(exampleOf(name), side),
    })),
  ),
  ...subjects().map(({ name, setting }) => ({ name: `${name}, ${setting.world.name} ${setting.properties}`, setting })),
];

/** What becomes of the property, with the witnesses: a world in which nothing happens any more says nothing either. */
function verdict(setting: Setting): string {
  const { outcomes, complete } = explore(makeModel(setting), { maxStates: 300_000 });
  if (outcomes.some(({ result }) => result === 'violated')) return 'violated';
  if (!complete) return 'bounded';
  return outcomes.some(({ result }) => result === 'unreached') ? 'nothing happens' : 'satisfied';
}

const VERDICTS: ReadonlyMap<string, string> = new Map(CASES.map(({ name, setting }) => [name, verdict(setting)]));

/** The verdicts that are others once the settings are changed; undefined for a setting that it does not touch. */
function changed(change: (setting: Setting) => Setting | undefined): string[] {
  return CASES.flatMap(({ name, setting }) => {
    const other = change(setting);
    if (other === undefined) return [];
    const [was, is] = [VERDICTS.get(name), verdict(other)];
    return was === is ? [] : [`${name}: ${was} → ${is}`];
  });
}

/** The names of everything that hardware can do in the worlds of the bugs. */
function ruleNames(): readonly string[] {
  const names = CASES.flatMap(({ setting: { world, version, properties } }) => {
    const kernel = makeKernel({ ...world.dimensions, threads: 1 }, traitsOf(version), properties);
    return world.hardware.flatMap((hardware) => hardware.rules(kernel).map(({ name }) => name));
  });
  return [...new Set(names)];
}

function withoutRule(setting: Setting, removed: string): Setting | undefined {
  const { world } = setting;
  if (world.hardware.length === 0) return undefined;
  const hardware = world.hardware.map(
    (one): Hardware => ({ ...one, rules: (kernel) => one.rules(kernel).filter(({ name }) => name !== removed) }),
  );
  return { ...setting, world: { ...world, hardware } };
}

type Run = Primitive['run'];

/** Primitives that are replaced while something is removed. */
type Replacements = Readonly<Record<string, { readonly enabled?: undefined; readonly run?: Run }>>;

const always: Run = () => 1;
const never: Run = () => 0;
const nothing: Run = () => undefined;
/** It does what it does, and waits for nobody. */
const barges = { enabled: undefined };

/** What keeps others out, with the primitives that no longer do. */
const LOCKS: Readonly<Record<string, Replacements>> = {
  'spinlocks of page tables, mms and swap devices': { spin_lock: barges, pmd_lock: barges },
  'folio lock': { folio_lock: barges, folio_trylock: { run: always }, find_lock_page: barges },
  mmap_lock: {
    mmap_read_lock: barges,
    mmap_write_lock: barges,
    mmap_write_trylock: { run: always },
    mmap_read_trylock: { run: always },
  },
  'lock of a VMA': { vma_start_write: barges, vma_start_read: { run: always } },
  'map_changing_lock of userfaultfd': { down_read: barges, down_write: barges },
  i_mmap_rwsem: { i_mmap_lock_read: barges, i_mmap_lock_write: barges },
  'anon_vma lock': { anon_vma_lock_read: barges, anon_vma_lock_write: barges },
  'RCU read section': { rcu_read_lock: { run: nothing }, rcu_read_unlock: { run: nothing } },
  'section with interrupts off': { local_irq_disable: { run: nothing }, local_irq_enable: { run: nothing } },
  write_protect_seq: { read_seqcount_retry: { run: never } },
  SWAP_HAS_CACHE: { swapcache_prepare: { run: never } },
};

function primitive(name: string): Primitive {
  const known = primitiveNamed(name);
  if (known === undefined) throw new Error(`expected "${name}" to be a primitive`);
  return known;
}

const allocate = primitive('alloc_page_vma').run;

/** The lowest page or slot that nobody has ever used, in place of the lowest free one. */
const REUSE: Readonly<Record<string, Replacements>> = {
  'reuse of freed pages by the allocator': { alloc_page_vma: { run: allocateUnused } },
  'reuse of freed swap slots': { add_to_swap: { run: never } },
};

/** A flag that no page has. */
const USED = 128;

function allocateUnused(m: Memory, vma = 0): number | undefined {
  const spare = Array.from({ length: m.kernel.of.pages }, (_, index) => index + 1);
  const used = spare.filter((page) => m.get(m.o.page.allocated, page) === 0 && m.get(m.o.page.flags, page) !== 0);
  for (const page of used) m.set(m.o.page.allocated, page, 1);
  const taken = allocate(m, vma);
  for (const page of used) m.set(m.o.page.allocated, page, 0);
  if (taken) m.set(m.o.page.flags, taken, USED);
  return taken;
}

/** Takes verdicts while primitives are replaced, in every setting. */
function withReplaced(replacements: Replacements): string[] {
  const kept = Object.keys(replacements).map((name) => ({ known: primitive(name), was: { ...primitive(name) } }));
  try {
    for (const [name, replacement] of Object.entries(replacements)) Object.assign(primitive(name), replacement);
    return changed((setting) => setting);
  } finally {
    for (const { known, was } of kept) Object.assign(known, was);
  }
}

/** Takes out each property, each thing that hardware does, each lock and each reuse, one at a time; others may run between. */
export async function removals(): Promise<readonly Removal[]> {
  const all: readonly { readonly what: string; readonly verdicts: () => readonly string[] }[] = [
    ...PROPERTIES.map(({ name }) => ({
      what: `property ${name}`,
      verdicts: () =>
        changed(({ properties, ...setting }) =>
          properties.includes(name) ? { ...setting, properties: properties.filter((one) => one !== name) } : undefined,
        ),
    })),
    ...ruleNames().map((name) => ({
      what: `hardware: ${name}`,
      verdicts: () => changed((one) => withoutRule(one, name)),
    })),
    ...Object.entries(LOCKS).map(([name, primitives]) => ({
      what: `lock: ${name}`,
      verdicts: () => withReplaced(primitives),
    })),
    ...Object.entries(REUSE).map(([what, primitives]) => ({ what, verdicts: () => withReplaced(primitives) })),
  ];
  const removed: Removal[] = [];
  for (const { what, verdicts } of all) {
    await setImmediate();
    removed.push({ what, verdicts: verdicts() });
  }
  return removed;
}
