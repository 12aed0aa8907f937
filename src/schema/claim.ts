import * as z from 'zod';
import { VERDICTS } from '../checks/verdict.ts';
import { CLAIM_KINDS } from '../claims/claim.ts';
import { STATUSES } from '../claims/ledger.ts';

const side = z.enum(['before', 'after']);
/** What became of a line in a later version: in the same function, elsewhere, something else in its place, or gone. */
const fate = z.enum(['same', 'moved', 'changed', 'gone']);

/** A place that an anchor's line fits as well. */
const candidate = z.strictObject({
  path: z.string(),
  function: z.string().optional(),
  hunk: z.int(),
  hunk_line: z.int(),
  line: z.string(),
  line_number: z.int(),
  side,
  message_id: z.string().optional().describe("only where it is not the anchor's"),
});

/** A row of `v_claim`, with what became of its line. */
export const claimRow = z
  .strictObject({
    claim_id: z.string(),
    message_id: z.string(),
    thread_id: z.string(),
    date: z.string().nullable(),
    from_name: z.string(),
    from_email: z.string(),
    subject: z.string(),
    kind: z.enum(CLAIM_KINDS),
    hedged: z.boolean().describe('the sender marks doubt'),
    evidence: z.string().describe('verbatim, line breaks written as one space'),
    start: z.int().describe("offset in the mail's text, in UTF-16 units"),
    end: z.int(),
    concepts: z.array(z.string()).readonly(),
    symbols: z.array(z.string()).readonly(),
    about: z.enum(['patch', 'claim', 'context']),
    replies_to: z.string().nullable(),
    is_bot: z.boolean(),
    confidence: z.number().min(0).max(1),
    cues: z.array(z.string()).readonly().describe('what made it this kind'),
    status: z.enum(STATUSES).nullable(),
    anchor_message_id: z.string().nullable(),
    anchor_path: z.string().nullable(),
    anchor_function: z.string().nullable(),
    anchor_hunk: z.int().nullable(),
    anchor_hunk_line: z.int().nullable(),
    anchor_line: z.string().nullable().describe('the patch line with its mark'),
    anchor_line_number: z.int().nullable(),
    anchor_side: side.nullable(),
    anchor_method: z.string().nullable(),
    anchor_confidence: z.number().min(0).max(1).nullable(),
    anchor_candidates: z.array(candidate).readonly().nullable(),
    series_id: z.string().nullable(),
    version: z.int().nullable(),
    part: z.int().nullable(),
    verdict: z.enum(VERDICTS).nullable().describe('the strongest of the checks that it asked for'),
    later_version: z.int().nullable().describe('the newest later version of its series'),
    later_fate: fate.nullable().describe('what became there of the line that it is about'),
  })
  .readonly()
  .meta({ id: 'claim' });

/** A row of `v_claim_event`: a step of a claim's ledger. */
export const claimEventRow = z
  .strictObject({
    claim_id: z.string(),
    event: z.int(),
    status: z.enum([...STATUSES, ...VERDICTS]).describe('the verdict, where a check of a version made the step'),
    message_id: z.string().nullable(),
    date: z.string().nullable(),
    evidence: z.string().nullable(),
    version: z.int().nullable(),
    check_id: z.string().nullable(),
  })
  .readonly()
  .meta({ id: 'claim_event' });

/** A row of `v_claim_place`: the mail that holds the line now, and the line; null where it is gone. */
export const claimPlaceRow = z
  .strictObject({
    claim_id: z.string(),
    series_id: z.string(),
    version: z.int(),
    fate,
    confidence: z.number().min(0).max(1),
    message_id: z.string().nullable(),
    path: z.string().nullable(),
    function: z.string().nullable(),
    hunk: z.int().nullable(),
    hunk_line: z.int().nullable(),
    line: z.string().nullable(),
    line_number: z.int().nullable(),
    side: side.nullable(),
  })
  .readonly()
  .meta({ id: 'claim_place' });
