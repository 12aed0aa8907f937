import { displayLine } from '../../display.ts';
import { groupBy } from '../../groups.ts';
import type { CheckRow, Trace } from '../../store/view-checks.ts';
import type { ClaimRow } from '../../store/view-claims.ts';
import { traceLines } from './check.ts';
import { person } from './person.ts';
import type { Review } from './thread.ts';

const WIDTH = 100;

/** A thread's review as Markdown: what was claimed, line by line, and what the model says of it. */
export function markdownReview(review: Review, traces: readonly Trace[]): string {
  const { messages, claims, checks } = review;
  const [root] = messages;
  if (root === undefined) return '';
  const byMail = groupBy(claims, (claim) => claim.message_id);
  const byClaim = groupBy(checks, (check) => check.claim_id);
  const mails = messages.filter((message) => byMail.has(message.message_id));
  const unasked = byClaim.get(null) ?? [];
  return [
    `# ${escaped(root.subject)}`,
    '',
    `${messages.filter((message) => !message.is_ghost).length} mails, ${claims.length} claims. Thread ${code(root.message_id)}.`,
    '',
    ...mails.flatMap((mail) => [
      `## ${escaped(person(mail))}, ${mail.date?.slice(0, 10) ?? 'undated'}`,
      '',
      ...(byMail.get(mail.message_id) ?? []).flatMap((claim) =>
        claimPart(claim, byClaim.get(claim.claim_id) ?? [], traces),
      ),
    ]),
    ...(unasked.length === 0 ? [] : ['## Checks that nobody asked for', '', ...checkParts(unasked, traces)]),
  ].join('\n');
}

function claimPart(claim: ClaimRow, checks: readonly CheckRow[], traces: readonly Trace[]): string[] {
  const facts = [
    claim.kind,
    ...(claim.hedged ? ['hedged'] : []),
    ...(claim.status === null ? [] : [claim.status]),
    ...claim.concepts,
  ];
  const anchor = claim.anchor_line === null ? [] : ['', fence(`${claim.anchor_path}: ${claim.anchor_line}`)];
  return [
    `**${escaped(facts.join(', '))}**`,
    '',
    `> ${escaped(claim.evidence)}`,
    ...anchor,
    '',
    ...checkParts(checks, traces),
  ];
}

function checkParts(checks: readonly CheckRow[], traces: readonly Trace[]): string[] {
  return [...groupBy(checks, (check) => check.check_id).values()].flatMap((sides) => {
    const [first] = sides;
    if (first === undefined) return [];
    const results = sides.map((row) => `${row.side} ${row.result} (${row.states} states)`).join(', ');
    return [
      `- ${escaped(first.property)} of ${code(`${first.function}()`)} in ${escaped(first.world)}: **${first.verdict}**, ${first.change}; ${results}. Assumes ${escaped(first.kernel)}.`,
      '',
      ...traces
        .filter((trace) => trace.check_id === first.check_id)
        .flatMap((trace) => [
          `  The shortest run ${trace.side} the patch:`,
          '',
          fence(traceLines(trace.steps, first.property, WIDTH).join('\n')),
          '',
        ]),
    ];
  });
}

/** Text from mail with everything escaped that Markdown or HTML would act on. */
function escaped(text: string): string {
  return displayLine(text).replace(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&');
}

/** A code span with more backticks around it than it holds. */
function code(text: string): string {
  const run = longestRun(text);
  const ticks = '`'.repeat(run + 1);
  const gap = run === 0 ? '' : ' ';
  return `${ticks}${gap}${displayLine(text)}${gap}${ticks}`;
}

function fence(text: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [ticks, text.split('\n').map(displayLine).join('\n'), ticks].join('\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), (match) => match[0].length));
}
