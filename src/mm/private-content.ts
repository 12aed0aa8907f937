import { pageAt } from './access.ts';
import { ENTRY, kindOf, targetOf } from './entry.ts';
import type { Memory } from './kernel.ts';

/** The places whose content is kept track of, with what the program must read there. */
export function* trackedPlaces(
  m: Memory,
): Generator<{ readonly mm: number; readonly address: number; readonly content: number }> {
  const { mms, addresses } = m.kernel.of;
  for (let mm = 1; mm <= mms; mm++) {
    for (let address = 0; address < addresses; address++) {
      const content = m.get(m.o.place.content, m.place(mm, address));
      if (content !== 0) yield { mm, address, content };
    }
  }
}

/** What the program reads by its own translation is what it must read. */
export function readsOwnContent(m: Memory): boolean {
  for (const { mm, address, content } of trackedPlaces(m)) {
    const leaf = m.walk(mm, address);
    if (kindOf(leaf) === ENTRY.leaf && m.get(m.o.page.content, pageAt(m, leaf, address)) !== content) return false;
  }
  return true;
}

/** The value of the entry for an address in its lower table; 0 where there is none. */
export function lowerEntry(m: Memory, mm: number, address: number): number {
  const upper = m.upperEntry(mm, address);
  const value = upper === 0 ? 0 : m.get(m.o.entry.value, upper);
  return kindOf(value) === ENTRY.table ? m.get(m.o.entry.value, m.entryIn(targetOf(value), address)) : 0;
}
