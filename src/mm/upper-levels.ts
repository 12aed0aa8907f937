/**
 * The levels of page tables above the one whose entries point to lower tables: pgd, p4d and pud.
 *
 * A world has a table above its upper tables or not. Where it has none the pud is folded, as pgd and p4d always are: its one
 * entry is the mm's own pointer to the upper table, which no kernel clears (include/asm-generic/pgtable-nopud.h).
 */
import { ENTRY, entry, kindOf, targetOf } from './entry.ts';
import type { Memory } from './kernel.ts';
import { type Pure, pure } from './pure-function.ts';

/** The folded pud of an mm stands above all entries of tables. */
export const FOLDED_PUD = 0x4000;

/** The entry for an address that an upper table may hang in; `mm` is what the levels above it are folded into. */
export function pudOffset(m: Memory, mm: number, address: number): number {
  if (mm === 0) return 0;
  const root = m.get(m.o.mm.pgd, mm);
  return m.get(m.o.table.level, root) > 1 ? m.entryIn(root, address) : FOLDED_PUD + mm;
}

/** What a pud holds. */
export function readPud(m: Memory, pud: number): number {
  return pud > FOLDED_PUD ? entry(ENTRY.table, m.get(m.o.mm.pgd, pud - FOLDED_PUD)) : m.entry(pud);
}

/** The upper entry for an address in the table that a pud points to; NULL where there is none. */
export function pmdOffset(m: Memory, pud: number, address: number): number {
  if (pud === 0) return 0;
  const value = readPud(m, pud);
  return kindOf(value) === ENTRY.table ? m.entryIn(targetOf(value), address) : 0;
}

const perTable = (m: Memory) => m.kernel.of.entriesPerTable;

/** The address behind what an entry of a level covers, or the end of the range where that comes first. */
function addressEnd(span: number, address: number, end: number): number {
  return Math.min(address - (address % span) + span, end);
}

const FOLDED = ['pgd', 'p4d'] as const;

/** Walks over the folded levels take no step: pgd_t * and p4d_t * are the mm itself. */
export const UPPER_LEVELS: readonly Pure[] = [
  pure('pgd_t *pgd_offset(struct mm_struct *, unsigned long)', (_m, mm = 0) => mm),
  pure('p4d_t *p4d_offset(pgd_t *, unsigned long)', (_m, mm = 0) => mm),
  pure('p4d_t *p4d_alloc(struct mm_struct *, pgd_t *, unsigned long)', (_m, mm = 0) => mm),
  ...FOLDED.flatMap((level) => [
    pure(`bool ${level}_none(${level}_t)`, () => 0),
    pure(`bool ${level}_bad(${level}_t)`, () => 0),
    pure(`bool ${level}_present(${level}_t)`, () => 1),
    pure(`bool ${level}_leaf(${level}_t)`, () => 0),
    pure(`bool ${level}_none_or_clear_bad(${level}_t *)`, () => 0),
    pure(`unsigned long ${level}_addr_end(unsigned long, unsigned long)`, (_m, _address = 0, end = 0) => end),
    // The value of a folded entry says nothing but that it is there.
    pure(`${level}_t ${level}p_get(${level}_t *)`, (_m, entryId = 0) => entryId),
  ]),
  pure('unsigned long pud_addr_end(unsigned long, unsigned long)', (m, address = 0, end = 0) =>
    addressEnd(perTable(m) ** 2, address, end),
  ),
];
