import { cacheCell } from '../cache-cell.ts';
import type { Memory } from '../kernel.ts';
import type { Field } from '../layout.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { type Pure, pure } from '../pure-function.ts';

/** The address space of the swap cache: no file has this id. */
const SWAP_SPACE = 31;

/** A cell of the page cache or of the swap cache. */
interface Slot {
  readonly of: Field;
  readonly id: number;
}

/** The cell for an index of a file or, by slot, of the swap cache; undefined beyond the end. */
function slotOf(m: Memory, array: number, index: number): Slot | undefined {
  const { swapSlots, filePages, files } = m.kernel.of;
  if (array === SWAP_SPACE) return index < 1 || index > swapSlots ? undefined : { of: m.o.swap.cached, id: index };
  if (array < 1 || array > files || index >= filePages) return undefined;
  return { of: m.o.cache.page, id: cacheCell(m, array, index) };
}

/** The folio at an index; 0 for a hole and beyond the end. */
function folioAt(m: Memory, array: number, index: number): number {
  const slot = slotOf(m, array, index);
  const page = slot === undefined ? 0 : m.get(slot.of, slot.id);
  return page === 0 ? 0 : m.get(m.o.page.head, page);
}

/** The page of a folio that a cell stands for: the one behind that of the cell before, where the folio is there already. */
function pageFor(m: Memory, { of, id }: Slot, folio: number): number {
  const before = id > 1 ? m.get(of, id - 1) : 0;
  const isNext = before !== 0 && before < m.kernel.of.pages && m.get(m.o.page.head, before) === folio;
  return isNext && m.get(m.o.page.head, before + 1) === folio ? before + 1 : folio;
}

/** What xas_find tells of: an index beside a folio, which is never 0. */
const FOLIO_BITS = 5;
const FOLIO_MASK = (1 << FOLIO_BITS) - 1;

function firstFrom(m: Memory, array: number, start: number, max: number): number {
  const most = Math.min(max, array === SWAP_SPACE ? m.kernel.of.swapSlots : m.kernel.of.filePages - 1);
  for (let index = start; index <= most; index++) {
    const folio = folioAt(m, array, index);
    if (folio !== 0) return (index << FOLIO_BITS) | folio;
  }
  return 0;
}

const XARRAY = 'include/linux/xarray.h; lib/xarray.c';

/** Looks into the page cache, under RCU or the lock of the array: what is found may be gone by the next step. */
export const PAGE_CACHE_LOOKUPS: readonly Primitive[] = [
  primitive('struct folio *xa_load(struct xarray *, unsigned long)', {
    reads: true,
    says: 'Reads which folio the page cache has at an index, without a reference; NULL for a hole.',
    source: XARRAY,
    run: (m, array = 0, index = 0) => folioAt(m, array, index),
  }),
  primitive('unsigned long xa_first_from(struct xarray *, unsigned long, unsigned long)', {
    reads: true,
    says: 'The part of xas_find that looks: the first folio of a range of the page cache, with its index; 0 where there is none.',
    source: XARRAY,
    run: (m, array = 0, start = 0, max = 0) => firstFrom(m, array, start, max),
  }),
  primitive('struct folio *xa_replace(struct xarray *, unsigned long, struct folio *)', {
    says: 'Puts a folio, or NULL, at an index of the page cache and says which stood there. References and the folio’s own fields are left to the caller.',
    needs: 'the lock of the array',
    source: `${XARRAY}: xas_store`,
    run: (m, array = 0, index = 0, folio = 0) => {
      const before = folioAt(m, array, index);
      const slot = slotOf(m, array, index);
      if (slot !== undefined) m.set(slot.of, slot.id, folio === 0 ? 0 : pageFor(m, slot, folio));
      return before;
    },
  }),
  primitive('struct folio *filemap_get_entry(struct address_space *, pgoff_t)', {
    says: 'Finds a folio in the page cache and takes a reference; NULL for a hole. It looks again until both are of one moment.',
    source: 'mm/filemap.c: folio_try_get, then xas_reload',
    run: (m, mapping = 0, index = 0) => {
      const folio = folioAt(m, mapping, index);
      if (folio !== 0) m.set(m.o.page.refcount, folio, m.get(m.o.page.refcount, folio) + 1);
      return folio;
    },
  }),
];

/** The two halves of what xa_first_from tells, and what an entry of the page cache may be. */
export const PAGE_CACHE_VALUES: readonly Pure[] = [
  pure('struct folio *xa_found_folio(unsigned long)', (_m, found = 0) => found & FOLIO_MASK),
  pure('unsigned long xa_found_index(unsigned long)', (_m, found = 0) => found >> FOLIO_BITS),
  // The page caches of the model hold folios alone: no shadow of a folio that was reclaimed, no swap entry of shmem.
  pure('bool xa_is_value(struct folio *)', () => 0),
];
