import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { isAttached } from '../vma-order.ts';

const VMA = 'mm/vma.c, 6.12';
const ENOMEM = 12;

/** A VMA that nobody uses: never used, or unmapped and out of every anon_vma; 0 where none is left, as where memory is short. */
function unused(m: Memory): number {
  for (let vma = 1; vma <= m.kernel.of.vmas; vma++) {
    if (m.get(m.o.vma.mm, vma) === 0 || m.get(m.o.vma.detached, vma) === 1) return vma;
  }
  return 0;
}

/** Makes a VMA like another one over a range of its own; 0 where none is left. */
function duplicate(m: Memory, from: number, mm: number, start: number, end: number): number {
  const made = unused(m);
  if (made === 0) return 0;
  for (const field of ['flags', 'mapping', 'more_flags'] as const)
    m.set(m.o.vma[field], made, m.get(m.o.vma[field], from));
  for (const field of ['anon_vma', 'writer', 'readers', 'detached'] as const) m.set(m.o.vma[field], made, 0);
  m.set(m.o.vma.mm, made, mm);
  m.set(m.o.vma.start, made, start);
  m.set(m.o.vma.end, made, end);
  m.set(m.o.vma.pgoff, made, m.get(m.o.vma.pgoff, from) + start - m.get(m.o.vma.start, from));
  return made;
}

/** Puts a VMA into every anon_vma that another one is in. */
function clone(m: Memory, to: number, from: number): void {
  for (let anonVma = 1; anonVma <= m.kernel.of.anonVmas; anonVma++) {
    const vmas = m.get(m.o.anonVma.vmas, anonVma);
    if ((vmas & (1 << (from - 1))) !== 0) m.set(m.o.anonVma.vmas, anonVma, vmas | (1 << (to - 1)));
  }
}

/** Splits a VMA; what begins at the address is the new one, 0 where none is left. */
function split(m: Memory, vma: number, address: number): number {
  const made = duplicate(m, vma, m.get(m.o.vma.mm, vma), address, m.get(m.o.vma.end, vma));
  if (made === 0) return 0;
  m.set(m.o.vma.anon_vma, made, m.get(m.o.vma.anon_vma, vma));
  clone(m, made, vma);
  m.set(m.o.vma.end, vma, address);
  return made;
}

/** The first VMA of an mm that has any of a range. */
function firstIn(m: Memory, mm: number, start: number, end: number): number {
  const within = attached(m, mm).filter((vma) => m.get(m.o.vma.end, vma) > start && m.get(m.o.vma.start, vma) < end);
  return within.toSorted((a, b) => m.get(m.o.vma.start, a) - m.get(m.o.vma.start, b))[0] ?? 0;
}

/** How many anon_vmas a VMA is in: more than one once it has come by fork. */
function links(m: Memory, vma: number): number {
  let count = 0;
  for (let anonVma = 1; anonVma <= m.kernel.of.anonVmas; anonVma++) {
    if ((m.get(m.o.anonVma.vmas, anonVma) & (1 << (vma - 1))) !== 0) count++;
  }
  return count;
}

/** Two neighbours may become one: alike but for their range, one after the other in the file, with one anon_vma. */
function canMerge(m: Memory, before: number, after: number): boolean {
  const alike = (['mm', 'flags', 'mapping', 'more_flags'] as const).every(
    (field) => m.get(m.o.vma[field], before) === m.get(m.o.vma[field], after),
  );
  const pages = m.get(m.o.vma.end, before) - m.get(m.o.vma.start, before);
  const adjacent =
    m.get(m.o.vma.end, before) === m.get(m.o.vma.start, after) &&
    m.get(m.o.vma.pgoff, before) + pages === m.get(m.o.vma.pgoff, after);
  if (!alike || !adjacent) return false;
  const [one, other] = [m.get(m.o.vma.anon_vma, before), m.get(m.o.vma.anon_vma, after)];
  if (one === other) return true;
  return (one === 0 || other === 0) && links(m, one === 0 ? after : before) <= 1;
}

