import type { Connection } from './connection.ts';
import { where } from './where.ts';

/** A row of `v_tag`. */
export interface TagRow {
  /** The mail that carries the tag, and who sent it when. */
  readonly message_id: string;
  readonly patch_message_id: string;
  readonly thread_id: string | null;
  readonly series_id: string | null;
  readonly version: number | null;
  readonly part: number | null;
  readonly key: string;
  readonly value: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly note: string | null;
  readonly given_in: 'commit' | 'reply-to-patch' | 'reply-to-cover';
  readonly identity: 'same-address' | 'same-name' | 'other-person' | 'no-person';
  readonly date: string | null;
  readonly from_name: string;
  readonly from_email: string;
}

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
