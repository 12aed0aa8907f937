import { constant } from '../lift/expr.ts';
import type { Instruction, Source } from '../mm/program.ts';
import type { World } from '../mm/world.ts';

/** A step, or a step and the one that ends what it begins, that a repair may add. */
interface Protection {
  readonly begins: string;
  readonly ends?: string;
  /** The kernel's name where the model's differs, of the beginning and the end. */
  readonly as?: readonly [string, string];
  /** C types of its arguments, of which the world has one each; `range` is a first and a last address. */
  readonly takes: readonly string[];
}

const MM = 'struct mm_struct *';
const FILE = 'struct address_space *';
const FOLIO = 'struct folio *';

const FLUSHES: readonly Protection[] = [
  { begins: 'flush_tlb_range', takes: ['struct vm_area_struct *', 'range'] },
  { begins: 'flush_tlb_batched_pending', takes: [MM] },
];

const NOTIFIERS: readonly Protection[] = [
  {
    begins: 'mn_invalidate_range_start',
    ends: 'mn_invalidate_range_end',
    as: ['mmu_notifier_invalidate_range_start', 'mmu_notifier_invalidate_range_end'],
    takes: [MM, 'range'],
  },
  { begins: 'mmu_notifier_invalidate_range', takes: [MM, 'range'] },
  ...FLUSHES,
];

const FOLIO_LOCKS: readonly Protection[] = [
  { begins: 'folio_lock', ends: 'folio_unlock', takes: [FOLIO] },
  { begins: 'get_page', ends: 'put_page', takes: ['struct page *'] },
];

const MM_LOCKS: readonly Protection[] = [
  { begins: 'mmap_read_lock', ends: 'mmap_read_unlock', takes: [MM] },
  { begins: 'mmap_write_lock', ends: 'mmap_write_unlock', takes: [MM] },
];

const RMAP_LOCKS: readonly Protection[] = [
  { begins: 'i_mmap_lock_write', ends: 'i_mmap_unlock_write', takes: [FILE] },
  { begins: 'anon_vma_lock_write', ends: 'anon_vma_unlock_write', takes: ['struct anon_vma *'] },
];

const TABLE_STEPS: readonly Protection[] = [
  { begins: 'tlb_remove_table_sync_one', takes: [] },
  { begins: 'rcu_read_lock', ends: 'rcu_read_unlock', takes: [] },
  ...RMAP_LOCKS,
  ...MM_LOCKS,
];

const DIRTYING: readonly Protection[] = [{ begins: 'folio_mark_dirty', takes: [FOLIO] }];

/** What protects each family of properties, by the first word of their names; any other is a matter of locks. */
const FAMILIES: Readonly<Record<string, readonly Protection[]>> = {
  TLB: FLUSHES,
  SMMU: NOTIFIERS,
  NOTIFY: NOTIFIERS,
  TABLE: [...TABLE_STEPS, ...FLUSHES],
  DIRTY: [...DIRTYING, ...FLUSHES],
  REF: FOLIO_LOCKS,
  PIN: [...FOLIO_LOCKS, ...FLUSHES],
  RMAP: [...RMAP_LOCKS, ...FOLIO_LOCKS],
  UFFD: MM_LOCKS,
};

const OTHERS: readonly Protection[] = [...FOLIO_LOCKS, ...MM_LOCKS, ...RMAP_LOCKS];

/** A protection with the world's own objects for its arguments. */
export interface BoundProtection {
  readonly begins: (at: Source) => Instruction;
  readonly ends: ((at: Source) => Instruction) | undefined;
  /** Names of the two in the kernel. */
  readonly names: readonly [string, string | undefined];
}

/** The protections that may keep a property, with the objects that a world has; those without are left out. */
export function protectionsOf(property: string, world: World): readonly BoundProtection[] {
  const family = /^[A-Z]+/.exec(property)?.[0] ?? '';
  return (FAMILIES[family] ?? OTHERS).flatMap(({ begins, ends, as, takes }) => {
    const args = takes.map((type) => valuesOf(type, world));
    if (args.includes(undefined)) return [];
    const values = args.flatMap((some) => (some ?? []).map(constant));
    const step =
      (name: string) =>
      (at: Source): Instruction => ({ kind: 'primitive', name, args: values, dest: undefined, at });
    return [
      {
        begins: step(begins),
        ends: ends === undefined ? undefined : step(ends),
        names: as ?? ([begins, ends] as const),
      },
    ];
  });
}

function valuesOf(type: string, world: World): readonly number[] | undefined {
  if (type === 'range') return [0, world.dimensions.addresses];
  const value = world.bindings.find((binding) => binding.type === type)?.value;
  return value === undefined ? undefined : [value];
}
