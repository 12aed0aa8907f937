import type { Memory } from './kernel.ts';
import type { Field } from './layout.ts';
import { numbered } from './numbered.ts';

/** Counters by identity: page->_mapcount has the page's id. */
const COUNTERS = numbered(
  (o) => o.page.mapcount,
  (o) => o.uffd.mmap_changing,
  (o) => o.hugeZero.refcount,
  (o) => o.page.entire,
);

type CounterOf = (m: Memory, object: number) => number;

/** ctx->mmap_changing. */
export const mmapChangingOf: CounterOf = (m, context) => COUNTERS.of(m, 1, context);
/** huge_zero_refcount. */
export const hugeZeroRefcountOf: CounterOf = (m, hugeZero) => COUNTERS.of(m, 2, hugeZero);

/** page[1].compound_mapcount of a folio, by its head (4.5 to 6.2). */
export const compoundMapcountOf: CounterOf = (m, head) => COUNTERS.of(m, 3, head);

/** How much less the kernel's counter is than the model's: counters of mappings begin at -1. */
const offsetOf = (m: Memory, field: Field) => (field === m.o.page.mapcount || field === m.o.page.entire ? 1 : 0);

/** What a counter holds; one of nothing in this world holds 0. */
export function count(m: Memory, counter: number): number {
  const cell = COUNTERS.cell(m, counter);
  return cell === undefined ? 0 : (m.get(cell.field, cell.id) - offsetOf(m, cell.field)) & 0xffff;
}

/** Gives a counter a value. */
export function setCount(m: Memory, counter: number, value: number): void {
  const cell = COUNTERS.cell(m, counter);
  if (cell !== undefined) m.set(cell.field, cell.id, value + offsetOf(m, cell.field));
}
