import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Complaint, done, type Outcome, refused } from '../complaint.ts';
import { type Connection, connect, type Mode } from './connection.ts';
import { MIGRATIONS, type Migrated, migrate, readMigrations, schemaVersion } from './migrate.ts';
import { storeComplaint } from './trouble.ts';

/** `mmlr` in ASCII: tells mmlore's databases from those of other programs (`PRAGMA application_id`). */
const APPLICATION_ID = 0x6d6d6c72;

const PRAGMAS = 'PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; PRAGMA synchronous = NORMAL;';

/**
 * Of a connection that writes: room in KiB for the pages that a batch changes, else they are written and read again
 * within the batch, and as many pages in the log before they go to their places, since most change again soon.
 */
const WRITER_PRAGMAS = 'PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 8000;';

/**
 * Opens the database at `path` and brings its schema up to date.
 *
 * `write` makes the file and its folder where they are missing. `read` opens an existing one read-only: nothing that is
 * run on the connection can change it (an older schema is brought up to date first, by a connection of its own).
 */
export async function openStore(path: string, mode: Mode, migrations = MIGRATIONS): Promise<Outcome<Connection>> {
  try {
    const missing = await prepare(path, mode);
    if (missing !== undefined) return refused(missing);

    const known = await readMigrations(migrations);
    const connection = await connect(path, mode);
    const refusal = await settle(connection, path, mode, known);
    if (refusal === undefined) return done(connection);

    await connection.close();
    if (refusal !== 'older') return refused(refusal);
    const writer = await openStore(path, 'write', migrations);
    if (!writer.ok) return writer;
    await writer.value.close();
    return await openStore(path, mode, migrations);
  } catch (error) {
    const complaint = storeComplaint(error, path);
    if (complaint === undefined) throw error;
    return refused(complaint);
  }
}

async function prepare(path: string, mode: Mode): Promise<Complaint | undefined> {
  if (mode === 'write') await makeFolder(dirname(path));
  if (existsSync(path)) {
    if ((await stat(path)).isDirectory()) {
      return {
        kind: 'store',
        message: `cannot open the database ${path}`,
        causes: ['it is a directory'],
        hint: 'Give the path of a file with --db.',
      };
    }
    return undefined;
  }
  if (mode === 'write') return undefined;
  return {
    kind: 'store',
    message: `there is no database at ${path}`,
    hint: 'Read mail into it with `mmlore ingest ARCHIVE`, or name another with --db.',
  };
}

/**
 * Makes a folder and those above it that are missing.
 *
 * `mkdir` with `recursive` never returns where a folder cannot be made for a reason that reads as "not there", as in /proc
 * (seen with Node 20.20).
 */
async function makeFolder(path: string): Promise<void> {
  if (existsSync(path)) {
    if ((await stat(path)).isDirectory()) return;
    throw Object.assign(new Error(`${path} is a file`), { code: 'ENOTDIR' });
  }
  const above = dirname(path);
  if (above !== path) await makeFolder(above);
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Checks whose database it is and makes it ready; a complaint, or `older` where a reader needs a writer first. */
async function settle(
  connection: Connection,
  path: string,
  mode: Mode,
  known: Awaited<ReturnType<typeof readMigrations>>,
): Promise<Complaint | 'older' | undefined> {
  await connection.exec(PRAGMAS);
  const version = await schemaVersion(connection);
  if (await isForeign(connection)) {
    return {
      kind: 'store',
      message: `${path} is not a database of mmlore`,
      causes: ['it holds the tables of another program'],
      hint: 'Name another file with --db.',
    };
  }
  if (mode === 'read') {
    if (version < known.length) return 'older';
    const migrated = await migrate(connection, known);
    if (!migrated.ok) return migrationComplaint(migrated, path);
    await connection.exec('PRAGMA query_only = ON');
    return undefined;
  }
  await connection.exec(`PRAGMA journal_mode = WAL; ${WRITER_PRAGMAS}`);
  if (version === 0) await connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  const migrated = await migrate(connection, known);
  return migrated.ok ? undefined : migrationComplaint(migrated, path);
}

async function isForeign(connection: Connection): Promise<boolean> {
  const row = await connection.get<{ application_id: number; tables: number }>(
    'SELECT application_id, (SELECT count(*) FROM sqlite_schema) AS tables FROM pragma_application_id',
  );
  return row !== undefined && row.tables > 0 && row.application_id !== APPLICATION_ID;
}

function migrationComplaint(migrated: Migrated & { ok: false }, path: string): Complaint {
  const message = `cannot use the database ${path}`;
  switch (migrated.reason) {
    case 'newer':
      return {
        kind: 'store',
        message,
        causes: [`its schema has version ${migrated.version}, this program knows versions up to ${migrated.known}`],
        hint: 'Install the newer mmlore that made it, or name another database with --db.',
      };
    case 'edited':
      return {
        kind: 'store',
        message,
        causes: [`migration ${migrated.name} was changed after it was applied to this database`],
        hint: 'Install the mmlore that made it, or read the mail into a new database with --db.',
      };
    case 'failed':
      return {
        kind: 'store',
        message,
        causes: [`migration ${migrated.name} failed and was rolled back`, migrated.error.message],
        hint: 'The database is as it was before. Please report this with the message above.',
      };
  }
}
