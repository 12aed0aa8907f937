import type * as z from 'zod';
import type { claimRow } from '../schema/claim.ts';
import type { Connection } from './connection.ts';
import { decodeRow } from './rows.ts';
import { containing, where } from './where.ts';

/** A row of `v_claim`, with what became of its line. */
export type ClaimRow = z.infer<typeof claimRow>;

/** Which claims to list; every given field must fit. */
export interface ClaimFilter {
  readonly thread?: string;
  readonly message?: string;
  readonly claim?: string;
  readonly person?: string;
  readonly kind?: string;
  readonly concept?: string;
  readonly status?: string;
  readonly verdict?: string;
  readonly path?: string;
  readonly function?: string;
  /** The series that the claim is about: its line is in a patch of it, or its mail in a thread of it. */
  readonly series?: string;
  readonly hedged?: boolean;
  readonly version?: number;
  readonly since?: string;
  readonly until?: string;
  /** Claims of automated reviewers are listed where this is not `false`. */
  readonly bots?: boolean;
  readonly limit?: number;
  /** Lists the newest first; `limit` then leaves the oldest out. */
  readonly newestFirst?: boolean;
}

/** Lists claims by date, the oldest first where nothing else is asked for, then by their place in the mail. */
export async function listClaims(connection: Connection, filter: ClaimFilter = {}): Promise<ClaimRow[]> {
  const equal = (column: string, value: string | number | undefined) =>
    value === undefined ? undefined : ([`c.${column} = ?`, value] as const);
  const { sql, values } = where([
    equal('thread_id', filter.thread),
    equal('message_id', filter.message),
    equal('claim_id', filter.claim),
    equal('kind', filter.kind),
    equal('status', filter.status),
    filter.series === undefined
      ? undefined
      : [
          '(c.series_id = ? OR (c.series_id IS NULL AND c.thread_id IN (SELECT s.thread_id FROM v_series s WHERE s.series_id = ?)))',
          filter.series,
          filter.series,
        ],
    filter.hedged ? ['c.hedged'] : undefined,
    equal('version', filter.version),
    equal('verdict', filter.verdict),
    equal('anchor_function', filter.function),
    filter.person === undefined
      ? undefined
      : [
          `(c.from_name LIKE ? ESCAPE '\\' OR c.from_email LIKE ? ESCAPE '\\')`,
          containing(filter.person),
          containing(filter.person),
        ],
    filter.concept === undefined
      ? undefined
      : ['EXISTS (SELECT 1 FROM json_each(c.concepts) WHERE value = ?)', filter.concept],
    filter.path === undefined ? undefined : [`c.anchor_path LIKE ? ESCAPE '\\'`, containing(filter.path)],
    filter.since === undefined ? undefined : ['c.date >= ?', filter.since],
    filter.until === undefined ? undefined : ['c.date < ?', filter.until],
    filter.bots === false ? ['NOT c.is_bot'] : undefined,
  ]);
  const order = filter.newestFirst === true ? NEWEST_FIRST : OLDEST_FIRST;
  // Sorting by the names alone first: columns that are counted are then counted for the rows within the limit only.
  const rows = await connection.all<object>(
    `SELECT c.*, ${newest('version')} AS later_version, ${newest('fate')} AS later_fate
     FROM v_claim c WHERE c.claim_id IN (SELECT c.claim_id FROM v_claim c ${sql} ORDER BY ${order} LIMIT ?)
     ORDER BY ${order}`,
    [...values, filter.limit ?? -1],
  );
  return rows.map((row) => decodeRow<ClaimRow>(row));
}

const OLDEST_FIRST = 'c.date, c.message_id, c.start';
const NEWEST_FIRST = 'c.date DESC, c.message_id DESC, c.start DESC';

function newest(column: 'version' | 'fate'): string {
  return `(SELECT p.${column} FROM v_claim_place p WHERE p.claim_id = c.claim_id ORDER BY p.version DESC LIMIT 1)`;
}
