import { ENTRY, kindOf, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import type { MmProperty } from '../property.ts';

/** No leaf maps a page of a file that has left the page cache. */
function nothingMapsWhatIsGone(m: Memory): boolean {
  for (let id = 1; id <= m.o.entry.value.count; id++) {
    const value = m.get(m.o.entry.value, id);
    if (kindOf(value) !== ENTRY.leaf || targetOf(value) === 0) continue;
    const head = m.get(m.o.page.head, targetOf(value));
    const flags = m.get(m.o.page.flags, head);
    const ofFile = (flags & (FLAG.anon | FLAG.zero)) === 0;
    if (ofFile && m.get(m.o.page.mapping, head) === 0 && m.get(m.o.page.mapcount, targetOf(value)) > 0) return false;
  }
  return true;
}

export const TRUNC: MmProperty = {
  name: 'TRUNC',
  says: 'A page that is taken out of the page cache is mapped nowhere.',
  source: 'mm/filemap.c: filemap_unaccount_folio; mm/truncate.c',
  holds: nothingMapsWhatIsGone,
};
