import { pageAt } from '../access.ts';
import { ENTRY, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import type { MmProperty } from '../property.ts';

/** A pinned page is the one that the mm maps where it was pinned, as far as it maps any. */
function pinsAreMapped(m: Memory): boolean {
  for (let pin = 1; pin <= m.kernel.of.pins; pin++) {
    const page = m.get(m.o.pin.page, pin);
    if (page === 0) continue;
    const anon = (m.get(m.o.page.flags, m.get(m.o.page.head, page)) & FLAG.anon) !== 0;
    const pinned = m.get(m.o.page.pins, m.get(m.o.page.head, page)) > 0;
    if (m.kernel.traits.anonExclusive && anon && pinned && m.get(m.o.page.exclusive, page) === 0) return false;
    const leaf = m.walk(m.get(m.o.pin.mm, pin), m.get(m.o.pin.address, pin));
    if (kindOf(leaf) === ENTRY.leaf && pageAt(m, leaf, m.get(m.o.pin.address, pin)) !== page) return false;
  }
  return true;
}

export const PIN: MmProperty = {
  name: 'PIN',
  says: 'A page that a device uses by a long-term pin is the one that the mm maps there; an anonymous one stays exclusive (5.19).',
  source: 'Documentation/core-api/pin_user_pages.rst',
  holds: pinsAreMapped,
};
