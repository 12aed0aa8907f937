/**
 * The macros that are part of the kernel's C rather than of its memory manager: how each is to be read.
 */

/** `is`: stands for its first argument. `store`: assigns its second argument to its first. */
export const WRAPPERS: Readonly<Record<string, 'is' | 'store'>> = {
  READ_ONCE: 'is',
  WRITE_ONCE: 'store',
  data_race: 'is',
  likely: 'is',
  unlikely: 'is',
  __builtin_expect: 'is',
  rcu_dereference: 'is',
  rcu_dereference_protected: 'is',
  rcu_access_pointer: 'is',
  rcu_assign_pointer: 'store',
};

/** The same for macros that take the address of what they read or write. */
export const POINTER_WRAPPERS: Readonly<Record<string, 'is' | 'store'>> = {
  smp_load_acquire: 'is',
  smp_store_release: 'store',
};

/** The lesser or the greater of two arguments; `min_t` has a type before them. */
export const EXTREMES: Readonly<Record<string, { readonly operator: '<' | '>'; readonly first: number }>> = {
  min: { operator: '<', first: 0 },
  max: { operator: '>', first: 0 },
  min_t: { operator: '<', first: 1 },
  max_t: { operator: '>', first: 1 },
};

/** Macros that declare a struct by the name of their first argument, and the fields that the others go to. */
export const DECLARING: Readonly<Record<string, { readonly struct: string; readonly fields: readonly string[] }>> = {
  LIST_HEAD: { struct: 'list_head', fields: [] },
  XA_STATE: { struct: 'xa_state', fields: ['xa', 'xa_index'] },
  XA_STATE_ORDER: { struct: 'xa_state', fields: ['xa', 'xa_index', 'xa_shift'] },
  MA_STATE: { struct: 'ma_state', fields: ['tree', 'index', 'last'] },
  VMA_ITERATOR: { struct: 'vma_iterator', fields: ['mm', 'index'] },
  DEFINE_FOLIO_VMA_WALK: { struct: 'page_vma_mapped_walk', fields: ['folio', 'vma', 'address', 'flags'] },
  DEFINE_PAGE_VMA_WALK: { struct: 'page_vma_mapped_walk', fields: ['page', 'vma', 'address', 'flags'] },
};

/** Whether an option of the configuration is set, asked by the preprocessor in the form of a call. */
export const OPTION_TESTS: ReadonlySet<string> = new Set(['IS_ENABLED', 'IS_BUILTIN', 'IS_REACHABLE']);

/** Assertions: the first argument is the condition that must not hold. Build-time ones are checked by the compiler. */
const ASSERTION = /^(?:[A-Z]+_)?(?:BUG|WARN)(?:_ON)?(?:_[A-Z]+)*$/;
const BUILD_TIME = /^BUILD_BUG/;

/** How an assertion macro is read: undefined where the name is none. */
export function assertion(name: string): 'run-time' | 'build-time' | 'always-fails' | undefined {
  if (BUILD_TIME.test(name)) return 'build-time';
  if (name === 'BUG') return 'always-fails';
  return ASSERTION.test(name) ? 'run-time' : undefined;
}

/** Attributes without arguments: they tell the compiler something, the reader nothing. */
export const ATTRIBUTES: readonly string[] = [
  '__always_inline',
  '__always_unused',
  '__attribute_const__',
  '__cold',
  '__cpuidle',
  '__cacheline_aligned',
  '__cacheline_aligned_in_smp',
  '____cacheline_aligned',
  '____cacheline_aligned_in_smp',
  '__deprecated',
  '__exit',
  '__force',
  '__hot',
  '__init',
  '__init_memblock',
  '__initconst',
  '__initdata',
  '__initdata_memblock',
  '__init_or_module',
  '__iomem',
  '__latent_entropy',
  '__malloc',
  '__maybe_unused',
  '__meminit',
  '__meminitdata',
  '__must_check',
  '__no_kasan_or_inline',
  '__no_sanitize_address',
  '__nocast',
  '__noreturn',
  '__no_kcsan',
  '__no_profile',
  '__nosavedata',
  '__packed',
  '__percpu',
  '__pure',
  '__randomize_layout',
  '__rcu',
  '__read_mostly',
  '__ref',
  '__refdata',
  '__refconst',
  '__ro_after_init',
  '__sched',
  '__used',
  '__user',
  '__visible',
  '__weak',
  'asmlinkage',
  'fallthrough',
  'noinline',
  'noinline_for_stack',
  'notrace',
];

/** Attributes with arguments, which go with them. */
export const ATTRIBUTE_CALLS: readonly string[] = [
  '__acquires',
  '__cond_acquires',
  '__releases',
  '__must_hold',
  '__attribute__',
  '__aligned',
  '__alloc_size',
  '__counted_by',
  '__printf',
  '__scanf',
  '__section',
];
