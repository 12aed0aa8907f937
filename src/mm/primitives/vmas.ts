import { VM } from '../constants.ts';
import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { isAttached } from '../vma-order.ts';

/** The first VMA of a mapping after `after` that covers any of [first, last] of the file. */
function nextInTree(m: Memory, mapping: number, after: number, first: number, last: number): number {
  for (let vma = after + 1; vma <= m.kernel.of.vmas; vma++) {
    if (m.get(m.o.vma.mapping, vma) !== mapping || m.get(m.o.vma.detached, vma) === 1) continue;
    const pgoff = m.get(m.o.vma.pgoff, vma);
    const pages = m.get(m.o.vma.end, vma) - m.get(m.o.vma.start, vma);
    if (pgoff <= last && pgoff + pages > first) return vma;
  }
  return 0;
}

/** The link of a VMA to the next anon_vma after one, as the number of both; 0 where there is none. */
function linkAbove(m: Memory, vma: number, after: number): number {
  for (let anonVma = after + 1; anonVma <= m.kernel.of.anonVmas; anonVma++) {
    if ((m.get(m.o.anonVma.vmas, anonVma) & (1 << (vma - 1))) !== 0) return anonVma * 32 + vma;
  }
  return 0;
}

/** The attached VMA of an mm that contains an address. */
function lookup(m: Memory, mm: number, address: number): number {
  for (let vma = 1; vma <= m.kernel.of.vmas; vma++) {
    if (isAttached(m, mm, vma) && m.get(m.o.vma.start, vma) <= address && address < m.get(m.o.vma.end, vma)) return vma;
  }
  return 0;
}

/** The attached VMA of an mm with the lowest end behind an address. */
function firstEndingBehind(m: Memory, mm: number, address: number): number {
  let first = 0;
  for (let vma = 1; vma <= m.kernel.of.vmas; vma++) {
    const end = m.get(m.o.vma.end, vma);
    if (isAttached(m, mm, vma) && address < end && (first === 0 || end < m.get(m.o.vma.end, first))) first = vma;
  }
  return first;
}

/** Rights, in which VMAs with one anon_vma may differ. */
const RIGHTS = VM.VM_READ | VM.VM_WRITE | VM.VM_EXEC;

/** The anon_vma of a neighbour which the VMA could merge with but for its rights, and which did not come by fork; 0 for none. */
function neighbourAnonVma(m: Memory, vma: number): number {
  const of = (field: 'mm' | 'start' | 'end' | 'flags' | 'mapping' | 'pgoff' | 'anon_vma' | 'detached', id: number) =>
    m.get(m.o.vma[field], id);
  for (let other = 1; other <= m.kernel.of.vmas; other++) {
    if (other === vma || of('mm', other) !== of('mm', vma) || of('detached', other) === 1) continue;
    const adjacent = of('end', other) === of('start', vma) || of('end', vma) === of('start', other);
    const inFile = of('pgoff', other) - of('start', other) === of('pgoff', vma) - of('start', vma);
    const alike =
      of('mapping', other) === of('mapping', vma) && ((of('flags', other) ^ of('flags', vma)) & ~RIGHTS) === 0;
    const anonVma = of('anon_vma', other);
    if (
      adjacent &&
      inFile &&
      alike &&
      anonVma !== 0 &&
      linkAbove(m, other, anonVma) === 0 &&
      linkAbove(m, other, 0) >> 5 === anonVma
    )
      return anonVma;
  }
  return 0;
}

