import type * as z from 'zod';
import type { tagRow } from '../schema/series.ts';
import type { Connection } from './connection.ts';
import { where } from './where.ts';

/** A row of `v_tag`. */
export type TagRow = z.infer<typeof tagRow>;

/** Which tags to list. */
export interface TagFilter {
  readonly thread?: string;
  /** Those given to a patch, or to the cover letter above it. */
  readonly patch?: string;
}

/** Lists tags by the patch that they are given to, then by date. */
export async function listTags(connection: Connection, filter: TagFilter): Promise<TagRow[]> {
  const { sql, values } = where([
    filter.thread === undefined ? undefined : ['t.thread_id = ?', filter.thread],
    filter.patch === undefined
      ? undefined
      : [
          `t.patch_message_id IN (
             SELECT ?1 UNION ALL
             SELECT cover.message_id FROM series_part mine
             JOIN series_part cover ON cover.head_message_id = mine.head_message_id AND cover.part = 0
             WHERE mine.message_id = ?1)`,
          filter.patch,
        ],
  ]);
  return connection.all<TagRow>(
    `SELECT t.* FROM v_tag t ${sql} ORDER BY t.version, t.part, t.patch_message_id, t.date, t.message_id`,
    values,
  );
}
