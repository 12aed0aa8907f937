import type * as z from 'zod';
import type { StepText } from '../explore/model.ts';
import type { checkRow, trace, traceStepRow } from '../schema/check.ts';
import type { Connection } from './connection.ts';
import { decodeRow } from './rows.ts';
import { where } from './where.ts';

/** A row of `v_check`: one side of a check. */
export type CheckRow = z.infer<typeof checkRow>;

/** A row of `v_trace_step`. */
export type TraceStepRow = z.infer<typeof traceStepRow>;

/** The steps of one side of a check. */
export type Trace = z.infer<typeof trace>;

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
export async function readTrace(connection: Connection, checkId: string, side: Trace['side']): Promise<TraceStepRow[]> {
  const rows = await connection.all<object>(
    'SELECT * FROM v_trace_step WHERE check_id = ? AND side = ? ORDER BY step',
    [checkId, side],
  );
  return rows.map((row) => decodeRow<TraceStepRow>(row));
}

/** Reads the traces of those sides of checks that break their property. */
export async function tracesOf(connection: Connection, rows: readonly CheckRow[]): Promise<Trace[]> {
  const traces: Trace[] = [];
  for (const { check_id, side } of rows.filter((row) => row.result === 'violated')) {
    traces.push({ check_id, side, steps: await readTrace(connection, check_id, side) });
  }
  return traces;
}

/** A row of a trace as the step that the lanes draw. */
export function stepText({ actor, does, file, line, text, function: name, assumes, changes }: TraceStepRow): StepText {
  const isCode = file !== null && line !== null && text !== null;
  const at = isCode ? { file, line, text, function: name ?? '' } : undefined;
  return { actor, does, at, assumes: assumes ?? undefined, changes };
}

/** Finds the side of a check that ended in the run of a token. */
export async function runByToken(connection: Connection, token: string): Promise<CheckRow | undefined> {
  const row = await connection.get<object>('SELECT * FROM v_check WHERE token = ? ORDER BY check_id LIMIT 1', [token]);
  return row === undefined ? undefined : decodeRow<CheckRow>(row);
}
