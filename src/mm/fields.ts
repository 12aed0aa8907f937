import { SWP, VM } from './constants.ts';
import { compoundMapcountOf, hugeZeroRefcountOf, mmapChangingOf } from './counters.ts';
import { BIT, ENTRY, entry, targetOf } from './entry.ts';
import type { Memory } from './kernel.ts';
import type { Field } from './layout.ts';
import { hugeZeroLockOf, inodeLockOf, pageTableLockOf, swapDeviceLockOf } from './spinlocks.ts';
import { nodeOf } from './swap-lists.ts';
import { nextVma, previousVma } from './vma-order.ts';
import type { FieldSignature } from './vocabulary.ts';

/** A field of a kernel structure and how the model reads and writes it. */
export interface KernelField extends FieldSignature {
  readonly access: Exclude<FieldSignature['access'], 'bundled'>;
  readonly load: (m: Memory, object: number) => number;
  /** Undefined where programs may not store it. */
  readonly store: ((m: Memory, object: number, value: number) => void) | undefined;
}

/**
 * The entry bits that vm_page_prot holds: a shared writable mapping without write notification maps writable from the
 * start (mm/mmap.c: vma_wants_writenotify); a private one never does, since its first write must copy.
 */
const protectionOf = (m: Memory, flags: number) => {
  const sharedWritable = VM.VM_SHARED | VM.VM_WRITE;
  const notified = m.kernel.traits.uffdWpWantsNotify && (flags & VM.VM_UFFD_WP) !== 0;
  const accessible = (flags & (VM.VM_READ | VM.VM_WRITE | VM.VM_EXEC)) !== 0;
  return ((flags & sharedWritable) === sharedWritable && !notified ? BIT.write : 0) | (accessible ? 0 : BIT.invalid);
};

const VM_UFFD_ANY = VM.VM_UFFD_MISSING | VM.VM_UFFD_WP | VM.VM_UFFD_MINOR;

type Where = (m: Memory) => Field;

function cell(struct: string, field: string, type: string, access: 'shared' | 'stable', where: Where): KernelField {
  return {
    struct,
    field,
    type,
    access,
    load: (m, object) => m.get(where(m), object),
    store: access === 'shared' ? (m, object, value) => m.set(where(m), object, value) : undefined,
  };
}

/** A part of an object whose address stands for the object. */
function embedded(struct: string, field: string, type: string): KernelField {
  return { struct, field, type, access: 'embedded', load: (_m, object) => object, store: undefined };
}

/** An object of its own within another, by its id. */
function contained(struct: string, field: string, type: string, load: KernelField['load']): KernelField {
  return { struct, field, type, access: 'contained', load, store: undefined };
}

function bundled(struct: string, fields: Readonly<Record<string, string>>): FieldSignature[] {
  return Object.entries(fields).map(([field, type]) => ({ struct, field, type, access: 'bundled' }));
}

/** Structures that only carry modelled values from one function to another. */
export const BUNDLED_FIELDS: readonly FieldSignature[] = [
  ...bundled('mmu_notifier_range', { mm: 'struct mm_struct *', start: 'unsigned long', end: 'unsigned long' }),
  ...bundled('bio_vec', { bv_page: 'struct page *', bv_len: 'unsigned int', bv_offset: 'unsigned int' }),
  ...bundled('pipe_buffer', { page: 'struct page *', offset: 'unsigned int', len: 'unsigned int' }),
  ...bundled('madvise_walk_private', { pageout: 'bool' }),
  ...bundled('task_struct', { mm: 'struct mm_struct *', active_mm: 'struct mm_struct *' }),
  ...bundled('xa_state', { xa: 'struct xarray *', xa_index: 'unsigned long', xa_offset: 'unsigned char' }),
  ...bundled('ma_state', { tree: 'struct maple_tree *', index: 'unsigned long', last: 'unsigned long' }),
  ...bundled('vma_iterator', { mm: 'struct mm_struct *', index: 'unsigned long' }),
  ...bundled('mm_walk', { mm: 'struct mm_struct *', vma: 'struct vm_area_struct *' }),
  ...bundled('flush_tlb_info', {
    mm: 'struct mm_struct *',
    start: 'unsigned long',
    end: 'unsigned long',
    freed_tables: 'bool',
  }),
  ...bundled('mmu_gather', {
    mm: 'struct mm_struct *',
    start: 'unsigned long',
    end: 'unsigned long',
    fullmm: 'unsigned int',
    freed_tables: 'unsigned int',
    cleared_ptes: 'unsigned int',
    active: 'struct mmu_gather_batch *',
    batch: 'struct mmu_table_batch *',
  }),
  ...bundled('page_vma_mapped_walk', {
    page: 'struct page *',
    folio: 'struct folio *',
    vma: 'struct vm_area_struct *',
    address: 'unsigned long',
    pmd: 'pmd_t *',
    pte: 'pte_t *',
    ptl: 'spinlock_t *',
  }),
  ...bundled('vm_fault', {
    vma: 'struct vm_area_struct *',
    address: 'unsigned long',
    pgoff: 'pgoff_t',
    pmd: 'pmd_t *',
    pte: 'pte_t *',
    ptl: 'spinlock_t *',
    orig_pte: 'pte_t',
    orig_pmd: 'pmd_t',
    page: 'struct page *',
    flags: 'unsigned int',
  }),
];

