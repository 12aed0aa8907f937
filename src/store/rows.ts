/** Columns of the views that hold JSON, and those that are 0 or 1. */
const JSON_COLUMNS = new Set([
  'list_ids',
  'concepts',
  'symbols',
  'cues',
  'anchor_candidates',
  'assumptions',
  'references',
  'unknown',
  'missing',
  'witnesses',
  'changes',
]);
const FLAG_COLUMNS = new Set(['is_bot', 'is_ghost', 'hedged']);

/** Turns a row of a view into values: JSON columns parsed, flags as booleans. */
export function decodeRow<Decoded>(row: object): Decoded {
  const decoded = Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (JSON_COLUMNS.has(name) && typeof value === 'string') return [name, JSON.parse(value)];
      if (FLAG_COLUMNS.has(name)) return [name, value === 1];
      return [name, value];
    }),
  );
  return decoded as Decoded;
}
