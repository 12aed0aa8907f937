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

/**
 * Checks threads of the database, each together with those that hold other versions of its series, and stores what each
 * check found.
 */
export async function checkThreads(
  connection: Connection,
  threads: readonly string[],
  limits: CheckLimits,
  progress: Pick<ShownProgress, 'checked'>,
): Promise<Found> {
  const instruments = await loadInstruments();
  const rows: CheckRow[] = [];
  const checked = new Set<string>();
  for (const thread of threads) {
    if (checked.has(thread)) continue;
    const group = await threadsOfVersions(connection, thread);
    progress.checked(checked.size, threads.length);
    for (const one of group) checked.add(one);
    const checks = await checkGroup(connection, thread, limits, instruments);
    const { world, property, function: name } = limits;
    await connection.transaction(async () => {
      await dropChecks(connection, { threadIds: group, world, property, function: name });
      await putChecks(connection, checks);
    });
    const ids = new Set(checks.map((check) => check.checkId));
    for (const one of group) {
      rows.push(...(await listChecks(connection, { thread: one })).filter((row) => ids.has(row.check_id)));
    }
  }
  return { rows, traces: await tracesOf(connection, rows) };
}
