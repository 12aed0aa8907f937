import { STACK_GUARD_GAP, VM } from '../constants.ts';
import type { Memory } from '../kernel.ts';
import type { MmProperty } from '../property.ts';
import { previousVma } from '../vma-order.ts';

const ACCESSIBLE = VM.VM_READ | VM.VM_WRITE | VM.VM_EXEC;

/** The next mapping below a stack is far enough away, or another piece of a stack, or one that nobody can access. */
function stacksHaveTheirGap(m: Memory): boolean {
  for (let vma = 1; vma <= m.kernel.of.vmas; vma++) {
    if ((m.get(m.o.vma.flags, vma) & VM.VM_GROWSDOWN) === 0 || m.get(m.o.vma.detached, vma) === 1) continue;
    const below = previousVma(m, vma);
    if (below === 0 || m.get(m.o.vma.start, vma) - m.get(m.o.vma.end, below) >= STACK_GUARD_GAP) continue;
    const flags = m.get(m.o.vma.flags, below);
    if ((flags & ACCESSIBLE) !== 0 && (flags & VM.VM_GROWSDOWN) === 0) return false;
  }
  return true;
}

export const GUARD: MmProperty = {
  name: 'GUARD',
  says: 'Between a stack that grows downwards and the mapping below it lies the stack guard gap, so that no access steps over it.',
  source: 'mm/mmap.c: stack_guard_gap; 1be7107fbe18',
  holds: stacksHaveTheirGap,
};
