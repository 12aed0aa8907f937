import { done, type Outcome, refused } from '../complaint.ts';
import type { Connection } from './connection.ts';
import { storeComplaint } from './trouble.ts';

/** A row of a query that somebody wrote: names and values in the order of the query. */
export type AnyRow = Readonly<Record<string, unknown>>;

/**
 * Runs one statement of the user's on a connection that was opened to read.
 *
 * The file is opened read-only, `query_only` is on, the number of databases that can be attached is 0 and extensions
 * cannot be loaded from SQL, so no statement can write or reach another file. It is interrupted after `seconds`.
 */
export async function runQuery(connection: Connection, sql: string, seconds: number): Promise<Outcome<AnyRow[]>> {
  if (isBlank(sql))
    return refused({ kind: 'input', message: 'the SQL is empty', hint: 'Try `SELECT * FROM v_thread`.' });
  const timer = setTimeout(() => connection.interrupt(), seconds * 1000);
  try {
    return done(await connection.all<AnyRow>(sql));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'code' in error ? error.code : undefined;
    if (code === 'SQLITE_INTERRUPT') {
      return refused({
        kind: 'input',
        message: `the query took longer than ${seconds} s and was stopped`,
        hint: 'Narrow it, or allow more with --timeout.',
      });
    }
    if (code === 'SQLITE_ERROR' || code === 'SQLITE_READONLY' || code === 'SQLITE_AUTH' || code === 'SQLITE_MISUSE') {
      return refused({
        kind: 'input',
        message: 'the query cannot be run',
        causes: [error.message],
        hint: code === 'SQLITE_READONLY' ? 'This command only reads.' : 'The README lists the views and their columns.',
      });
    }
    const complaint = storeComplaint(error, 'behind this query');
    if (complaint === undefined) throw error;
    return refused(complaint);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether nothing but blanks and comments is there: sqlite3 answers such a text with no rows and no word. */
function isBlank(sql: string): boolean {
  return sql.replace(/--[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/|[\s;]+/g, '') === '';
}
