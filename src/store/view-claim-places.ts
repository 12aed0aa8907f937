import type * as z from 'zod';
import type { claimPlaceRow } from '../schema/claim.ts';
import type { Connection } from './connection.ts';

/** A row of `v_claim_place`. */
export type ClaimPlaceRow = z.infer<typeof claimPlaceRow>;

/** Lists where the line of a claim stands in later versions of its series, in their order. */
export async function listClaimPlaces(connection: Connection, claimId: string): Promise<ClaimPlaceRow[]> {
  return connection.all<ClaimPlaceRow>('SELECT * FROM v_claim_place WHERE claim_id = ? ORDER BY version, message_id', [
    claimId,
  ]);
}

/** Lists where the lines of claims stand in one version of a series. */
export async function listPlacesIn(
  connection: Connection,
  seriesId: string,
  version: number,
): Promise<ClaimPlaceRow[]> {
  return connection.all<ClaimPlaceRow>(
    'SELECT * FROM v_claim_place WHERE series_id = ? AND version = ? ORDER BY claim_id, message_id',
    [seriesId, version],
  );
}

/** Lists where the lines of all claims of a thread stand in later versions: by claim, in the order of the versions. */
export async function listThreadPlaces(connection: Connection, threadId: string): Promise<ClaimPlaceRow[]> {
  return connection.all<ClaimPlaceRow>(
    `SELECT p.* FROM v_claim_place p JOIN v_claim c ON c.claim_id = p.claim_id
     WHERE c.thread_id = ? ORDER BY p.claim_id, p.version, p.message_id`,
    [threadId],
  );
}
