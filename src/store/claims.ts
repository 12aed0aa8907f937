import type { Claim } from '../claims/claim.ts';
import type { PatchLine } from '../patch/anchor.ts';
import { given } from './bulk.ts';
import type { Writer } from './connection.ts';

/** A step of a claim's ledger, with the mail that shows it. */
export interface ClaimEvent {
  readonly claimId: string;
  readonly status: string;
  readonly messageId: string | undefined;
  readonly date: string | undefined;
  readonly evidence: string | undefined;
  /** The version of the series that the step is about. */
  readonly version: number | undefined;
}

/**
 * Replaces the claims of some mails.
 *
 * A claim that is still made keeps its row, and with it the checks that it asked for.
 */
export async function putClaims(
  connection: Writer,
  messageIds: readonly string[],
  claims: readonly Claim[],
): Promise<void> {
  await connection.run(
    `DELETE FROM claim WHERE message_id IN (SELECT value FROM json_each(?))
     AND claim_id NOT IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(messageIds), JSON.stringify(claims.map(({ claimId }) => claimId))],
  );
  await connection.run(
    `INSERT INTO claim (claim_id, message_id, kind, hedged, evidence, start, "end", concepts, symbols, about, replies_to,
       is_bot, confidence, cues, anchor_message_id, anchor_path, anchor_function, anchor_hunk, anchor_hunk_line,
       anchor_line, anchor_line_number, anchor_side, anchor_method, anchor_confidence, anchor_candidates)
     SELECT c ->> 'claimId', c ->> 'messageId', c ->> 'kind', c ->> 'hedged', c ->> 'evidence', c ->> 'start', c ->> 'end',
            c -> 'concepts', c -> 'symbols', c ->> 'about', c ->> 'repliesTo', c ->> 'isBot', c ->> 'confidence',
            c -> 'cues', c ->> '$.place.messageId', c ->> '$.place.path', c ->> '$.place.function', c ->> '$.place.hunk',
            c ->> '$.place.line', c ->> 'anchorLine', c ->> '$.place.lineNumber', c ->> '$.place.side',
            c ->> 'method', c ->> 'anchorConfidence', c -> 'candidates'
     FROM ${given('c')} WHERE true
     ON CONFLICT (claim_id) DO UPDATE SET
       message_id = excluded.message_id, kind = excluded.kind, hedged = excluded.hedged, evidence = excluded.evidence,
       start = excluded.start, "end" = excluded."end", concepts = excluded.concepts, symbols = excluded.symbols,
       about = excluded.about, replies_to = excluded.replies_to, is_bot = excluded.is_bot,
       confidence = excluded.confidence, cues = excluded.cues, anchor_message_id = excluded.anchor_message_id,
       anchor_path = excluded.anchor_path, anchor_function = excluded.anchor_function,
       anchor_hunk = excluded.anchor_hunk, anchor_hunk_line = excluded.anchor_hunk_line,
       anchor_line = excluded.anchor_line, anchor_line_number = excluded.anchor_line_number,
       anchor_side = excluded.anchor_side, anchor_method = excluded.anchor_method,
       anchor_confidence = excluded.anchor_confidence, anchor_candidates = excluded.anchor_candidates`,
    [JSON.stringify(claims.map(claimRow))],
  );
}

function claimRow({ anchor, ...claim }: Claim) {
  if (anchor === undefined) return { ...claim, place: undefined };
  return {
    ...claim,
    place: anchor.place,
    anchorLine: `${anchor.place.mark}${anchor.place.text}`,
    method: anchor.method,
    anchorConfidence: anchor.confidence,
    candidates: anchor.candidates.length > 1 ? anchor.candidates.map(candidateRow(anchor.place.messageId)) : [],
  };
}

/** Named as the columns are; with the mail only where that is not the anchor's. */
function candidateRow(anchorId: string) {
  return ({ messageId, path, function: name, hunk, line, mark, text, lineNumber, side }: PatchLine) => ({
    path,
    function: name,
    hunk,
    hunk_line: line,
    line: `${mark}${text}`,
    line_number: lineNumber,
    side,
    message_id: messageId === anchorId ? undefined : messageId,
  });
}

/** Replaces the ledgers of some mails' claims; a claim's status is that of its last event. */
export async function putClaimEvents(
  connection: Writer,
  messageIds: readonly string[],
  events: readonly ClaimEvent[],
): Promise<void> {
  const ids = JSON.stringify(messageIds);
  const claims = 'SELECT claim_id FROM claim WHERE message_id IN (SELECT value FROM json_each(?))';
  await connection.run(`DELETE FROM claim_event WHERE claim_id IN (${claims})`, [ids]);
  await connection.run(
    `INSERT INTO claim_event (claim_id, event, status, message_id, date, evidence, version)
     SELECT e ->> 'claimId', row_number() OVER (PARTITION BY e ->> 'claimId' ORDER BY key) - 1, e ->> 'status',
            e ->> 'messageId', e ->> 'date', e ->> 'evidence', e ->> 'version'
     FROM ${given('e')}`,
    [JSON.stringify(events)],
  );
  await connection.run(
    `UPDATE claim SET status = (
       SELECT e.status FROM claim_event e WHERE e.claim_id = claim.claim_id ORDER BY e.event DESC LIMIT 1)
     WHERE message_id IN (SELECT value FROM json_each(?))`,
    [ids],
  );
}
