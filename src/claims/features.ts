import { agreementCues } from './cues/agreement.ts';
import { answerCues } from './cues/answer.ts';
import { assertionCues } from './cues/assertion.ts';
import { closingCues } from './cues/closing.ts';
import { commitmentCues } from './cues/commitment.ts';
import { concernCues } from './cues/concern.ts';
import { endorsementCues } from './cues/endorsement.ts';
import { hedgeCues } from './cues/hedge.ts';
import { objectionCues } from './cues/objection.ts';
import { questionCues } from './cues/question.ts';
import { requestCues } from './cues/request.ts';
import { withdrawalCues } from './cues/withdrawal.ts';
import { indexPhrases, type PhraseHit, type Phrasing, phrasesIn, type Token, tokensOf } from './phrases.ts';
import type { Span } from './sentences.ts';
import type { Answered, Passage } from './words.ts';

/** The cue tables by what they speak for; `closing` for words that carry no claim. */
const TABLES: Readonly<Record<string, readonly Phrasing[]>> = {
  concern: concernCues,
  question: questionCues,
  request: requestCues,
  objection: objectionCues,
  agreement: agreementCues,
  answer: answerCues,
  commitment: commitmentCues,
  withdrawal: withdrawalCues,
  endorsement: endorsementCues,
  assertion: assertionCues,
  closing: closingCues,
};

/** Cues as `KIND: NAME`, and hedges under their names: one index, so that a unit is gone through once. */
const PHRASES = indexPhrases([
  ...Object.entries(TABLES).flatMap(([kind, table]) =>
    table.map(({ name, says }) => ({ name: `${kind}: ${name}`, says })),
  ),
  ...hedgeCues,
]);
const HEDGES: ReadonlySet<string> = new Set(hedgeCues.map(({ name }) => name));

/** A sentence or clause with what was noticed in it. */
export interface Unit {
  readonly passage: Passage;
  /** In the passage's text. */
  readonly span: Span;
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Names `KIND: NAME` of the cue tables. */
  readonly cues: readonly PhraseHit[];
  readonly hedges: readonly PhraseHit[];
}

/** Who speaks, and to whom. */
export interface Standing {
  /** The sender wrote the patch, or the first mail of the thread. */
  readonly isAuthor: boolean;
  /** Who wrote the mails that this one answers, nearest first, as far as they are known. */
  readonly answers: readonly ('self' | 'author' | 'other')[];
}

/** Reads one unit of a passage. */
export function readUnit(passage: Passage, span: Span): Unit {
  const text = passage.text.slice(span.start, span.end);
  const tokens = tokensOf(text);
  const hits = phrasesIn(tokens, PHRASES);
  const isHedge = ({ name }: PhraseHit) => HEDGES.has(name);
  return { passage, span, text, tokens, cues: hits.filter((hit) => !isHedge(hit)), hedges: hits.filter(isHedge) };
}