/** Structure fields that programs read, under the kernel's names. */
export const FIELDS: readonly KernelField[] = [
  cell('vm_area_struct', 'vm_mm', 'struct mm_struct *', 'stable', (m) => m.o.vma.mm),
  cell('vm_area_struct', 'vm_start', 'unsigned long', 'stable', (m) => m.o.vma.start),
  cell('vm_area_struct', 'vm_end', 'unsigned long', 'stable', (m) => m.o.vma.end),
  neighbour('vm_prev', previousVma),
  neighbour('vm_next', nextVma),
  cell('vm_area_struct', 'vm_pgoff', 'unsigned long', 'stable', (m) => m.o.vma.pgoff),
  cell('vm_area_struct', 'vm_flags', 'unsigned long', 'shared', (m) => m.o.vma.flags),
  cell('vm_area_struct', 'anon_vma', 'struct anon_vma *', 'shared', (m) => m.o.vma.anon_vma),
  cell('vm_area_struct', 'vm_file', 'struct file *', 'stable', (m) => m.o.vma.mapping),
  {
    struct: 'vm_area_struct',
    field: 'vm_page_prot',
    type: 'pgprot_t',
    access: 'stable',
    load: (m, vma) => protectionOf(m, m.get(m.o.vma.flags, vma)),
    store: undefined,
  },
  embedded('vm_area_struct', 'vm_userfaultfd_ctx', 'struct vm_userfaultfd_ctx'),
  {
    struct: 'vm_userfaultfd_ctx',
    field: 'ctx',
    type: 'struct userfaultfd_ctx *',
    access: 'shared',
    load: (m, vma) => (m.get(m.o.vma.flags, vma) & VM_UFFD_ANY ? m.get(m.o.vma.mm, vma) : 0),
    store: undefined,
  },
  {
    struct: 'userfaultfd_ctx',
    field: 'features',
    type: 'unsigned int',
    access: 'stable',
    load: (m, context) => (m.kernel.of.uffds === 0 ? 0 : m.get(m.o.uffd.features, context)),
    store: undefined,
  },
  embedded('userfaultfd_ctx', 'map_changing_lock', 'struct rw_semaphore'),
  contained('userfaultfd_ctx', 'mmap_changing', 'atomic_t', mmapChangingOf),
  // A struct list_head in the kernel; of all its lists the model has this one alone.
  embedded('vm_area_struct', 'anon_vma_chain', 'struct anon_vma_list'),
  embedded('anon_vma_chain', 'same_vma', 'struct anon_vma_list'),
  {
    struct: 'anon_vma_chain',
    field: 'anon_vma',
    type: 'struct anon_vma *',
    access: 'stable',
    load: (_m, chain) => chain >> 5,
    store: undefined,
  },
  counter('num_children', (m, anonVma) => m.get(m.o.anonVma.num_children, anonVma)),
  counter('num_active_vmas', activeVmas),
  counter('degree', (m, anonVma) => m.get(m.o.anonVma.num_children, anonVma) + activeVmas(m, anonVma)),
  embedded('file', 'f_mapping', 'struct address_space *'),
  embedded('address_space', 'i_mmap', 'struct rb_root_cached'),
  embedded('address_space', 'host', 'struct inode *'),
  contained('inode', 'i_lock', 'spinlock_t', inodeLockOf),
  embedded('inode', 'i_mapping', 'struct address_space *'),
  cell('mm_struct', 'mm_users', 'int', 'shared', (m) => m.o.mm.users),
  embedded('mm_struct', 'write_protect_seq', 'seqcount_t'),
  contained('mm_struct', 'page_table_lock', 'spinlock_t', pageTableLockOf),
  embedded('mm_struct', 'mm_mt', 'struct maple_tree'),
  embedded('address_space', 'i_pages', 'struct xarray'),
  {
    struct: 'page',
    field: 'mapping',
    type: 'struct address_space *',
    access: 'shared',
    load: (m, page) => (isTail(m, page) ? brokenHead(m) : m.get(m.o.page.mapping, page)),
    store: (m, page, value) => {
      if (isTail(m, page)) m.break('HEAD');
      m.set(m.o.page.mapping, page, value);
    },
  },
  cell('folio', 'mapping', 'struct address_space *', 'shared', (m) => m.o.page.mapping),
  embedded('page', '_mapcount', 'atomic_t'),
  embedded('folio', '_mapcount', 'atomic_t'),
  contained('folio', '_entire_mapcount', 'atomic_t', compoundMapcountOf),
  cell('page', 'index', 'pgoff_t', 'shared', (m) => m.o.page.index),
  cell('folio', 'index', 'pgoff_t', 'shared', (m) => m.o.page.index),
  swapOf('swap', 'swp_entry_t'),
  swapOf('private', 'void *'),
  embedded('folio', 'page', 'struct page'),
  cell('huge_zero', 'huge_zero_page', 'struct page *', 'shared', (m) => m.o.hugeZero.page),
  cell('huge_zero', 'huge_zero_pfn', 'unsigned long', 'shared', (m) => m.o.hugeZero.pfn),
  contained('huge_zero', 'huge_zero_refcount', 'atomic_t', hugeZeroRefcountOf),
  contained('huge_zero', 'huge_zero_lock', 'spinlock_t', hugeZeroLockOf),
  contained('swap_info_struct', 'lock', 'spinlock_t', swapDeviceLockOf),
  ofSwapDevice('flags', 'unsigned long', (m) => m.o.swapDevice.flags, SWP.SWP_USED | SWP.SWP_WRITEOK),
  ofSwapDevice('highest_bit', 'unsigned int', (m) => m.o.swapDevice.highest_bit, 0),
  // An array of bytes in the kernel, by offset: a slot's count of entries and whether the swap cache keeps it.
  embedded('swap_info_struct', 'swap_map', 'struct swap_map_entry *'),
  contained('swap_info_struct', 'list', 'struct plist_node', (_m, device) => nodeOf(device, 'active')),
  contained('swap_info_struct', 'avail_list', 'struct plist_node', (_m, device) => nodeOf(device, 'available')),
];

