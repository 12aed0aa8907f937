import { groupBy } from '../groups.ts';
import { byText } from '../order.ts';
import type { Connection } from '../store/connection.ts';
import { threadsBySeries } from '../store/series.ts';
import { unreadThreads } from '../store/threads.ts';
import { DERIVATION } from './derivation.ts';
import { Sets } from './sets.ts';

/** Finds the threads that want reading, each with those that hold other versions of its series. */
export async function unreadGroups(connection: Connection): Promise<string[][]> {
  const unread = await unreadThreads(connection, DERIVATION);
  if (unread.length === 0) return [];
  const sets = new Sets();
  const threads = new Set(unread);
  for (const { thread_id, series_id } of await threadsBySeries(connection)) {
    sets.join(thread_id, `\n${series_id}`);
    threads.add(thread_id);
  }
  const wanted = new Set(unread.map((threadId) => sets.find(threadId)));
  const groups = groupBy([...threads].sort(byText), (threadId) => sets.find(threadId));
  return [...groups].flatMap(([root, group]) => (wanted.has(root) ? [group] : []));
}
