import { display } from '../display.ts';
import { traceLanes } from '../explore/lanes.ts';
import type { StepText } from '../explore/model.ts';
import { propertyNamed } from '../mm/properties.ts';
import type { Side } from '../patch/patch.ts';
import type { CheckItem, ClaimItem, MessageItem } from './data.ts';
import { wrap } from './rows.ts';
import { textLines } from './text-lines.ts';
import { verdictMeaning } from './words.ts';

/** Columns of a mail. */
const WIDTH = 72;
/** Lines of the hunk that are quoted above the line that a claim is about. */
const CONTEXT = 6;

/** What a reply draft is made from. */
export interface Reply {
  readonly claim: ClaimItem;
  /** The mail that is answered: the one that holds the patch line, else the claim's own. */
  readonly message: MessageItem;
  readonly check: CheckItem | undefined;
  /** The side of the check that the draft speaks of. */
  readonly side: Side;
  /** The trace that is shown; undefined where there is none. */
  readonly steps: readonly StepText[] | undefined;
}

/**
 * Drafts a plain-text reply: heads, the lines of the patch quoted, what the check found, and the trace.
 *
 * It is a draft for a person to finish: nothing in it speaks for them, no tag is written in anyone's name, and nothing
 * is sent.
 */
export function replyDraft({ claim, message, check, side, steps }: Reply): string {
  const subject = /^re:/i.test(message.subject) ? message.subject : `Re: ${message.subject}`;
  const parts = [
    [
      `To: ${message.fromName} <${message.fromEmail}>`,
      `Subject: ${subject}`,
      `In-Reply-To: <${message.messageId}>`,
    ].join('\n'),
    [
      `On ${message.date?.slice(0, 10) ?? 'an unknown day'}, ${message.fromName || message.fromEmail} wrote:`,
      ...quoted(claim, message),
    ].join('\n'),
    wrap(`${claim.fromName} said: "${claim.evidence}"`, WIDTH).join('\n'),
    check === undefined ? undefined : finding(check, side),
    steps === undefined || check === undefined
      ? undefined
      : traceLanes(steps, { name: check.property, says: propertyNamed(check.property)?.says ?? '' }, WIDTH).join('\n'),
  ];
  return display(`${parts.filter((part) => part !== undefined).join('\n\n')}\n`);
}

function quoted(claim: ClaimItem, message: MessageItem): readonly string[] {
  const lines = textLines(message);
  const { anchor } = claim;
  const at =
    anchor?.messageId === message.messageId
      ? lines.findIndex(
          ({ hunk, hunkLine }) =>
            hunk?.path === anchor.path && hunk.hunk === anchor.hunk && hunkLine === anchor.hunkLine,
        )
      : lines.findIndex(({ end }) => end >= claim.end);
  const raw = message.text.split('\n');
  return at < 0 ? [] : raw.slice(Math.max(0, at - CONTEXT), at + 1).map((line) => (line === '' ? '>' : `> ${line}`));
}

function finding(check: CheckItem, side: Side): string {
  const said = `mmlore checked ${check.property} on ${check.function}() in its model of the memory manager (${check.world}; ${check.kernel}): ${verdictMeaning(check.verdict, check.change)}.`;
  const token = check.runs.find((run) => run.side === side)?.token;
  return [
    ...wrap(said, WIDTH),
    ...(token === undefined ? [] : ['', 'It can be run again with:', '', `  mmlore replay ${token}`]),
  ].join('\n');
}