/** VMAs: how they are found, and their anon_vma. */
export const VMAS: readonly Primitive[] = [
  primitive('struct vm_area_struct *vma_interval_tree_iter_first(struct rb_root_cached *, pgoff_t, pgoff_t)', {
    reads: true,
    says: 'Finds the first VMA that maps a part of the file.',
    needs: 'i_mmap_rwsem',
    source: 'mm/interval_tree.c',
    run: (m, mapping = 0, first = 0, last = 0) => nextInTree(m, mapping, 0, first, last),
  }),
  primitive('struct vm_area_struct *vma_interval_tree_iter_next(struct vm_area_struct *, pgoff_t, pgoff_t)', {
    reads: true,
    says: 'Finds the next VMA that maps a part of the file.',
    needs: 'i_mmap_rwsem',
    source: 'mm/interval_tree.c',
    run: (m, vma = 0, first = 0, last = 0) => nextInTree(m, m.get(m.o.vma.mapping, vma), vma, first, last),
  }),
  primitive('struct vm_area_struct *vma_lookup(struct mm_struct *, unsigned long)', {
    reads: true,
    says: 'Finds the VMA that contains an address; NULL where there is none.',
    needs: 'mmap_lock',
    source: 'include/linux/mm.h',
    run: (m, mm = 0, address = 0) => lookup(m, mm, address),
  }),
  primitive('struct vm_area_struct *find_vma(struct mm_struct *, unsigned long)', {
    reads: true,
    says: 'Finds the first VMA that ends behind an address, whether it contains it or not; NULL where there is none.',
    needs: 'mmap_lock',
    source: 'mm/mmap.c',
    run: (m, mm = 0, address = 0) => firstEndingBehind(m, mm, address),
  }),
  primitive('int expand_downwards(struct vm_area_struct *, unsigned long)', {
    says: 'Lets a VMA begin at a lower address, as far as no other VMA is there; 0 is success. mmap_lock for reading is enough.',
    needs: 'mmap_lock, for reading',
    source: 'mm/mmap.c, until 6.4',
    aliases: ['expand_stack'],
    run: (m, vma = 0, address = 0) => {
      for (let at = address; at < m.get(m.o.vma.start, vma); at++) {
        if (lookup(m, m.get(m.o.vma.mm, vma), at) !== 0) return 12;
      }
      if (address < m.get(m.o.vma.start, vma)) m.set(m.o.vma.start, vma, address);
      return 0;
    },
  }),
  primitive('void unlink_vma(struct vm_area_struct *)', {
    says: 'Takes a VMA out of the tree, as munmap does before it frees page tables.',
    needs: 'mmap_lock for writing',
    source: 'mm/mmap.c: do_vmi_align_munmap',
    run: (m, vma = 0) => void m.set(m.o.vma.detached, vma, 1),
  }),
  primitive('struct anon_vma_chain *anon_vma_chain_last(struct anon_vma_list *)', {
    reads: true,
    says: 'Finds the last link of a VMA to an anon_vma: the one of the oldest.',
    needs: 'mmap_lock or the lock of the anon_vma',
    source: 'include/linux/rmap.h: struct anon_vma_chain',
    run: (m, vma = 0) => linkAbove(m, vma, 0),
  }),
  primitive('struct anon_vma_chain *anon_vma_chain_previous(struct anon_vma_chain *)', {
    reads: true,
    says: 'Finds the next younger link of the same VMA.',
    needs: 'mmap_lock or the lock of the anon_vma',
    source: 'include/linux/rmap.h: struct anon_vma_chain',
    run: (m, chain = 0) => linkAbove(m, chain & 31, chain >> 5),
  }),
  primitive('void anon_vma_chain_link(struct vm_area_struct *, struct anon_vma *)', {
    says: 'Links a VMA to an anon_vma: the VMA is in its tree from now on.',
    needs: 'the lock of the anon_vma, for writing',
    source: 'mm/rmap.c: anon_vma_chain_alloc, anon_vma_chain_link',
    run: (m, vma = 0, anonVma = 0) =>
      void m.set(m.o.anonVma.vmas, anonVma, m.get(m.o.anonVma.vmas, anonVma) | (1 << (vma - 1))),
  }),
  primitive('int anon_vma_prepare(struct vm_area_struct *)', {
    says: 'Gives the VMA an anon_vma where it has none: mmap_lock for reading is enough, so it may appear beside any lockless test.',
    needs: 'mmap_lock, for reading',
    source:
      'mm/rmap.c: __anon_vma_prepare; mm/vma.c: find_mergeable_anon_vma: that of a neighbour that could merge, rights aside',
    aliases: ['__anon_vma_prepare'],
    run: (m, vma = 0) => {
      if (m.get(m.o.vma.anon_vma, vma) !== 0) return 0;
      const shared = neighbourAnonVma(m, vma);
      if (shared !== 0) {
        m.set(m.o.anonVma.vmas, shared, m.get(m.o.anonVma.vmas, shared) | (1 << (vma - 1)));
        m.set(m.o.vma.anon_vma, vma, shared);
        return 0;
      }
      for (let anon = 1; anon <= m.kernel.of.anonVmas; anon++) {
        if (m.get(m.o.anonVma.vmas, anon) !== 0) continue;
        m.set(m.o.anonVma.vmas, anon, 1 << (vma - 1));
        m.set(m.o.vma.anon_vma, vma, anon);
        return 0;
      }
      return 0x0c;
    },
  }),
];
