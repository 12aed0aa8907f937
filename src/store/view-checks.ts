import type { Verdict } from '../checks/check.ts';
import type { Connection } from './connection.ts';
import { decodeRow } from './rows.ts';
import { where } from './where.ts';

/** A row of `v_check`: one side of a check. */
export interface CheckRow {
  readonly check_id: string;
  readonly claim_id: string | null;
  readonly message_id: string;
  readonly thread_id: string | null;
  readonly series_id: string | null;
  readonly version: number | null;
  readonly part: number | null;
  readonly path: string;
  readonly function: string;
  readonly property: string;
  readonly world: string;
  readonly side: 'before' | 'after';
  readonly result: string;
  readonly verdict: Verdict;
  readonly change: string;
  readonly states: number;
  readonly seconds: number;
  readonly assumptions: readonly string[];
  readonly token: string | null;
  readonly why: string;
  readonly kernel: string;
  readonly origin: string | null;
  readonly references: readonly string[];
  readonly unknown: readonly string[];
  readonly missing: readonly string[];
  readonly witnesses: readonly string[];
  readonly mutant: string | null;
}

/** A row of `v_trace_step`. */
export interface TraceStepRow {
  readonly check_id: string;
  readonly side: 'before' | 'after';
  readonly step: number;
  readonly actor: string;
  readonly does: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly text: string | null;
  readonly function: string | null;
  readonly assumes: string | null;
  readonly changes: readonly string[];
}

/** Which checks to list. */
export interface CheckFilter {
  readonly thread?: string;
  readonly message?: string;
  readonly claim?: string;
  readonly check?: string;
  readonly series?: string;
}

/** Lists the sides of checks: those of claims first, by version of the patch, before before after. */
export async function listChecks(connection: Connection, filter: CheckFilter = {}): Promise<CheckRow[]> {
  const equal = (column: string, value: string | undefined) =>
    value === undefined ? undefined : ([`k.${column} = ?`, value] as const);
  const { sql, values } = where([
    equal('thread_id', filter.thread),
    equal('message_id', filter.message),
    equal('claim_id', filter.claim),
    equal('check_id', filter.check),
    equal('series_id', filter.series),
  ]);
  const rows = await connection.all<object>(
    `SELECT k.* FROM v_check k ${sql}
     ORDER BY k.claim_id IS NULL, k.claim_id, k.version, k.property, k.world, k.check_id, k.side DESC`,
    values,
  );
  return rows.map((row) => decodeRow<CheckRow>(row));
}

/** Reads the trace of one side of a check; empty where it found no violation. */
export async function readTrace(connection: Connection, checkId: string, side: string): Promise<TraceStepRow[]> {
  const rows = await connection.all<object>(
    'SELECT * FROM v_trace_step WHERE check_id = ? AND side = ? ORDER BY step',
    [checkId, side],
  );
  return rows.map((row) => decodeRow<TraceStepRow>(row));
}

/** Finds the side of a check that ended in the run of a token. */
export async function runByToken(connection: Connection, token: string): Promise<CheckRow | undefined> {
  const row = await connection.get<object>('SELECT * FROM v_check WHERE token = ? ORDER BY check_id LIMIT 1', [token]);
  return row === undefined ? undefined : decodeRow<CheckRow>(row);
}
