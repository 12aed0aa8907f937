import type { Memory } from './kernel.ts';

/** Whether an mm has the VMA: one that munmap has detached is in no tree any more. */
export function isAttached(m: Memory, mm: number, vma: number): boolean {
  return m.get(m.o.vma.mm, vma) === mm && m.get(m.o.vma.detached, vma) === 0;
}

/** The VMA of the same mm with the highest end below the start of this one; 0 for none. */
export function previousVma(m: Memory, vma: number): number {
  const mm = m.get(m.o.vma.mm, vma);
  let previous = 0;
  for (let other = 1; other <= m.kernel.of.vmas; other++) {
    const isBelow = isAttached(m, mm, other) && m.get(m.o.vma.end, other) <= m.get(m.o.vma.start, vma);
    if (isBelow && (previous === 0 || m.get(m.o.vma.end, other) > m.get(m.o.vma.end, previous))) previous = other;
  }
  return previous;
}

/** The VMA of the same mm with the lowest start from the end of this one on; 0 for none. */
export function nextVma(m: Memory, vma: number): number {
  const mm = m.get(m.o.vma.mm, vma);
  let next = 0;
  for (let other = 1; other <= m.kernel.of.vmas; other++) {
    const isAbove = isAttached(m, mm, other) && m.get(m.o.vma.start, other) >= m.get(m.o.vma.end, vma);
    if (isAbove && (next === 0 || m.get(m.o.vma.start, other) < m.get(m.o.vma.start, next))) next = other;
  }
  return next;
}
