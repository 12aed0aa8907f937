import type { Connection } from './connection.ts';

/** What a database holds, and whether it is sound. */
export interface Inspection {
  /** Number of the last migration. */
  readonly version: number;
  readonly sqlite: string;
  readonly messages: number;
  /** Unpacked size of the canonical copies. */
  readonly rawBytes: number;
  /** Mails that are stored and whose threads are not derived yet. */
  readonly pending: number;
  /** What SQLite's own checks found; empty where all is well. */
  readonly problems: readonly string[];
  /** Tables with their indexes, largest first. */
  readonly tables: readonly { readonly name: string; readonly bytes: number }[];
}

/** Checks a database: pages, indexes and foreign keys; and measures its tables. */
export async function inspect(connection: Connection): Promise<Inspection> {
  const facts = await connection.get<Omit<Inspection, 'problems' | 'tables'>>(
    `SELECT (SELECT user_version FROM pragma_user_version) AS version, sqlite_version() AS sqlite,
       count(*) AS messages, coalesce(sum(raw_bytes), 0) AS rawBytes,
       (SELECT count(*) FROM message WHERE is_pending) AS pending
     FROM v_message WHERE NOT is_ghost`,
  );
  if (facts === undefined) throw new Error('expected one row of counts');
  const integrity = await connection.all<{ integrity_check: string }>('PRAGMA integrity_check(5)');
  const orphans = await connection.all<{ table: string }>('PRAGMA foreign_key_check');
  const tables = await connection.all<{ name: string; bytes: number }>(
    `SELECT coalesce(s.tbl_name, d.name) AS name, sum(d.pgsize) AS bytes
     FROM dbstat d LEFT JOIN sqlite_schema s ON s.name = d.name
     WHERE d.aggregate = 1 GROUP BY 1 ORDER BY bytes DESC, name`,
  );
  const problems = [
    ...integrity.map((row) => row.integrity_check).filter((word) => word !== 'ok'),
    ...new Set(orphans.map((row) => `a row of ${row.table} has lost what it refers to`)),
  ];
  return { ...facts, problems, tables };
}
