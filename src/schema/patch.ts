import * as z from 'zod';
import { VERDICTS } from '../checks/verdict.ts';
import { CLAIM_KINDS } from '../claims/claim.ts';
import { STATUSES } from '../claims/ledger.ts';

/** A row of `v_patch`: the diff of one mail. */
export const patchRow = z
  .strictObject({
    message_id: z.string(),
    thread_id: z.string().nullable(),
    date: z.string().nullable(),
    from_name: z.string(),
    from_email: z.string(),
    subject: z.string(),
    series_id: z.string().nullable(),
    version: z.int().nullable(),
    part: z.int().nullable(),
    parts: z.int().nullable(),
    patch_id: z.string().describe('as `git patch-id --stable` prints it'),
    files: z.int(),
    added: z.int(),
    removed: z.int(),
  })
  .readonly()
  .meta({ id: 'patch' });

/** A row of `v_hunk`. */
export const hunkRow = z
  .strictObject({
    message_id: z.string(),
    thread_id: z.string().nullable(),
    series_id: z.string().nullable(),
    version: z.int().nullable(),
    part: z.int().nullable(),
    path: z.string(),
    old_path: z.string().nullable(),
    file: z.int(),
    hunk: z.int(),
    function: z.string().nullable().describe('the function that the hunk changes, where its lines tell'),
    heading: z.string().describe('what follows the second @@'),
    old_start: z.int(),
    old_lines: z.int(),
    new_start: z.int(),
    new_lines: z.int(),
    added: z.int(),
    removed: z.int(),
    first_line: z.int().describe("lines of the mail's text, from 0"),
    last_line: z.int(),
    change_hash: z.string().describe('of its added and removed lines: a hunk that moved unchanged keeps it'),
  })
  .readonly()
  .meta({ id: 'hunk' });

/** A row of `v_link`: what a hunk or a claim names. */
export const linkRow = z
  .strictObject({
    claim_id: z.string().nullable(),
    message_id: z.string(),
    path: z.string().nullable(),
    hunk: z.int().nullable(),
    function: z.string().nullable(),
    link: z
      .enum(['symbol', 'concept', 'primitive', 'adds', 'removes', 'moves', 'guards', 'lock'])
      .describe('of a hunk also what becomes of the steps that it names; a lock reads `mmap write → none`'),
    name: z.string(),
  })
  .readonly()
  .meta({ id: 'link' });

/** A row of `v_issue`: something in the input that could not be read as it should. */
export const issueRow = z
  .strictObject({
    code: z.string(),
    says: z.string(),
    location: z.string().nullable(),
    byte_offset: z.int().nullable(),
    stage: z.enum(['source', 'mail', 'derive']),
    message_id: z.string().nullable(),
    thread_id: z.string().nullable(),
    source: z.string().nullable(),
  })
  .readonly()
  .meta({ id: 'issue' });

/** What was said at a place of a patch, with the claims that were read in it. */
const comment = z
  .strictObject({
    message_id: z.string(),
    author: z.string(),
    date: z.string().optional(),
    depth: z.int().describe('0 for a comment on the patch, 1 for an answer to it, and so on'),
    type: z.string(),
    lines: z.array(z.string()).readonly(),
    start: z.int().describe("offset in the mail's text, in UTF-16 units"),
    end: z.int(),
    scope: z.enum(['line', 'hunk', 'function', 'file', 'patch']),
    method: z.string().optional(),
    confidence: z.number(),
    claims: z.array(
      z.strictObject({
        claim_id: z.string(),
        kind: z.enum(CLAIM_KINDS),
        status: z.enum(STATUSES).nullable(),
        verdict: z.enum(VERDICTS).nullable(),
      }),
    ),
  })
  .meta({ id: 'comment' });

/** A diff with its discussion folded in: files, hunks, lines, and the comments of each. */
export const patchTree = z.strictObject({
  general: z.array(comment).describe('words about no line of it'),
  files: z.array(
    z.strictObject({
      path: z.string(),
      old_path: z.string().nullable(),
      kind: z.enum(['modify', 'add', 'delete', 'rename', 'binary', 'mode']),
      hunks: z.array(
        z.strictObject({
          old_start: z.int(),
          old_lines: z.int(),
          new_start: z.int(),
          new_lines: z.int(),
          heading: z.string(),
          lines: z.array(
            z.strictObject({
              mark: z.enum([' ', '-', '+']),
              text: z.string(),
              old_line: z.int().nullable(),
              new_line: z.int().nullable(),
              comments: z.array(comment),
            }),
          ),
        }),
      ),
    }),
  ),
});