/** Makes one VMA of two neighbours: the first, which grows. */
function merge(m: Memory, before: number, after: number): number {
  m.set(m.o.vma.end, before, m.get(m.o.vma.end, after));
  clone(m, before, after);
  if (m.get(m.o.vma.anon_vma, before) === 0) m.set(m.o.vma.anon_vma, before, m.get(m.o.vma.anon_vma, after));
  unlink(m, after);
  m.set(m.o.vma.detached, after, 1);
  return before;
}

/** Takes a VMA out of every anon_vma. */
function unlink(m: Memory, vma: number): void {
  for (let anonVma = 1; anonVma <= m.kernel.of.anonVmas; anonVma++) {
    m.set(m.o.anonVma.vmas, anonVma, m.get(m.o.anonVma.vmas, anonVma) & ~(1 << (vma - 1)));
  }
  m.set(m.o.vma.anon_vma, vma, 0);
}

/** The VMAs of an mm that are in its tree. */
function attached(m: Memory, mm: number): number[] {
  const all = Array.from({ length: m.kernel.of.vmas }, (_, at) => at + 1);
  return all.filter((vma) => isAttached(m, mm, vma));
}

function mergeWithNeighbours(m: Memory, vma: number): number {
  const all = attached(m, m.get(m.o.vma.mm, vma));
  const before = all.find((one) => canMerge(m, one, vma));
  const merged = before === undefined ? vma : merge(m, before, vma);
  const after = all.find((one) => one !== merged && canMerge(m, merged, one));
  return after === undefined ? merged : merge(m, merged, after);
}

