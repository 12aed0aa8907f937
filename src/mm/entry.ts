/**
 * Page-table entries as 16-bit values: what the entry is (3 bits), what it points to (5 bits), and its bits (8).
 *
 * The kernel keeps four encodings in one word and tells them apart by convention; here the kind is explicit, so that an
 * accessor applied to the wrong kind is seen (KIND). One layout serves both levels: a leaf in an upper table is huge.
 */

/** What an entry is. */
export const ENTRY = {
  none: 0,
  /** Present, maps a page: `target` is the page id (the head's in an upper table). */
  leaf: 1,
  /** Points to a lower table: `target` is the table id. */
  table: 2,
  /** Swapped out: `target` is the slot id. */
  swap: 3,
  /** Under migration: `target` is the page id. */
  migration: 4,
  /** A pte marker: no page, only bits. */
  marker: 5,
  /** Memory of a device that the CPU cannot reach: `target` is the page id. */
  device: 6,
  /** A page that a device has to itself while the CPU may not access it: `target` is the page id. */
  deviceExclusive: 7,
} as const;

export type EntryKind = (typeof ENTRY)[keyof typeof ENTRY];

/** Bits beside kind and target. */
export const BIT = {
  write: 0x0100,
  dirty: 0x0200,
  young: 0x0400,
  uffdWp: 0x0800,
  softDirty: 0x1000,
  /** Of a swap or migration entry: the page was AnonExclusive. */
  exclusive: 0x2000,
  /** s390: the usage hint that invalidation copies into the *returned* value (`_PAGE_UNUSED`). */
  unused: 0x4000,
  /** Of a leaf that is kept from the hardware while the kernel takes it for present: pmdp_invalidate, PROT_NONE. */
  invalid: 0x8000,
} as const;

const NAMES: Readonly<Record<number, string>> = {
  [ENTRY.none]: 'none',
  [ENTRY.leaf]: 'page',
  [ENTRY.table]: 'table',
  [ENTRY.swap]: 'swap',
  [ENTRY.migration]: 'migration of page',
  [ENTRY.marker]: 'marker',
  [ENTRY.device]: 'device page',
  [ENTRY.deviceExclusive]: 'device-exclusive page',
};

/** Returns the entry of a kind, target and bits. */
export function entry(kind: EntryKind, target = 0, bits = 0): number {
  return kind | (target << 3) | bits;
}

/** Returns the kind of an entry. */
export function kindOf(value: number): EntryKind {
  return (value & 7) as EntryKind;
}

/** Returns what an entry points to: a page, table or slot id. */
export function targetOf(value: number): number {
  return (value >> 3) & 31;
}

/** Says whether an entry has a bit. */
export function has(value: number, bit: number): boolean {
  return (value & bit) !== 0;
}

/** Says whether the hardware can walk through an entry: a leaf or a table. */
export function isPresent(value: number): boolean {
  return kindOf(value) === ENTRY.leaf || kindOf(value) === ENTRY.table;
}

/** Writes an entry for people: `page 2 write uffd-wp`. */
export function showEntry(value: number): string {
  const kind = kindOf(value);
  const words = [NAMES[kind] ?? `kind ${kind}`];
  if (kind !== ENTRY.none && kind !== ENTRY.marker) words.push(String(targetOf(value)));
  for (const [name, bit] of Object.entries(BIT)) {
    if (has(value, bit)) words.push(name === 'uffdWp' ? 'uffd-wp' : name === 'softDirty' ? 'soft-dirty' : name);
  }
  return words.join(' ');
}