/** Whether a unit is the next clause of the same sentence. */
export function isContinued(unit: Unit, next: Unit): boolean {
  return unit.passage === next.passage && !/[.?!]["')\]]{0,3}$/.test(unit.text);
}

/** The kind that a cue speaks for: the word before its colon. */
export function kindOfCue(cue: PhraseHit): string {
  return cue.name.slice(0, cue.name.indexOf(':'));
}

/**
 * Names what the kind of a unit may depend on: its cues, its form, where it stands, what it answers, who speaks.
 *
 * Each feature is a short name that a person can read in the table of weights: `cue:concern: race`, `first:why`,
 * `answers:question`. Of the words themselves only the first one counts and those of grammar: on mail that the weights
 * were not fitted to, a vocabulary of all words does no better.
 *
 * @param units the units of a whole mail
 * @param at index of the unit
 */
export function featuresOf(units: readonly Unit[], at: number, standing: Standing): readonly string[] {
  const unit = units[at];
  if (unit === undefined) throw new RangeError(`expected a unit at ${at}`);
  const { role, to } = rolesOf(unit.passage, standing);
  const place = placeOf(units, at);
  return [
    'any',
    ...formFeatures(unit),
    ...cueFeatures(unit, role, to),
    ...grammarFeatures(unit),
    ...(unit.passage.part === 'reply'
      ? replyFeatures(unit, place, role, to)
      : logFeatures(unit, place, at / units.length)),
  ];
}

/**
 * Names what it may depend on whether a sender marks doubt: the hedges, the phrases themselves, the form, and whether
 * another clause of the same sentence is hedged. `may` and `might` of a commit message say what can happen, not doubt.
 */
export function hedgeFeaturesOf(units: readonly Unit[], at: number): readonly string[] {
  const unit = units[at];
  if (unit === undefined) throw new RangeError(`expected a unit at ${at}`);
  const { hedges, tokens, text, passage } = unit;
  const part = passage.part === 'reply' ? 'reply' : 'log';
  const features = ['any', `part:${part}`, `length:${LENGTHS.findIndex((most) => tokens.length <= most)}`];
  if (hedges.length > 0 && part === 'log') features.push('log hedged');
  const [before, after] = [units[at - 1], units[at + 1]];
  if (before !== undefined && isContinued(before, unit) && before.hedges.length > 0) features.push('before hedged');
  if (after !== undefined && isContinued(unit, after) && after.hedges.length > 0) features.push('after hedged');
  features.push(...grammarFeatures(unit));
  for (const { name, words } of hedges) features.push('hedged', `hedge:${name}`, `says:${words}`);
  if (hedges.length > 1) features.push('hedged:2');
  if (isQuestion(text)) features.push('?$', hedges.length > 0 ? '?$ hedged' : '?$ plain');
  return features;
}

function rolesOf({ answered }: Passage, { isAuthor, answers }: Standing): { role: string; to: string } {
  const role = isAuthor ? 'author' : 'reviewer';
  return { role, to: `${role} to ${answers[(answered?.depth ?? 1) - 1] ?? 'unknown'}` };
}

/** Whether a unit begins or ends its passage. */
interface Place {
  readonly first: boolean;
  readonly last: boolean;
}

function placeOf(units: readonly Unit[], at: number): Place {
  const passage = units[at]?.passage;
  return { first: units[at - 1]?.passage !== passage, last: units[at + 1]?.passage !== passage };
}

/** Upper ends of the length classes, in tokens. */
const LENGTHS = [2, 5, 12, 25, 45];

/** The longest word that tells something where it stands first; longer ones name the matter at hand. */
const WORD_LENGTH = 14;

function formFeatures({ tokens, text }: Unit): readonly string[] {
  const first = tokens[0] ?? '';
  const features = [
    `first:${/^\d/.test(first) ? '0' : first.includes('_') || first.length > WORD_LENGTH ? '_' : first}`,
    `length:${LENGTHS.findIndex((most) => tokens.length <= most)}`,
  ];
  if (tokens.some((token) => token.includes('_'))) features.push('identifier');
  if (text.includes('?')) features.push('?');
  if (isQuestion(text)) features.push('?$');
  if (/\b(?:not|never|no|cannot|\w+n't)\b/i.test(text)) features.push('negation');
  if (/:\s*$/.test(text)) features.push(':$');
  if (text.startsWith('(')) features.push('(');
  return features;
}

function cueFeatures(unit: Unit, role: string, to: string): readonly string[] {
  const features = unit.cues.map(({ name }) => `cue:${name}`);
  const counts = new Map<string, number>();
  for (const cue of unit.cues) counts.set(kindOfCue(cue), (counts.get(kindOfCue(cue)) ?? 0) + 1);
  for (const [kind, count] of counts) {
    features.push(`cues:${kind}`, `cues:${kind} by ${role}`, `cues:${kind} by ${to}`);
    if (count > 1) features.push(`cues:${kind}:2`);
    if (isQuestion(unit.text)) features.push(`cues:${kind} ?`);
  }
  if (unit.hedges.length > 0) features.push('hedged');
  for (const { name } of unit.hedges) features.push(`hedge:${name}`);
  return features;
}

/** Words of closed classes: what stands between the names of things. All others are the matter at hand. */
const GRAMMAR = new Map(
  [
    "i you we it this that they my your our not no don't doesn't didn't isn't aren't won't wouldn't can't cannot",
    "couldn't shouldn't never can could will would should shall must may might if when while because since although",
    'though but and or so then also only just even still yet already how what why which where there here now again too',
    'very more less better quite actually anyway instead rather maybe probably need needs want think see sure some any',
    'other same first next been was were is are be has have had do does did by for from with without into',
  ].flatMap((line) => line.split(' ').map((word) => [word, `w:${word}`])),
);

function grammarFeatures({ tokens }: Unit): readonly string[] {
  return [...new Set(tokens.flatMap((token) => GRAMMAR.get(token) ?? []))];
}

/** How many of the quoted lines above a comment it is taken to answer. */
const TAIL = 6;

function replyFeatures({ passage, text }: Unit, { first, last }: Place, role: string, to: string): readonly string[] {
  const { answered, ordinal } = passage;
  const on = answered === undefined ? 'nothing' : `${answered.form}${answered.depth > 1 ? '2' : ''}`;
  const opens = first && ordinal === 0;
  const features = [
    `form:${passage.form}`,
    `ordinal:${Math.min(ordinal, 2)}`,
    `place:${first ? 'first' : ''}${last ? 'last' : ''}`,
    ...[`on:${on}`, role, to].flatMap((feature) => (opens ? [feature, `opening ${feature}`] : [feature])),
    `on:${on} by ${role}`,
    `on:${on} by ${to}`,
  ];
  if (answered?.form === 'prose') {
    const { marks, kinds } = saidBy(answered);
    for (const mark of marks) {
      features.push(`answers:${mark}`, `answers:${mark} by ${to}`, ...(opens ? [`answers:${mark} opening`] : []));
    }
    for (const kind of kinds) features.push(`answers:${kind}`);
  }
  if (isQuestion(text)) features.push(`? by ${role}`, `? on:${on}`);
  return features;
}

/** What the quoted lines right above a comment say: their question marks, and the kinds that their cues speak for. */
interface Said {
  readonly marks: readonly string[];
  readonly kinds: readonly string[];
}

/** All units below the same quotation ask for it. */
const SAID = new WeakMap<Answered, Said>();

function saidBy(answered: Answered): Said {
  const known = SAID.get(answered);
  if (known !== undefined) return known;
  const tail = answered.lines.slice(-TAIL).join(' ');
  const cues = phrasesIn(tokensOf(tail), PHRASES).filter(({ name }) => !HEDGES.has(name));
  const said = {
    marks: [...(isQuestion(tail) ? ['$?'] : []), ...(tail.includes('?') ? ['?'] : [])],
    kinds: [...new Set(cues.map(kindOfCue))],
  };
  SAID.set(answered, said);
  return said;
}

function logFeatures(
  { passage: { part, form, ordinal } }: Unit,
  { first, last }: Place,
  share: number,
): readonly string[] {
  return [
    `part:${part}`,
    `part:${form}`,
    `${part}:${first ? 'first' : ''}${last ? 'last' : ''}`,
    `${part}:at:${Math.min(ordinal, 4)}`,
    `${part}:quarter:${Math.floor(4 * share)}`,
  ];
}

/** `…, right? :-)` */
function isQuestion(text: string): boolean {
  let at = text.length - 1;
  while (at >= 0 && !/[\w?]/.test(text.charAt(at))) at -= 1;
  return text[at] === '?';
}
