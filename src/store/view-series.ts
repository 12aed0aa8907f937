import type * as z from 'zod';
import type { seriesRow } from '../schema/series.ts';
import type { Connection } from './connection.ts';
import { containing, where } from './where.ts';

/** A row of `v_series`: one version of a series. */
export type SeriesRow = z.infer<typeof seriesRow>;

/** Which series to list. */
export interface SeriesFilter {
  readonly subject?: string;
  readonly series?: string;
  readonly thread?: string;
}

/** Lists series by their newest version, and the versions of each in their order. */
export async function listSeries(connection: Connection, filter: SeriesFilter = {}): Promise<SeriesRow[]> {
  const { sql, values } = where([
    filter.subject === undefined ? undefined : [`s.subject LIKE ? ESCAPE '\\'`, containing(filter.subject)],
    filter.series === undefined ? undefined : ['s.series_id = ?', filter.series],
    filter.thread === undefined ? undefined : ['s.thread_id = ?', filter.thread],
  ]);
  return connection.all<SeriesRow>(
    `SELECT s.*, ${people('Reviewed-by')} AS reviewed, ${people('Acked-by')} AS acked, ${people('Tested-by')} AS tested,
       coalesce(n.open, 0) AS open, coalesce(n.confirmed, 0) AS confirmed
     FROM v_series s
     LEFT JOIN (
       SELECT p.head_message_id, sum(c.status = 'open') AS open,
         sum(c.claim_id IN (SELECT claim_id FROM "check" WHERE verdict IN ('confirmed', 'confirmed-under-assumption')))
           AS confirmed
       FROM claim c JOIN series_part p ON p.message_id = c.anchor_message_id GROUP BY p.head_message_id
     ) n ON n.head_message_id = s.message_id
     ${sql}
     ORDER BY max(s.date) OVER (PARTITION BY s.series_id) DESC, s.series_id, s.version, s.date, s.message_id`,
    values,
  );
}

function people(key: string): string {
  return `(SELECT count(DISTINCT t.email) FROM series_part p JOIN tag t ON t.patch_message_id = p.message_id
           WHERE p.head_message_id = s.message_id AND t.key = '${key}'
           AND (t.given_in = 'commit' OR t.identity <> 'other-person'))`;
}
