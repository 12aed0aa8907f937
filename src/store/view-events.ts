import type { Connection } from './connection.ts';

/** A row of `v_claim_event`. */
export interface ClaimEventRow {
  readonly claim_id: string;
  readonly event: number;
  readonly status: string;
  readonly message_id: string | null;
  readonly date: string | null;
  readonly evidence: string | null;
  readonly version: number | null;
  readonly check_id: string | null;
}

/** Lists the steps of a claim's ledger in their order. */
export async function listEvents(connection: Connection, claimId: string): Promise<ClaimEventRow[]> {
  return connection.all<ClaimEventRow>('SELECT * FROM v_claim_event WHERE claim_id = ? ORDER BY event', [claimId]);
}

/** Lists the ledgers of all claims of a thread: by claim, each in its order. */
export async function listThreadEvents(connection: Connection, threadId: string): Promise<ClaimEventRow[]> {
  return connection.all<ClaimEventRow>(
    `SELECT e.* FROM v_claim_event e JOIN v_claim c ON c.claim_id = e.claim_id
     WHERE c.thread_id = ? ORDER BY e.claim_id, e.event`,
    [threadId],
  );
}
