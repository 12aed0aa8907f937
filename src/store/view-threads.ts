import type * as z from 'zod';
import type { threadRow } from '../schema/thread.ts';
import type { Connection } from './connection.ts';
import { containing, where } from './where.ts';

/** A row of `v_thread`, with what is open and what was found in it. */
export type ThreadRow = z.infer<typeof threadRow>;

/** Which threads to list. */
export interface ThreadFilter {
  readonly subject?: string;
  readonly person?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit?: number;
}

/** Lists threads, the one with the newest mail first. */
export async function listThreads(connection: Connection, filter: ThreadFilter = {}): Promise<ThreadRow[]> {
  const { sql, values } = where([
    filter.subject === undefined ? undefined : [`t.subject LIKE ? ESCAPE '\\'`, containing(filter.subject)],
    filter.person === undefined
      ? undefined
      : [
          `EXISTS (SELECT 1 FROM message m WHERE m.thread_id = t.thread_id
                   AND (m.from_name LIKE ? ESCAPE '\\' OR m.from_email LIKE ? ESCAPE '\\'))`,
          containing(filter.person),
          containing(filter.person),
        ],
    filter.since === undefined ? undefined : ['t.last_date >= ?', filter.since],
    filter.until === undefined ? undefined : ['t.date < ?', filter.until],
  ]);
  return connection.all<ThreadRow>(
    `SELECT t.thread_id,
       -- Where the first mail is missing, what its replies are called tells what the thread is about.
       coalesce(nullif(t.subject, ''), (SELECT m.subject FROM message m WHERE m.thread_id = t.thread_id AND m.subject <> ''
                                        ORDER BY m.date, m.message_id LIMIT 1), '') AS subject,
       t.from_name, t.from_email, t.date, t.last_date, t.messages, t.ghosts, t.people,
       (SELECT count(*) FROM message m JOIN patch p ON p.message_id = m.message_id
        WHERE m.thread_id = t.thread_id) AS patches,
       (SELECT count(*) FROM message m JOIN claim c ON c.message_id = m.message_id
        WHERE m.thread_id = t.thread_id) AS claims,
       (SELECT count(*) FROM message m JOIN claim c ON c.message_id = m.message_id
        WHERE m.thread_id = t.thread_id AND c.status = 'open') AS open,
       (SELECT count(*) FROM message m JOIN claim c ON c.message_id = m.message_id
        WHERE m.thread_id = t.thread_id AND c.status = 'open'
          AND NOT EXISTS (SELECT 1 FROM message r WHERE r.parent_message_id = m.message_id)) AS unanswered,
       (SELECT count(DISTINCT k.claim_id) FROM message m JOIN claim c ON c.message_id = m.message_id
        JOIN "check" k ON k.claim_id = c.claim_id
        WHERE m.thread_id = t.thread_id AND k.verdict IN ('confirmed', 'confirmed-under-assumption')) AS confirmed,
       t.messages - (SELECT count(*) FROM message m JOIN read_mark r ON r.message_id = m.message_id
                     WHERE m.thread_id = t.thread_id AND NOT m.is_ghost) AS unread
     FROM v_thread t ${sql}
     ORDER BY t.last_date DESC, t.thread_id LIMIT ?`,
    [...values, filter.limit ?? -1],
  );
}
