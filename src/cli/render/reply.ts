import type { Reply } from '../../checks/reply.ts';
import { groupBy } from '../../groups.ts';
import { type CheckRow, stepText, type Trace } from '../../store/view-checks.ts';
import type { ClaimRow } from '../../store/view-claims.ts';

/** Gathers what a reply to a claim is drafted from: the patched side of each of its checks is what it speaks of. */
export function replyOf(claim: ClaimRow, text: string, checks: readonly CheckRow[], traces: readonly Trace[]): Reply {
  return {
    mail: {
      messageId: claim.message_id,
      fromName: claim.from_name,
      fromEmail: claim.from_email,
      date: claim.date ?? undefined,
      subject: claim.subject,
      text,
    },
    claim,
    findings: [...groupBy(checks, (row) => row.check_id).values()].flatMap((rows) => {
      const after = rows.find(({ side }) => side === 'after');
      if (after === undefined) return [];
      const trace = traces.find((one) => one.check_id === after.check_id && one.side === 'after');
      const runs = rows.map((row) => ({ ...row, repair: row.repair ?? undefined, token: row.token ?? undefined }));
      return [{ ...after, runs, steps: trace?.steps.map(stepText) ?? [] }];
    }),
  };
}
