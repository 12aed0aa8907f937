import type { Check } from '../checks/check.ts';
import { dropChecks, putChecks } from '../store/checks.ts';
import type { Connection } from '../store/connection.ts';
import { threadsOfVersions } from '../store/series.ts';
import { type CheckRow, listChecks, type Trace, tracesOf } from '../store/view-checks.ts';
import { type CheckLimits, checkGroup, loadInstruments } from './check-messages.ts';
import type { ShownProgress } from './progress.ts';

/** What checks found, as the rows that show it. */
export interface Found {
  readonly rows: readonly CheckRow[];
  readonly traces: readonly Trace[];
}

/** What to do with what is found: `keep` it in place of what was found before, or only `show` it. */
export type Keeping = 'keep' | 'show';

/**
 * Checks threads of the database, each together with those that hold other versions of its series.
 *
 * @param keeping whether what each check found is stored
 */
export async function checkThreads(
  connection: Connection,
  threads: readonly string[],
  limits: CheckLimits,
  progress: Pick<ShownProgress, 'checked'>,
  keeping: Keeping = 'keep',
): Promise<Found> {
  const instruments = await loadInstruments();
  const rows: CheckRow[] = [];
  const traces: Trace[] = [];
  const checked = new Set<string>();
  for (const thread of threads) {
    if (checked.has(thread)) continue;
    const group = await threadsOfVersions(connection, thread);
    progress.checked(checked.size, threads.length);
    for (const one of group) checked.add(one);
    const checks = await checkGroup(connection, thread, limits, instruments);
    const put = () => putFound(connection, group, checks, limits);
    const found = await (keeping === 'keep' ? connection.transaction(put) : connection.rehearse(put));
    rows.push(...found.rows);
    traces.push(...found.traces);
  }
  return { rows, traces };
}

/** Stores what was found in place of what the same limits found before, and reads it back as the views have it. */
async function putFound(
  connection: Connection,
  threadIds: readonly string[],
  checks: readonly Check[],
  { world, property, function: name }: CheckLimits,
): Promise<Found> {
  await dropChecks(connection, { threadIds, world, property, function: name });
  await putChecks(connection, checks);
  const ids = new Set(checks.map((check) => check.checkId));
  const rows: CheckRow[] = [];
  for (const thread of threadIds) {
    rows.push(...(await listChecks(connection, { thread })).filter((row) => ids.has(row.check_id)));
  }
  return { rows, traces: await tracesOf(connection, rows) };
}
