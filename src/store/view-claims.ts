import type { Verdict } from '../checks/check.ts';
import type { Connection } from './connection.ts';
import { decodeRow } from './rows.ts';
import { containing, where } from './where.ts';

/** A row of `v_claim`. */
export interface ClaimRow {
  readonly claim_id: string;
  readonly message_id: string;
  readonly thread_id: string;
  readonly date: string | null;
  readonly from_name: string;
  readonly from_email: string;
  readonly subject: string;
  readonly kind: string;
  readonly hedged: boolean;
  readonly evidence: string;
  readonly start: number;
  readonly end: number;
  readonly concepts: readonly string[];
  readonly symbols: readonly string[];
  readonly about: string;
  readonly replies_to: string | null;
  readonly is_bot: boolean;
  readonly confidence: number;
  readonly cues: readonly string[];
  readonly status: string | null;
  readonly anchor_message_id: string | null;
  readonly anchor_path: string | null;
  readonly anchor_function: string | null;
  readonly anchor_hunk: number | null;
  readonly anchor_hunk_line: number | null;
  readonly anchor_line: string | null;
  readonly anchor_line_number: number | null;
  readonly anchor_side: string | null;
  readonly anchor_method: string | null;
  readonly anchor_confidence: number | null;
  readonly anchor_candidates: readonly unknown[] | null;
  readonly series_id: string | null;
  readonly version: number | null;
  readonly part: number | null;
  readonly verdict: Verdict | null;
  /** The newest later version of its series, and what became there of the line that it is about. */
  readonly later_version: number | null;
  readonly later_fate: 'same' | 'moved' | 'changed' | 'gone' | null;
}

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
  /** The series whose patch the claim is about. */
  readonly series?: string;
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
    equal('series_id', filter.series),
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
  const rows = await connection.all<object>(
    `SELECT c.*, ${newest('version')} AS later_version, ${newest('fate')} AS later_fate
     FROM v_claim c ${sql} ORDER BY ${filter.newestFirst === true ? NEWEST_FIRST : OLDEST_FIRST} LIMIT ?`,
    [...values, filter.limit ?? -1],
  );
  return rows.map((row) => decodeRow<ClaimRow>(row));
}

const OLDEST_FIRST = 'c.date, c.message_id, c.start';
const NEWEST_FIRST = 'c.date DESC, c.message_id DESC, c.start DESC';

function newest(column: 'version' | 'fate'): string {
  return `(SELECT p.${column} FROM v_claim_place p WHERE p.claim_id = c.claim_id ORDER BY p.version DESC LIMIT 1)`;
}