/** VMAs that are made, split, merged and copied. */
export const VMA_TREE: readonly Primitive[] = [
  primitive('struct vm_area_struct *mmap_region(struct mm_struct *, unsigned long, unsigned long, unsigned long)', {
    says: 'Makes a VMA of anonymous memory over a range [start, end) in which there is none; NULL where the world has none left.',
    needs: 'mmap_lock for writing',
    source: `${VMA}: __mmap_region; the page offset of anonymous memory is its address`,
    run: (m, mm = 0, start = 0, end = 0, flags = 0) => {
      const vma = unused(m);
      if (vma === 0) return 0;
      for (const field of ['anon_vma', 'mapping', 'writer', 'readers', 'more_flags', 'detached'] as const)
        m.set(m.o.vma[field], vma, 0);
      m.set(m.o.vma.mm, vma, mm);
      m.set(m.o.vma.start, vma, start);
      m.set(m.o.vma.end, vma, end);
      m.set(m.o.vma.flags, vma, flags);
      m.set(m.o.vma.pgoff, vma, start);
      return vma;
    },
  }),
  primitive('void vma_set_file(struct vm_area_struct *, struct address_space *, pgoff_t)', {
    says: 'Makes a new VMA one of a file, from the given page on.',
    needs: 'mmap_lock for writing',
    source: `${VMA}: __mmap_new_file_vma`,
    run: (m, vma = 0, mapping = 0, pgoff = 0) => {
      m.set(m.o.vma.mapping, vma, mapping);
      m.set(m.o.vma.pgoff, vma, pgoff);
      return undefined;
    },
  }),
  primitive('struct vm_area_struct *split_vma_range(struct mm_struct *, unsigned long, unsigned long)', {
    says: 'Finds the first VMA that has any of a range and splits it, so that it lies within; NULL where there is none, or no VMA left for the other part.',
    needs: 'mmap_lock for writing',
    source: `${VMA}: vma_modify, __split_vma`,
    run: (m, mm = 0, start = 0, end = 0) => {
      let vma = firstIn(m, mm, start, end);
      if (vma === 0) return 0;
      if (m.get(m.o.vma.start, vma) < start) vma = split(m, vma, start);
      if (vma === 0 || (m.get(m.o.vma.end, vma) > end && split(m, vma, end) === 0)) return 0;
      return vma;
    },
  }),
  primitive('struct vm_area_struct *vma_merge(struct vm_area_struct *)', {
    says: 'Makes one VMA of this one and of the neighbours that are like it, and returns it.',
    needs: 'mmap_lock for writing',
    source: `${VMA}: vma_merge_existing_range, is_mergeable_anon_vma; of the VMA that came by fork: vma_is_fork_child, 6.15`,
    run: (m, vma = 0) => mergeWithNeighbours(m, vma),
  }),
  primitive('bool vma_test_more(struct vm_area_struct *, unsigned int)', {
    reads: true,
    says: 'Reads VM_DONTCOPY (1), with which fork leaves the VMA out, or VM_ACCOUNT (2), which says that its pages are charged for.',
    source: 'include/linux/mm.h; madvise(2): MADV_DONTFORK; mm/mprotect.c: mprotect_fixup',
    run: (m, vma = 0, flag = 0) => ((m.get(m.o.vma.more_flags, vma) & flag) === 0 ? 0 : 1),
  }),
  primitive('void vma_set_more(struct vm_area_struct *, unsigned int, bool)', {
    says: 'Sets or clears VM_DONTCOPY (1) or VM_ACCOUNT (2).',
    needs: 'mmap_lock for writing',
    source: 'include/linux/mm.h',
    run: (m, vma = 0, flag = 0, set = 0) => {
      const others = m.get(m.o.vma.more_flags, vma) & ~flag;
      m.set(m.o.vma.more_flags, vma, set === 0 ? others : others | flag);
      return undefined;
    },
  }),
  primitive('unsigned long vma_end(struct vm_area_struct *)', {
    reads: true,
    says: 'Reads where a VMA ends, which splits and merges change.',
    source: 'include/linux/mm_types.h: vm_area_struct.vm_end',
    run: (m, vma = 0) => m.get(m.o.vma.end, vma),
  }),
  primitive('struct vm_area_struct *copy_vma(struct vm_area_struct *, unsigned long, unsigned long, unsigned long)', {
    says: 'Makes a VMA like a part of another one at another address, merged with its neighbours there: of anonymous memory that has never been faulted with the offset of its new address.',
    needs: 'mmap_lock for writing',
    source: `${VMA}: copy_vma`,
    run: (m, vma = 0, old = 0, address = 0, pages = 0) => {
      const made = duplicate(m, vma, m.get(m.o.vma.mm, vma), old, old + pages);
      const fresh = m.get(m.o.vma.mapping, vma) === 0 && m.get(m.o.vma.anon_vma, vma) === 0;
      if (made === 0) return 0;
      if (fresh) m.set(m.o.vma.pgoff, made, address);
      m.set(m.o.vma.start, made, address);
      m.set(m.o.vma.end, made, address + pages);
      m.set(m.o.vma.anon_vma, made, m.get(m.o.vma.anon_vma, vma));
      clone(m, made, vma);
      return mergeWithNeighbours(m, made);
    },
  }),
  primitive('struct vm_area_struct *vm_area_dup(struct vm_area_struct *, struct mm_struct *)', {
    says: 'Makes the same VMA in another mm, with no anon_vma yet; NULL where the world has none left.',
    needs: 'mmap_lock of both for writing',
    source: 'kernel/fork.c: dup_mmap, 6.12',
    run: (m, vma = 0, mm = 0) => duplicate(m, vma, mm, m.get(m.o.vma.start, vma), m.get(m.o.vma.end, vma)),
  }),
  primitive('int anon_vma_fork(struct vm_area_struct *, struct vm_area_struct *)', {
    says: 'Puts the child’s VMA into every anon_vma of the parent’s, and gives it one of its own where the parent’s has one. 0 is success, ENOMEM that the world has no anon_vma left.',
    source: 'mm/rmap.c: anon_vma_fork; the reuse of an anon_vma that has no VMA left is left out',
    run: (m, child = 0, parent = 0) => {
      if (m.get(m.o.vma.anon_vma, parent) === 0) return 0;
      clone(m, child, parent);
      for (let anonVma = 1; anonVma <= m.kernel.of.anonVmas; anonVma++) {
        if (m.get(m.o.anonVma.vmas, anonVma) !== 0) continue;
        m.set(m.o.anonVma.vmas, anonVma, 1 << (child - 1));
        m.set(m.o.vma.anon_vma, child, anonVma);
        return 0;
      }
      return ENOMEM;
    },
  }),
  primitive('void unlink_anon_vmas(struct vm_area_struct *)', {
    says: 'Takes a VMA out of every anon_vma.',
    needs: 'mmap_lock for writing',
    source: 'mm/rmap.c',
    run: (m, vma = 0) => void unlink(m, vma),
  }),
];
