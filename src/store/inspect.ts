import type { Connection } from './connection.ts';

/** What a database holds, and whether it is sound. */
export interface Inspection {
  /** Number of the last migration. */
  readonly schema_version: number;
  readonly sqlite: string;
  readonly messages: number;
  /** Unpacked size of the mails, each copy once. */
  readonly raw_bytes: number;
  /** Mails that are stored and whose threads are not derived yet. */
  readonly pending: number;
  /** What SQLite's own checks found; empty where all is well. */
  readonly problems: readonly string[];
  /** Tables with their indexes, largest first; `share` is of all pages, 0 to 1. */
  readonly tables: readonly { readonly name: string; readonly bytes: number; readonly share: number }[];
}

/** Checks a database: pages, indexes and foreign keys; and measures its tables. */
export async function inspect(connection: Connection): Promise<Inspection> {
  const facts = await connection.get<Omit<Inspection, 'problems' | 'tables'>>(
    `SELECT (SELECT user_version FROM pragma_user_version) AS schema_version, sqlite_version() AS sqlite,
       (SELECT count(*) FROM message WHERE NOT is_ghost) AS messages,
       (SELECT coalesce(sum(raw_bytes), 0) FROM copy) AS raw_bytes,
       (SELECT count(*) FROM message WHERE is_pending) AS pending`,
  );
  if (facts === undefined) throw new Error('expected one row of counts');
  const integrity = await connection.all<{ integrity_check: string }>('PRAGMA integrity_check(5)');
  const orphans = await connection.all<{ table: string }>('PRAGMA foreign_key_check');
  const tables = await connection.all<{ name: string; bytes: number; share: number }>(
    `SELECT coalesce(s.tbl_name, d.name) AS name, sum(d.pgsize) AS bytes,
       1.0 * sum(d.pgsize) / sum(sum(d.pgsize)) OVER () AS share
     FROM dbstat d LEFT JOIN sqlite_schema s ON s.name = d.name
     WHERE d.aggregate = 1 GROUP BY 1 ORDER BY bytes DESC, name`,
  );
  const problems = [
    ...integrity.map((row) => row.integrity_check).filter((word) => word !== 'ok'),
    ...new Set(orphans.map((row) => `a row of ${row.table} has lost what it refers to`)),
  ];
  return { ...facts, problems, tables };
}
