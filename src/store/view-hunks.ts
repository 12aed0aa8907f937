import type * as z from 'zod';
import type { hunkRow } from '../schema/patch.ts';
import type { Connection } from './connection.ts';

/** Where a hunk stands: columns of `v_hunk`. */
export type HunkRow = Pick<
  z.infer<typeof hunkRow>,
  'message_id' | 'path' | 'hunk' | 'function' | 'old_start' | 'new_start' | 'first_line' | 'last_line'
>;

/** Lists the hunks of mails in the order of their diffs. */
export async function listHunks(connection: Connection, messageIds: readonly string[]): Promise<HunkRow[]> {
  return connection.all<HunkRow>(
    `SELECT message_id, path, hunk, function, old_start, new_start, first_line, last_line
     FROM v_hunk WHERE message_id IN (SELECT value FROM json_each(?)) ORDER BY message_id, file, hunk`,
    [JSON.stringify(messageIds)],
  );
}
