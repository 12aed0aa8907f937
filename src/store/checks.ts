import type { Check, Run } from '../checks/check.ts';
import { given } from './bulk.ts';
import type { Connection } from './connection.ts';

/** Which checks of threads a run makes again. */
export interface Rerun {
  readonly threadIds: readonly string[];
  /** Only of this world, of this property and of this function, where they are given. */
  readonly world: string | undefined;
  readonly property: string | undefined;
  readonly function: string | undefined;
}

/** Removes the checks that are made again: what no longer applies to a patch must not stay beside what does. */
export async function dropChecks(
  connection: Connection,
  { threadIds, world, property, function: name }: Rerun,
): Promise<void> {
  await connection.run(
    `DELETE FROM "check" WHERE (?1 IS NULL OR world = ?1) AND (?2 IS NULL OR property = ?2)
       AND (?3 IS NULL OR function = ?3) AND message_id IN (
       SELECT message_id FROM message WHERE thread_id IN (SELECT value FROM json_each(?4)))`,
    [world ?? null, property ?? null, name ?? null, JSON.stringify(threadIds)],
  );
}

/**
 * Stores checks with their runs and traces.
 *
 * A check that was run before is replaced; a claim that is not in the database is left out of its check.
 */
export async function putChecks(connection: Connection, checks: readonly Check[]): Promise<void> {
  const runs = checks.flatMap((check) =>
    [check.before, check.after].map((run) => ({ ...run, checkId: check.checkId })),
  );
  await connection.run('DELETE FROM "check" WHERE check_id IN (SELECT value ->> \'checkId\' FROM json_each(?))', [
    JSON.stringify(checks.map(({ checkId }) => ({ checkId }))),
  ]);
  await connection.run(
    `INSERT INTO "check" (check_id, claim_id, message_id, path, function, property, world, why, kernel, verdict, change)
     SELECT c ->> 'checkId', (SELECT claim_id FROM claim WHERE claim_id = c ->> 'claimId'), c ->> 'messageId',
            c ->> 'path', c ->> 'function', c ->> 'property', c ->> 'world', c ->> 'why', c ->> 'kernel', c ->> 'verdict',
            c ->> 'change'
     FROM ${given('c')}`,
    [JSON.stringify(checks.map(({ before, after, ...check }) => check))],
  );
  await connection.run(
    `INSERT INTO run (check_id, side, result, states, seconds, origin, assumptions, refs, unknown, missing, witnesses,
       mutant, repair, token)
     SELECT r ->> 'checkId', r ->> 'side', r ->> 'result', r ->> 'states', r ->> 'seconds', r ->> 'origin',
            r -> 'assumptions', r -> 'references', r -> 'unknown', r -> 'missing', r -> 'witnesses', r ->> 'mutant', r ->> 'repair',
            r ->> 'token'
     FROM ${given('r')}`,
    [JSON.stringify(runs.map(({ trace, ...run }) => run))],
  );
  await connection.run(
    `INSERT INTO trace_step (check_id, side, step, actor, does, file, line, text, function, assumes, changes)
     SELECT t ->> 'checkId', t ->> 'side', t ->> 'step', t ->> 'actor', t ->> 'does', t ->> '$.at.file', t ->> '$.at.line',
            t ->> '$.at.text', t ->> '$.at.function', t ->> 'assumes', t -> 'changes'
     FROM ${given('t')}`,
    [JSON.stringify(runs.flatMap(traceRows))],
  );
}

function traceRows({ checkId, side, trace }: Run & { readonly checkId: string }) {
  return trace.map((step, index) => ({ checkId, side, step: index, ...step }));
}
