import stringWidth from 'string-width';
import { display, displayLine, expandTabs } from '../display.ts';
import { traceLanes } from '../explore/lanes.ts';
import type { StepText } from '../explore/model.ts';
import { groupBy } from '../groups.ts';
import { propertyNamed } from '../mm/properties.ts';
import type { Side } from '../patch/patch.ts';
import { readSubject } from '../thread/subject.ts';
import { wrapWords } from '../wrap.ts';
import type { Run } from './check.ts';

/** What kernel lists take: longer lines wrap in somebody's reader. */
const WIDTH = 72;
/** Quoted lines that are given above a claim: most of them end with the patch line that it is about. */
const CONTEXT = 6;

/** What a reply draft is made from. */
export interface Reply {
  /** The mail that makes the claim, which is the one to answer. */
  readonly mail: {
    readonly messageId: string;
    readonly fromName: string;
    readonly fromEmail: string;
    /** ISO 8601. */
    readonly date: string | undefined;
    readonly subject: string;
    /** Empty where the mail is not there any more: the claim's own words are quoted then. */
    readonly text: string;
  };
  /** Offsets are in the mail's text, in UTF-16 units. */
  readonly claim: { readonly start: number; readonly end: number; readonly evidence: string };
  readonly findings: readonly Finding[];
}

/** A check that the draft speaks of. */
export interface Finding {
  readonly function: string;
  readonly property: string;
  readonly world: string;
  readonly kernel: string;
  /** Of the series that the function was checked in; null for a diff that belongs to none. */
  readonly version?: number | null | undefined;
  readonly runs: readonly FoundRun[];
  /** The side whose assumptions, trace and token are given. */
  readonly side: Side;
  /** The trace of that side; empty where there is none. */
  readonly steps: readonly StepText[];
}

/** How a side of the check ended. */
export type FoundRun = Pick<Run, 'side' | 'result' | 'assumptions' | 'repair' | 'token'>;

/**
 * Drafts a plain-text reply to a claim: heads, its paragraph quoted, what the checks found, and their traces.
 *
 * What breaks a property comes first; of what does not, the property is said in a sentence instead.
 *
 * A draft for a person to finish: it takes no position beyond the runs, gives no tag in anyone's name, and nothing is
 * sent. Lines have at most 72 columns, but for words that are longer.
 */
export function replyDraft({ mail, claim, findings }: Reply): string {
  const worstFirst = findings.toSorted((a, b) => Number(b.steps.length > 0) - Number(a.steps.length > 0));
  const told = [...groupBy(worstFirst, sameIn).values()];
  const isOneVersion = new Set(findings.map(({ version }) => version)).size < 2;
  const quoted = mail.text === '' ? [claim.evidence] : paragraphAround(mail.text, claim.start, claim.end);
  return [
    ...heads(mail),
    '',
    ...paragraph(
      `On ${mail.date?.slice(0, 10) ?? 'an unknown day'}, ${mail.fromName || mail.fromEmail || 'somebody'} wrote:`,
    ),
    ...quoted.flatMap(quote),
    '',
    ...(findings.length === 0
      ? ['No check of the model fits this.', '']
      : told.flatMap((ones) => found(ones, isOneVersion))),
  ].join('\n');
}

/** The header fields of the reply, folded as RFC 5322 (2.2.3) has it. */
function heads({ messageId, fromName, fromEmail, subject }: Reply['mail']): string[] {
  const fields = [
    `To: ${fromName} <${fromEmail}>`,
    `Subject: ${readSubject(subject).isReply ? subject : `Re: ${subject}`}`,
    `In-Reply-To: <${messageId}>`,
  ];
  return fields.flatMap((field) => {
    const [first = '', ...rest] = paragraph(field, WIDTH - 1);
    return [first, ...rest.map((line) => ` ${line}`)];
  });
}

