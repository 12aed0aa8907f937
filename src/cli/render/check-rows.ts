import type { Check, Run } from '../../checks/check.ts';
import type { CheckRow, Trace, TraceStepRow } from '../../store/view-checks.ts';

/** A check that was not stored, as the rows of `v_check`. */
export function checkRows(check: Check): CheckRow[] {
  const { checkId, claimId, messageId, path, property, world, why, kernel, verdict, change } = check;
  return [check.before, check.after].map((run) => ({
    check_id: checkId,
    claim_id: claimId ?? null,
    message_id: messageId,
    thread_id: null,
    series_id: null,
    version: null,
    part: null,
    path,
    function: check.function,
    property,
    world,
    side: run.side,
    result: run.result,
    verdict,
    change,
    states: run.states,
    seconds: run.seconds,
    assumptions: run.assumptions,
    token: run.token ?? null,
    why,
    kernel,
    origin: run.origin ?? null,
    references: run.references,
    unknown: run.unknown,
    missing: run.missing,
    witnesses: run.witnesses,
    mutant: run.mutant ?? null,
    repair: run.repair ?? null,
  }));
}

/** The traces of the sides that break the property, as the rows of `v_trace_step`. */
export function traceRows(check: Check): Trace[] {
  return [check.before, check.after]
    .filter((run) => run.result === 'violated')
    .map((run) => ({ check_id: check.checkId, side: run.side, steps: stepRows(check.checkId, run) }));
}

function stepRows(checkId: string, run: Run): TraceStepRow[] {
  return run.trace.map((step, index) => ({
    check_id: checkId,
    side: run.side,
    step: index,
    actor: step.actor,
    does: step.does,
    file: step.at?.file ?? null,
    line: step.at?.line ?? null,
    text: step.at?.text ?? null,
    function: step.at?.function ?? null,
    assumes: step.assumes ?? null,
    changes: step.changes,
  }));
}
