import type { Connection } from './connection.ts';

/** Where a hunk stands: columns of `v_hunk`. */
export interface HunkRow {
  readonly message_id: string;
  readonly path: string;
  readonly hunk: number;
  readonly function: string | null;
  readonly old_start: number;
  readonly new_start: number;
  readonly first_line: number;
  readonly last_line: number;
}

/** Lists the hunks of mails in the order of their diffs. */
export async function listHunks(connection: Connection, messageIds: readonly string[]): Promise<HunkRow[]> {
  return connection.all<HunkRow>(
    `SELECT message_id, path, hunk, function, old_start, new_start, first_line, last_line
     FROM v_hunk WHERE message_id IN (SELECT value FROM json_each(?)) ORDER BY message_id, file, hunk`,
    [JSON.stringify(messageIds)],
  );
}
