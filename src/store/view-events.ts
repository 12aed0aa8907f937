import type * as z from 'zod';
import type { claimEventRow } from '../schema/claim.ts';
import type { Connection } from './connection.ts';

/** A row of `v_claim_event`. */
export type ClaimEventRow = z.infer<typeof claimEventRow>;

/** Lists the steps of a claim's ledger in their order. */
export async function listEvents(connection: Connection, claimId: string): Promise<ClaimEventRow[]> {
  return connection.all<ClaimEventRow>('SELECT * FROM v_claim_event WHERE claim_id = ? ORDER BY event', [claimId]);
}

/** Claims that one statement asks for: SQLite looks up those that are named, and would read all ledgers for a join. */
const AT_ONCE = 1000;

/** Lists the ledgers of all claims of a thread: by claim, each in its order. */
export async function listThreadEvents(connection: Connection, threadId: string): Promise<ClaimEventRow[]> {
  const claims = await connection.all<{ claim_id: string }>(
    'SELECT claim_id FROM v_claim WHERE thread_id = ? ORDER BY claim_id',
    [threadId],
  );
  const events: ClaimEventRow[] = [];
  for (let at = 0; at < claims.length; at += AT_ONCE) {
    const ids = claims.slice(at, at + AT_ONCE).map(({ claim_id }) => claim_id);
    const named = ids.map(() => '?').join();
    events.push(
      ...(await connection.all<ClaimEventRow>(
        `SELECT * FROM v_claim_event WHERE claim_id IN (${named}) ORDER BY claim_id, event`,
        ids,
      )),
    );
  }
  return events;
}
