import { ENTRY, kindOf, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG, TABLE_STATE } from '../objects.ts';
import type { MmProperty } from '../property.ts';

/** The VMA of an mm that contains an address: one that munmap has detached only where there is no other; 0 for none. */
function vmaAt(m: Memory, mm: number, address: number): number {
  let detached = 0;
  for (let vma = 1; vma <= m.kernel.of.vmas; vma++) {
    if (m.get(m.o.vma.mm, vma) !== mm) continue;
    if (address < m.get(m.o.vma.start, vma) || m.get(m.o.vma.end, vma) <= address) continue;
    if (m.get(m.o.vma.detached, vma) === 0) return vma;
    detached = vma;
  }
  return detached;
}

/** The rmap walk from an anonymous page, which starts at its head's mapping, comes by this VMA. */
function rmapFinds(m: Memory, page: number, vma: number): boolean {
  const head = m.get(m.o.page.head, page);
  if ((m.get(m.o.page.flags, head) & FLAG.anon) === 0) return true;
  const anonVma = m.get(m.o.page.mapping, head);
  return anonVma !== 0 && (m.get(m.o.anonVma.vmas, anonVma) & (1 << (vma - 1))) !== 0;
}

/** Every leaf in a table whose lock nobody holds is found from its page. */
function rmapIsComplete(m: Memory): boolean {
  const { mms, addresses } = m.kernel.of;
  for (let mm = 1; mm <= mms; mm++) {
    for (let address = 0; address < addresses; address++) {
      const upperEntry = m.upperEntry(mm, address);
      const upper = upperEntry === 0 ? 0 : m.get(m.o.entry.value, upperEntry);
      if (kindOf(upper) !== ENTRY.table) continue;
      const table = targetOf(upper);
      if (m.get(m.o.table.owner, table) !== 0 || m.get(m.o.table.state, table) === TABLE_STATE.freed) continue;
      const leaf = m.get(m.o.entry.value, m.entryIn(table, address));
      if (kindOf(leaf) === ENTRY.leaf && !rmapFinds(m, targetOf(leaf), vmaAt(m, mm, address))) return false;
    }
  }
  return true;
}

/** No two mms have VMAs with the same anon_vma as their own. */
function anonVmasHaveOneOwner(m: Memory): boolean {
  const owner: number[] = [];
  for (let vma = 1; vma <= m.kernel.of.vmas; vma++) {
    const anonVma = m.get(m.o.vma.anon_vma, vma);
    const mm = m.get(m.o.vma.mm, vma);
    if (anonVma === 0) continue;
    if ((owner[anonVma] ?? mm) !== mm) return false;
    owner[anonVma] = mm;
  }
  return true;
}

export const RMAP: MmProperty = {
  name: 'RMAP',
  says: 'Every mapping of an anonymous page is found from its head’s mapping, no mapping is taken off twice, and no anon_vma is the own one of VMAs of two programs.',
  source: 'mm/rmap.c: comment at rmap_walk_anon; 2555283eb40d: what is_mergeable_anon_vma relies on',
  holds: (m) => rmapIsComplete(m) && anonVmasHaveOneOwner(m),
};
