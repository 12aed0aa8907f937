import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Connection } from './connection.ts';

/** One numbered file of `migrations/`. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/** What bringing a database up to date came to. */
export type Migrated =
  | { readonly ok: true; readonly applied: readonly string[]; readonly version: number }
  /** The database was made by a later version of the program. */
  | { readonly ok: false; readonly reason: 'newer'; readonly version: number; readonly known: number }
  /** A file that was applied to the database is not what it was then. */
  | { readonly ok: false; readonly reason: 'edited'; readonly name: string }
  /** A file failed; the database is as it was before that file. */
  | { readonly ok: false; readonly reason: 'failed'; readonly name: string; readonly error: Error };

/** Where the project's migrations are: beside `src/` and `dist/` alike. */
export const MIGRATIONS = new URL('../../migrations/', import.meta.url);

/**
 * Reads the migrations of a folder in their order.
 *
 * Throws where the files are not numbered 0001, 0002, … without a gap: a fault of the installation, not of the user.
 */
export async function readMigrations(folder: URL): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name, index) => {
      const number = Number.parseInt(name, 10);
      if (number !== index + 1) throw new Error(`expected migration ${index + 1} of ${folder.href}, found ${name}`);
      const sql = await readFile(new URL(name, folder), 'utf8');
      return { number, name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** The version of the schema that a database has: 0 for an empty one. */
export async function schemaVersion(connection: Connection): Promise<number> {
  const row = await connection.get<{ user_version: number }>('PRAGMA user_version');
  return row?.user_version ?? 0;
}

/**
 * Applies the migrations that a database lacks, each in a transaction of its own.
 *
 * Runs under the write lock, so that two programs that open one new database at once both find it whole.
 */
export async function migrate(connection: Connection, migrations: readonly Migration[]): Promise<Migrated> {
  const refusal = await check(connection, migrations);
  if (refusal !== undefined) return refusal;

  const applied: string[] = [];
  for (const migration of migrations) {
    try {
      if (await connection.transaction(() => apply(connection, migration))) applied.push(migration.name);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { ok: false, reason: 'failed', name: migration.name, error };
    }
  }
  return { ok: true, applied, version: migrations.length };
}

async function check(connection: Connection, migrations: readonly Migration[]): Promise<Migrated | undefined> {
  const version = await schemaVersion(connection);
  if (version > migrations.length) return { ok: false, reason: 'newer', version, known: migrations.length };
  if (version === 0) return undefined;

  const rows = await connection.all<{ number: number; sha256: string }>('SELECT number, sha256 FROM migration');
  const sums = new Map(rows.map((row) => [row.number, row.sha256]));
  for (const migration of migrations.slice(0, version)) {
    if (sums.get(migration.number) !== migration.sha256) return { ok: false, reason: 'edited', name: migration.name };
  }
  return undefined;
}

/** Applies one migration unless it is there; true where it was not. */
async function apply(connection: Connection, migration: Migration): Promise<boolean> {
  // Read again under the lock: another program may have been faster.
  if ((await schemaVersion(connection)) >= migration.number) return false;
  await connection.exec(`
    CREATE TABLE IF NOT EXISTS migration (
      -- The files of migrations/ that made this database. An applied file is never edited: a new one is added.
      number INTEGER PRIMARY KEY,
      name   TEXT NOT NULL,
      sha256 TEXT NOT NULL
    ) STRICT;
  `);
  await connection.exec(migration.sql);
  await connection.run('INSERT INTO migration (number, name, sha256) VALUES (?, ?, ?)', [
    migration.number,
    migration.name,
    migration.sha256,
  ]);
  await connection.exec(`PRAGMA user_version = ${migration.number}`);
  return true;
}
