import type * as z from 'zod';
import type { claimEventRow } from '../schema/claim.ts';
import type { Connection } from './connection.ts';

/** A row of `v_claim_event`. */
export type ClaimEventRow = z.infer<typeof claimEventRow>;

/** Lists the steps of a claim's ledger in their order. */
export async function listEvents(connection: Connection, claimId: string): Promise<ClaimEventRow[]> {
  return connection.all<ClaimEventRow>('SELECT * FROM v_claim_event WHERE claim_id = ? ORDER BY event', [claimId]);
}

/** Lists the ledgers of all claims of a thread: by claim, each in its order. */
export async function listThreadEvents(connection: Connection, threadId: string): Promise<ClaimEventRow[]> {
  return connection.all<ClaimEventRow>(
    `SELECT e.* FROM v_claim c JOIN v_claim_event e ON e.claim_id = c.claim_id
     WHERE c.thread_id = ? ORDER BY e.claim_id, e.event`,
    [threadId],
  );
}
