import { CONSTANTS } from './constants.ts';
import { BUNDLED_FIELDS, FIELDS, type KernelField } from './fields.ts';
import { FORMS } from './forms.ts';
import { IRRELEVANT, IRRELEVANT_FAMILIES } from './irrelevant.ts';
import { ITERATORS } from './iterators.ts';
import { methodNamed } from './methods.ts';
import type { Primitive } from './primitive.ts';
import { primitive } from './primitive.ts';
import { ATOMICS } from './primitives/atomics.ts';
import { CONTENTS } from './primitives/contents.ts';
import { DIRECT_MAP } from './primitives/direct-map.ts';
import { FOLIOS } from './primitives/folios.ts';
import { FROZEN } from './primitives/frozen.ts';
import { GATHER } from './primitives/gather.ts';
import { HUGE_PAGES } from './primitives/huge-pages.ts';
import { HUGE_ZERO_PAGE } from './primitives/huge-zero.ts';
import { LOCK_ASSERTIONS } from './primitives/lock-asserts.ts';
import { LOCKS } from './primitives/locks.ts';
import { NOTIFIERS } from './primitives/notifiers.ts';
import { PAGE_CACHE } from './primitives/page-cache.ts';
import { PAGE_CACHE_LOOKUPS } from './primitives/page-cache-lookups.ts';
import { PAGE_FLAGS } from './primitives/page-flags.ts';
import { RCU } from './primitives/rcu.ts';
import { SEQCOUNTS } from './primitives/seqcount.ts';
import { SHMEM_FILES } from './primitives/shmem.ts';
import { SPLIT } from './primitives/split.ts';
import { SWAP_AND_CACHE } from './primitives/swap.ts';
import { SWAP_DEVICES } from './primitives/swap-devices.ts';
import { SWAP_SLOTS } from './primitives/swap-slots.ts';
import { TABLE_SHARING } from './primitives/table-sharing.ts';
import { TABLES } from './primitives/tables.ts';
import { TLB } from './primitives/tlb.ts';
import { UFFD } from './primitives/uffd.ts';
import { UFFD_EVENTS } from './primitives/uffd-events.ts';
import { VMA_TREE } from './primitives/vma-tree.ts';
import { VMAS } from './primitives/vmas.ts';
import { WRITEBACK } from './primitives/writeback.ts';
import { XARRAYS } from './primitives/xarray.ts';
import { PURE } from './pure.ts';
import type { Pure } from './pure-function.ts';
import { REFERENCE_FUNCTIONS } from './reference.ts';
import { whyUnkept } from './unkept.ts';
import { compareVersions } from './version.ts';
import type { Form, Irrelevant, ReferenceFunction, Vocabulary } from './vocabulary.ts';

/** Loads and stores of shared fields, as primitives of their own: `load vm_area_struct.anon_vma`. */
const FIELD_STEPS: readonly Primitive[] = FIELDS.filter((field) => field.access === 'shared').flatMap(fieldSteps);

function fieldSteps(field: KernelField): Primitive[] {
  const { struct, field: name, type, load, store } = field;
  const source = `struct ${struct}`;
  const loads = primitive(`${type} load(struct ${struct} *)`, {
    reads: true,
    says: `Reads ${struct}->${name}.`,
    source,
    run: (m, object = 0) => load(m, object),
  });
  const steps = [{ ...loads, name: `load ${struct}.${name}` }];
  if (store === undefined) return steps;
  const stores = primitive(`void store(struct ${struct} *, ${type})`, {
    says: `Writes ${struct}->${name}.`,
    source,
    run: (m, object = 0, value = 0) => void store(m, object, value),
  });
  return [...steps, { ...stores, name: `store ${struct}.${name}` }];
}

/** All primitives, each once. */
export const PRIMITIVES: readonly Primitive[] = [
  ...LOCKS,
  ...LOCK_ASSERTIONS.map((one) => one.primitive),
  ...TABLES,
  ...TABLE_SHARING,
  ...RCU,
  ...TLB,
  ...GATHER,
  ...NOTIFIERS,
  ...VMAS,
  ...VMA_TREE,
  ...FOLIOS,
  ...FROZEN,
  ...ATOMICS,
  ...SPLIT,
  ...WRITEBACK,
  ...SWAP_AND_CACHE,
  ...SWAP_SLOTS,
  ...SWAP_DEVICES,
  ...SHMEM_FILES,
  ...CONTENTS,
  ...HUGE_PAGES,
  ...HUGE_ZERO_PAGE,
  ...XARRAYS,
  ...DIRECT_MAP,
  ...PAGE_CACHE,
  ...PAGE_CACHE_LOOKUPS,
  ...PAGE_FLAGS,
  ...SEQCOUNTS,
  ...UFFD,
  ...UFFD_EVENTS,
  ...FIELD_STEPS,
];

const byName = new Map<string, Primitive>();
for (const one of PRIMITIVES) for (const name of [one.name, ...one.aliases]) add(byName, name, one);

const pureByName = new Map<string, Pure>();
for (const one of PURE) add(pureByName, one.name, one);

