import type { Change, Result, Verdict } from '../checks/check.ts';
import { isConfirmed } from '../checks/verdict.ts';
import type { ClaimKind } from '../claims/claim.ts';
import type { ClaimItem } from './data.ts';
import { type Segment, segment } from './rows.ts';
import type { Glyphs, Role } from './theme.ts';

/** How something is said on the screen: a mark, a word, a look. The mark speaks of the code: it breaks, or it holds. */
interface Saying {
  readonly glyph: 'good' | 'bad' | 'unknown';
  readonly word: string;
  readonly role: Role;
}

const VERDICTS: Readonly<Record<Verdict, Saying>> = {
  confirmed: { glyph: 'bad', word: 'confirmed', role: 'bad' },
  'confirmed-under-assumption': { glyph: 'bad', word: 'confirmed if', role: 'bad' },
  refuted: { glyph: 'good', word: 'refuted', role: 'good' },
  undecided: { glyph: 'unknown', word: 'undecided', role: 'unknown' },
};

const RESULTS: Readonly<Record<Result, Saying>> = {
  violated: { glyph: 'bad', word: 'violated', role: 'bad' },
  holds: { glyph: 'good', word: 'holds', role: 'good' },
  bounded: { glyph: 'unknown', word: 'bounded', role: 'unknown' },
  'not-modelled': { glyph: 'unknown', word: 'not modelled', role: 'unknown' },
};

const CHANGES: Readonly<Record<Change, string>> = {
  introduced: 'introduced by the patch',
  'pre-existing': 'there before, not fixed by the patch',
  fixed: 'fixed by the patch',
  unchanged: 'the same before and after the patch',
  unknown: 'before and after cannot be compared',
};

/** What a verdict means, for the page of a claim. */
const MEANINGS: Readonly<Record<Verdict, string>> = {
  confirmed: 'a run of the patched code breaks the property',
  'confirmed-under-assumption': 'a run breaks the property, if the choices that it assumes are possible',
  refuted: 'every run within the bounds satisfies the property',
  undecided: 'the check came to no end that decides it',
};

/** A verdict as a mark and a word, `✗ confirmed`. */
export function verdictWords(verdict: Verdict, glyphs: Glyphs): Segment {
  return words(VERDICTS[verdict], glyphs);
}

/** The result of one side as a mark and a word, `✓ holds`. */
export function resultWords(result: Result, glyphs: Glyphs): Segment {
  return words(RESULTS[result], glyphs);
}

function words({ glyph, word, role }: Saying, glyphs: Glyphs): Segment {
  return segment(`${glyphs[glyph]} ${word}`, role);
}

/** One sentence: what the verdict says of the code, and whether the patch is to blame. */
export function verdictMeaning(verdict: Verdict, change: Change): string {
  return `${MEANINGS[verdict]}; ${CHANGES[change]}`;
}

/** Where a claim stands: its verdict if one was reached, else its status in the ledger, else nothing. */
export function standing(claim: ClaimItem, glyphs: Glyphs): Segment {
  if (claim.verdict !== undefined && claim.verdict !== 'undecided') return verdictWords(claim.verdict, glyphs);
  if (claim.status !== undefined) return segment(`${glyphs.unknown} ${claim.status}`, 'unknown');
  return claim.verdict === undefined ? segment('') : verdictWords(claim.verdict, glyphs);
}

/** Kinds that want something of somebody or change where a claim stands: these are what one walks through. */
const WEIGHTY: ReadonlySet<ClaimKind> = new Set([
  'concern',
  'question',
  'request',
  'objection',
  'commitment',
  'withdrawal',
]);

/** Whether a claim is one to stop at and to show at its line; the others are marked nowhere but in the lists. */
export function isWeighty(claim: ClaimItem): boolean {
  return WEIGHTY.has(claim.kind) || claim.verdict !== undefined;
}

/** The kind of a claim with its doubt, `hedged question`. */
export function kindWords(claim: ClaimItem): string {
  return `${claim.hedged ? 'hedged ' : ''}${claim.kind}`;
}

/** The mark of where a claim stands, without its word; a blank where there is none. */
export function standingMark(claim: ClaimItem, glyphs: Glyphs): Segment {
  const { text, role } = standing(claim, glyphs);
  return segment(text === '' ? ' ' : (text.split(' ')[0] ?? ''), role);
}

/** Whether somebody still waits for something: no answer, promise or change so far. */
export function isOpen(claim: ClaimItem): boolean {
  return claim.status === 'open';
}

/** Whether a claim is one that the key for the next concern stops at. */
export function isConcern(claim: ClaimItem): boolean {
  return isOpen(claim) || isConfirmed(claim.verdict);
}

/** The day of an ISO 8601 date, `2023-05-31`; blanks where there is none. */
export function day(date: string | undefined): string {
  return date?.slice(0, 10) ?? '          ';
}

/** A count with its noun: `1 step`, `3 steps`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
