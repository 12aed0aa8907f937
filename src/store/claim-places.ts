import type { PatchLine } from '../patch/anchor.ts';
import type { Carried } from '../patch/carry.ts';
import { given } from './bulk.ts';
import type { Writer } from './connection.ts';

/** Where the line that a claim is about stands in a later version of its series. */
export interface ClaimPlace extends Carried {
  readonly claimId: string;
  /** The first mail of that version. */
  readonly headMessageId: string;
}

/** Places of one statement: claims of a series with many versions stand in all of them. */
const ROWS = 4096;

/** Replaces the places of the claims of some mails. */
export async function putClaimPlaces(
  connection: Writer,
  messageIds: readonly string[],
  places: readonly ClaimPlace[],
): Promise<void> {
  await connection.run(
    `DELETE FROM claim_place WHERE claim_id IN (
       SELECT claim_id FROM claim WHERE message_id IN (SELECT value FROM json_each(?)))`,
    [JSON.stringify(messageIds)],
  );
  for (let start = 0; start < places.length; start += ROWS) {
    await insertPlaces(connection, places.slice(start, start + ROWS));
  }
}

async function insertPlaces(connection: Writer, places: readonly ClaimPlace[]): Promise<void> {
  await connection.run(
    `INSERT INTO claim_place (claim_id, head_message_id, fate, confidence, message_id, path, function, hunk, hunk_line,
       line, line_number, side)
     SELECT p ->> 'claimId', p ->> 'headMessageId', p ->> 'fate', p ->> 'confidence', p ->> '$.at.messageId',
            p ->> '$.at.path', p ->> '$.at.function', p ->> '$.at.hunk', p ->> '$.at.line', p ->> '$.at.text',
            p ->> '$.at.lineNumber', p ->> '$.at.side'
     FROM ${given('p')}`,
    [JSON.stringify(places.map(({ place, ...row }) => ({ ...row, at: place && rowOf(row.fate, place) })))],
  );
}

function rowOf(
  fate: Carried['fate'],
  { messageId, path, function: name, hunk, line, mark, text, lineNumber, side }: PatchLine,
) {
  const where = { messageId, hunk, line, lineNumber, side };
  return fate === 'same' ? where : { ...where, path, function: name, text: `${mark}${text}` };
}