const fieldByName = new Map<string, KernelField>();
for (const one of FIELDS) add(fieldByName, `${one.struct}.${one.field}`, one);

const bundledByName = new Map(BUNDLED_FIELDS.map((one) => [`${one.struct}.${one.field}`, one]));
const CARRIERS: ReadonlySet<string> = new Set(BUNDLED_FIELDS.map(({ struct }) => struct));
const irrelevantByName = new Map(IRRELEVANT.map((one) => [one.name, one]));
const formsByName = new Map<string, Form[]>();
for (const [name, one] of FORMS) formsByName.set(name, [...(formsByName.get(name) ?? []), one]);

const iteratorByName = new Map(ITERATORS.map((one) => [one.name, one]));

function add<T>(map: Map<string, T>, name: string, value: T): void {
  if (map.has(name)) throw new Error(`expected "${name}" to be defined once`);
  map.set(name, value);
}

/** Returns a primitive by any of its names. */
export function primitiveNamed(name: string): Primitive | undefined {
  return byName.get(name);
}

/** Returns a pure function by its name. */
export function pureNamed(name: string): Pure | undefined {
  return pureByName.get(name);
}

/** Returns a structure field, the structure's name without the word struct. */
export function fieldNamed(struct: string, field: string): KernelField | undefined {
  return fieldByName.get(`${struct}.${field}`);
}

/** Pointers to modelled objects and values that the model has; every other type is data that it does not know. */
const MODELLED = new Set([
  ...[
    'mm_struct',
    'vm_area_struct',
    'page',
    'folio',
    'anon_vma',
    'anon_vma_chain',
    'list_head',
    'anon_vma_list',
    'address_space',
    'file',
    'inode',
    'rb_root_cached',
    'xarray',
    'maple_tree',
    'swap_info_struct',
    'plist_node',
    'userfaultfd_ctx',
    'huge_zero',
    'rw_semaphore',
  ].map((struct) => `struct ${struct} *`),
  'pmd_t *',
  'pte_t *',
  'pud_t *',
  'p4d_t *',
  'pgd_t *',
  'pmd_t',
  'pud_t',
  'pte_t',
  'pgtable_t',
  'swp_entry_t',
  'seqcount_t *',
  'seqcount_t',
  'atomic_t *',
  'atomic_t',
  'spinlock_t *',
  'spinlock_t **',
  'pgprot_t',
  'struct page',
  'struct mmu_gather_batch *',
  'struct mmu_table_batch *',
  'struct zap_details *',
  'struct rb_root_cached',
]);

const referenceNames = new Set(REFERENCE_FUNCTIONS.map(({ name }) => name));

/** Whether a name is one of a step, or of a kernel function that the model has in its own words. */
export function isStep(name: string): boolean {
  return byName.has(name) || referenceNames.has(name);
}

function familyOf(name: string): Irrelevant | undefined {
  const family = IRRELEVANT_FAMILIES.find(({ names }) => names.test(name));
  return family === undefined ? undefined : { name, reason: family.reason };
}

/** A type whose values the model has, or that leads to some; a number of any kind is none. */
export function isModelled(type: string): boolean {
  return MODELLED.has(type);
}

/** How far a version lies outside the range that a reference function stands for: 0 inside, else a number to compare. */
function distance(one: ReferenceFunction, version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const steps = (to: string) => {
    const [toMajor = 0, toMinor = 0] = to.split('.').map(Number);
    return Math.abs((major - toMajor) * 100 + minor - toMinor);
  };
  if (one.since !== undefined && compareVersions(version, one.since) < 0) return steps(one.since);
  if (one.until !== undefined && compareVersions(version, one.until) > 0) return steps(one.until);
  return 0;
}

/**
 * Finds the reference program that stands for a function at a kernel version.
 *
 * Code that calls a function was written for a kernel that has it: where no range fits, the nearest one is meant.
 */
function reference(
  functions: readonly ReferenceFunction[],
  name: string,
  version: string,
): ReferenceFunction | undefined {
  return functions
    .filter((one) => one.name === name)
    .toSorted((a, b) => distance(a, version) - distance(b, version))
    .at(0);
}

/** The vocabulary of the model; `functions` are the reference programs that it knows. */
export function vocabularyOf(functions: readonly ReferenceFunction[] = REFERENCE_FUNCTIONS): Vocabulary {
  return {
    primitive: (name) => primitiveNamed(name),
    pure: (name) => pureNamed(name),
    forms: (name) => formsByName.get(name) ?? [],
    field: (struct, field) => fieldNamed(struct, field) ?? bundledByName.get(`${struct}.${field}`),
    unkept: whyUnkept,
    method: methodNamed,
    carrier: (struct) => CARRIERS.has(struct),
    constant: (name) => CONSTANTS[name],
    iterator: (name) => iteratorByName.get(name),
    irrelevant: (name) => irrelevantByName.get(name) ?? familyOf(name),
    reference: (name, version) => reference(functions, name, version),
    modelled: isModelled,
  };
}