/** The lines from blank line to blank line around a range, behind the end of what is quoted right above them. */
function paragraphAround(text: string, start: number, end: number): string[] {
  const before = text.lastIndexOf('\n\n', start);
  const from = before < 0 ? 0 : before + 2;
  const to = text.indexOf('\n\n', end);
  const own = text.slice(from, to < 0 ? text.length : to).trimEnd();
  const above = text.slice(0, from).trimEnd().split('\n').slice(-CONTEXT);
  const quoted = above.slice(above.findLastIndex((line) => !line.startsWith('>')) + 1);
  return quoted.length === 0 ? own.split('\n') : [...quoted, '', ...own.split('\n')];
}

/** A line with one more quote mark; one that is too long is broken, each part with the marks of the whole. */
function quote(line: string): string[] {
  const whole = `> ${display(line)}`.trimEnd();
  if (stringWidth(expandTabs(whole)) <= WIDTH) return [whole];
  const [marks = ''] = /^[> ]+/.exec(whole) ?? [];
  return wrapWords(expandTabs(whole.slice(marks.length)), WIDTH - marks.length).map((part) => `${marks}${part}`);
}

/** What several versions have in common, so that it is said once; a trace stands for itself. */
function sameIn({ function: name, property, world, kernel, runs, steps, version }: Finding): string {
  const results = runs.map(({ side, result }) => `${side} ${result}`);
  return JSON.stringify([name, property, world, kernel, results, steps.length === 0 ? '' : [version, steps]]);
}

/** ` of v1, v2`: where findings are of several versions. */
function versionsOf(ones: readonly Finding[]): string {
  const versions = [...new Set(ones.flatMap(({ version }) => version ?? []))].sort((a, b) => a - b);
  return versions.length === 0 ? '' : ` of ${versions.map((version) => `v${version}`).join(', ')}`;
}

function found(ones: readonly Finding[], isOneVersion: boolean): string[] {
  const [first] = ones;
  if (first === undefined) return [];
  const { side, runs, steps, ...check } = first;
  const versions = isOneVersion ? '' : versionsOf(ones);
  const resultOf = (of: Side) => runs.find((run) => run.side === of)?.result ?? 'not run';
  const run = runs.find((one) => one.side === side);
  const assumptions = run?.assumptions ?? [];
  const broken = { name: displayLine(check.property), says: propertyNamed(check.property)?.says ?? '' };
  return [
    ...paragraph(
      `mmlore checked ${check.property} on ${check.function}()${versions} in its model of the memory manager (world ${check.world}, ${check.kernel}). Before the patch: ${resultOf('before')}; after it: ${resultOf('after')}.`,
    ),
    ...(steps.length > 0 || broken.says === '' ? [] : paragraph(`${broken.name}: ${broken.says}`)),
    ...(assumptions.length === 0 ? [] : paragraph(`Assuming: ${assumptions.join('; ')}.`)),
    '',
    ...(steps.length === 0 ? [] : [...traceLanes(steps.map(safe), broken, WIDTH), '']),
    ...(run?.repair === undefined ? [] : [...paragraph(`It would hold ${run.repair}.`), '']),
    ...(run?.token === undefined ? [] : ['It can be run again with:', '', ...replay(displayLine(run.token)), '']),
  ];
}

/** The command that runs a trace again; a token too long for the line has one of its own, which a shell reads on. */
function replay(token: string): string[] {
  const line = `  mmlore replay ${token}`;
  return stringWidth(line) <= WIDTH ? [line] : ['  mmlore replay \\', token];
}

/** Text on as many lines as it needs; what came from mail cannot add another. */
function paragraph(text: string, width = WIDTH): string[] {
  return wrapWords(displayLine(text), width);
}

/** A step with its texts made safe before they are measured: what is made visible is longer. */
function safe({ actor, does, at, assumes, changes }: StepText): StepText {
  return {
    actor: displayLine(actor),
    does: displayLine(does),
    at: at && { ...at, file: displayLine(at.file), text: displayLine(at.text), function: displayLine(at.function) },
    assumes: assumes && displayLine(assumes),
    changes: changes.map(displayLine),
  };
}
