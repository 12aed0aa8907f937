import type { AnyRow } from '../store/query.ts';

/** A row with its blobs as hex, which is how SQL writes them. */
export function printable(row: AnyRow): AnyRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    ]),
  );
}