/** A field of a swap device; where the world keeps none there is one, in use and as it stays. */
function ofSwapDevice(field: string, type: string, where: Where, otherwise: number): KernelField {
  return {
    ...cell('swap_info_struct', field, type, 'shared', where),
    load: (m, device) => (device > where(m).count ? otherwise : m.get(where(m), device)),
    store: (m, device, value) => {
      if (device <= where(m).count) m.set(where(m), device, value);
    },
  };
}

/** page->private of the head: the slot of a page in the swap cache; folio->swap is the same word (6.6). */
function swapOf(field: string, type: string): KernelField {
  return {
    struct: 'folio',
    field,
    type,
    access: 'shared',
    load: (m, folio) => {
      const slot = m.get(m.o.page.private, folio);
      return slot === 0 ? 0 : entry(ENTRY.swap, slot);
    },
    store: (m, folio, value) => m.set(m.o.page.private, folio, targetOf(value)),
  };
}

/** The VMAs that have the anon_vma as their own: VMA->anon_vma. */
function activeVmas(m: Memory, anonVma: number): number {
  let active = 0;
  for (let vma = 1; vma <= m.kernel.of.vmas; vma++) if (m.get(m.o.vma.anon_vma, vma) === anonVma) active++;
  return active;
}

/** A counter of an anon_vma, read under its lock. Until 6.0 degree counts both sorts together (2555283eb40d). */
function counter(field: string, load: (m: Memory, anonVma: number) => number): KernelField {
  return { struct: 'anon_vma', field, type: 'unsigned long', access: 'shared', load, store: undefined };
}

/** The VMA before or behind one in the order of addresses; NULL where there is none (until 6.0, 763ecb035029). */
function neighbour(field: string, load: (m: Memory, vma: number) => number): KernelField {
  return { struct: 'vm_area_struct', field, type: 'struct vm_area_struct *', access: 'shared', load, store: undefined };
}

function isTail(m: Memory, page: number): boolean {
  return page !== 0 && m.get(m.o.page.head, page) !== page;
}

function brokenHead(m: Memory): number {
  m.break('HEAD');
  return 0;
}
