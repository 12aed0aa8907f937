import * as z from 'zod';
import { VERDICTS } from '../checks/verdict.ts';

const side = z.enum(['before', 'after']);
const names = z.array(z.string()).readonly();

/** A row of `v_check`: one side of a check. */
export const checkRow = z
  .strictObject({
    check_id: z.string(),
    claim_id: z.string().nullable().describe('the concern that asked for it; null where the hunk alone did'),
    message_id: z.string().describe('the mail that holds the diff'),
    thread_id: z.string().nullable(),
    series_id: z.string().nullable(),
    version: z.int().nullable(),
    part: z.int().nullable(),
    path: z.string(),
    function: z.string(),
    property: z.string(),
    world: z.string(),
    side,
    result: z.enum(['violated', 'holds', 'bounded', 'not-modelled']),
    verdict: z.enum(VERDICTS),
    change: z.enum(['introduced', 'pre-existing', 'fixed', 'unchanged', 'unknown']),
    states: z.int(),
    seconds: z.number(),
    assumptions: names.describe('choices on unmodelled data that the shortest trace makes'),
    token: z.string().nullable().describe('for `violated`: what `mmlore replay` takes'),
    why: z.string().describe('why this property and world were chosen'),
    kernel: z.string().describe('version, configuration and tree that the verdict assumes'),
    origin: z
      .enum(['tree', 'diff', 'fragment', 'reference'])
      .nullable()
      .describe("where the function's text came from"),
    references: names.describe('callees taken from reference programs'),
    unknown: names.describe('calls that nobody knows'),
    missing: names.describe('for `not-modelled`: what is missing'),
    witnesses: names.describe('for `holds`: what was reached'),
    mutant: z.string().nullable().describe('for `holds`: the dropped step whose loss violates the property'),
    repair: z
      .string()
      .nullable()
      .describe('for `violated` after the patch: the step whose addition, move or loss makes it hold'),
  })
  .readonly()
  .meta({ id: 'check' });

/** A row of `v_trace_step`: a step of the shortest run that violates the property. */
export const traceStepRow = z
  .strictObject({
    check_id: z.string(),
    side,
    step: z.int(),
    actor: z.string(),
    does: z.string(),
    file: z.string().nullable().describe('the source line behind the step; null for hardware'),
    line: z.int().nullable(),
    text: z.string().nullable(),
    function: z.string().nullable(),
    assumes: z.string().nullable(),
    changes: names,
  })
  .readonly()
  .meta({ id: 'trace_step' });

/** The steps of one side of a check. */
export const trace = z.strictObject({ check_id: z.string(), side, steps: z.array(traceStepRow).readonly() }).readonly();
