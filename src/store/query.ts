import { type Complaint, done, type Outcome, refused } from '../complaint.ts';
import type { Connection, Value } from './connection.ts';
import { type Statement, statementKind } from './statement.ts';
import { storeComplaint } from './trouble.ts';

/** A row of a query that somebody wrote: names and values in the order of the query. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** How far a query may go. */
export interface QueryLimits {
  /** It is stopped after this time. */
  readonly seconds: number;
  /** So many rows are read, and what else there is left alone. */
  readonly rows?: number;
  /** Bound to the `?` of the statement. */
  readonly values?: readonly Value[];
}

/** Characters and bytes of a result, all values together: what a process can hold beside its other work. */
const MOST = 256 * 1024 * 1024;
/** What an empty value takes in memory. */
const CELL = 16;

const REFUSALS: Readonly<Record<Exclude<Statement, 'reads'>, Pick<Complaint, 'message' | 'hint'>>> = {
  empty: { message: 'the SQL is empty', hint: 'Try `SELECT * FROM v_thread`.' },
  several: { message: 'there is more than one statement', hint: 'Run one at a time.' },
  other: {
    message: 'only statements that read are run',
    hint: "Begin with SELECT, WITH, VALUES or EXPLAIN; for a PRAGMA's answer, `SELECT * FROM pragma_table_info('v_claim')`.",
  },
};

/**
 * Runs one statement of the user's on a connection that was opened to read.
 *
 * The file is opened read-only, `query_only` is on, the number of databases that can be attached is 0 and extensions
 * cannot be loaded from SQL, so no statement can write or reach another file; those that could change how the connection
 * answers are not run.
 */
export async function runQuery(connection: Connection, sql: string, limits: QueryLimits): Promise<Outcome<AnyRow[]>> {
  const kind = statementKind(sql);
  if (kind !== 'reads') return refused({ kind: 'input', ...REFUSALS[kind] });

  const { seconds, rows: mostRows = Number.POSITIVE_INFINITY, values = [] } = limits;
  const rows: AnyRow[] = [];
  let size = 0;
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    connection.interrupt();
  }, seconds * 1000);
  try {
    await connection.each<AnyRow>(sql, values, (row) => {
      rows.push(row);
      size += sizeOf(row);
      return rows.length < mostRows && size <= MOST;
    });
  } catch (error) {
    if (!isLate) return refused(complaintOf(error));
    return refused({
      kind: 'input',
      message: `the query took longer than ${seconds} s and was stopped`,
      hint: 'Narrow it, or allow more with --timeout.',
    });
  } finally {
    clearTimeout(timer);
  }
  if (size <= MOST) return done(rows);
  return refused({ kind: 'input', message: 'the result does not fit into memory', hint: 'Narrow it, or add a LIMIT.' });
}

function sizeOf(row: AnyRow): number {
  let size = 0;
  for (const value of Object.values(row)) {
    size += CELL + (typeof value === 'string' || value instanceof Uint8Array ? value.length : 0);
  }
  return size;
}

const HINTS: Readonly<Record<string, string>> = {
  SQLITE_ERROR: 'The README lists the views and their columns.',
  SQLITE_RANGE: 'The README lists the views and their columns.',
  SQLITE_MISUSE: 'The README lists the views and their columns.',
  SQLITE_READONLY: 'This command only reads.',
  SQLITE_AUTH: 'This command only reads.',
  SQLITE_TOOBIG: 'Narrow what it builds: no value may be longer than 256 MB.',
  SQLITE_NOMEM: 'Narrow it, or add a LIMIT.',
};

/** Why SQLite did not run a statement. */
function complaintOf(error: unknown): Complaint {
  if (!(error instanceof Error)) throw error;
  const hint = 'code' in error && typeof error.code === 'string' ? HINTS[error.code] : undefined;
  if (hint !== undefined) return { kind: 'input', message: 'the query cannot be run', causes: [error.message], hint };
  const complaint = storeComplaint(error, 'behind this query');
  if (complaint === undefined) throw error;
  return complaint;
}
