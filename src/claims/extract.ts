import { hash } from 'node:crypto';
import type { Body } from '../body/nodes.ts';
import type { Address, Message } from '../mail/message.ts';
import { isSamePerson } from '../mail/person.ts';
import type { Anchor } from '../patch/anchor.ts';
import { isBot } from './bots.ts';
import type { Claim, ClaimKind } from './claim.ts';
import { readUnit, type Standing, type Unit } from './features.ts';
import { type Judgement, judge } from './judge.ts';
import { MODELS, type Models } from './models.ts';
import { unitsOf } from './sentences.ts';
import { symbolsOf } from './symbols.ts';
import { chooseTopics, type Surroundings, type Topic, topicsAround } from './topics.ts';
import { type Answered, type Passage, passagesOf } from './words.ts';

/** A mail with what the earlier stages found in it. */
export interface ReviewMail {
  readonly message: Message;
  readonly body: Body;
  /** Where own words of this mail comment on a patch. */
  readonly anchors: readonly AnchoredRange[];
  /** The mail brings a patch or a cover letter. */
  readonly isPatch: boolean;
  /** The mails that this one answers, nearest first, as far as they are known. */
  readonly parents: readonly Parent[];
}

/** A range of the mail text, end exclusive, that comments on a patch line. */
export interface AnchoredRange {
  readonly start: number;
  readonly end: number;
  readonly anchor: Anchor;
}

/** What a claim needs to know of a mail that its own mail answers. */
export interface Parent {
  readonly messageId: string;
  /** Its name and address are empty where they are not known. */
  readonly from: Address;
  readonly isPatch: boolean;
}

/**
 * Finds the claims that a sender makes in a mail, in their own words.
 *
 * Deterministic: cue tables and linear models whose weights are in `weights/`; each claim tells the cues and features
 * that made it. Takes time linear in the text.
 *
 * @param models the fitted ones, unless they are being tested on mail that they were not fitted to
 */
export function extractClaims(mail: ReviewMail, models: Models = MODELS): readonly Claim[] {
  const { message, parents } = mail;
  const read = readWords(mail);
  const bot = isBot(message);
  const seen = new Map<string, number>();
  const drafts = [
    ...judge(read.units, read.standing, models).map((judgement) => draftOf(judgement, mail, read.words, models)),
    ...read.passages.flatMap((passage) => endorsementOf(passage, mail.isPatch)),
  ].sort((a, b) => a.start - b.start);
  return drafts.map(({ depth, ...draft }) => {
    const times = seen.get(draft.evidence) ?? 0;
    seen.set(draft.evidence, times + 1);
    return {
      ...draft,
      claimId: idOf(message.messageId, draft.evidence, times),
      messageId: message.messageId,
      anchor: anchorOf(mail, draft),
      repliesTo: draft.about === 'claim' ? parents[depth - 1]?.messageId : undefined,
      isBot: bot,
    };
  });
}

/** Finds the runs of own words of a mail, with what each stands under. */
export function ownPassages(mail: ReviewMail): readonly Passage[] {
  return passagesOf({ text: mail.message.text, nodes: mail.body.children, opens: opensThread(mail) });
}

/** A sender's own words, cut into what can carry a claim. */
export interface OwnWords {
  readonly passages: readonly Passage[];
  /** Of all passages but the trailers and what stands below a patch's `---`. */
  readonly units: readonly Unit[];
  readonly standing: Standing;
  /** The units' texts. */
  readonly words: string;
}

/** Reads the own words of a mail. */
export function readWords(mail: ReviewMail): OwnWords {
  const passages = ownPassages(mail);
  const units = passages
    .filter(({ form, part }) => form !== 'trailer' && part !== 'notes')
    .flatMap((passage) => unitsOf(passage.text).map((span) => readUnit(passage, span)));
  return { passages, units, standing: standingOf(mail), words: units.map(({ text }) => text).join(' ') };
}

/** A mail that brings a patch, or began its thread with the subject of one: a cover letter, or what is quoted of a patch. */
function opensThread({ isPatch, parents, message }: ReviewMail): boolean {
  return isPatch || (parents.length === 0 && /^\s*\[[^\]]*(?:patch|rfc)/i.test(message.subject));
}

type Draft = Omit<Claim, 'claimId' | 'messageId' | 'anchor' | 'repliesTo' | 'isBot'> & { readonly depth: number };

function draftOf(
  { units, kind, hedged, confidence, cues }: Judgement,
  { message, parents }: ReviewMail,
  own: string,
  models: Models,
): Draft {
  const first = units[0] as Unit;
  const { passage } = first;
  const last = units.at(-1) ?? first;
  const text = passage.text.slice(first.span.start, last.span.end);
  const topics = chooseTopics(topicsAround(surroundingsOf(text, passage, own, message.subject)), models.topic);
  const written = text.replace(/\s+/g, ' ').trim();
  const symbols = symbolsOf(text);
  return {
    kind,
    hedged,
    evidence: written,
    start: passage.start + first.span.start,
    end: passage.start + last.span.end,
    concepts: topics.map(({ concept }) => concept),
    symbols: symbols.length > 0 ? symbols : symbolsOf(tailOf(passage.answered)),
    about: aboutOf(kind, passage, parents),
    confidence: Math.round(confidence * 100) / 100,
    cues: [...cues, ...topics.map(({ concept, named }: Topic) => `concept: ${concept} (${named})`)],
    depth: passage.answered?.depth ?? 1,
  };
}

/** How many of the quoted lines above a claim are its nearest context. */
const TAIL = 3;

function tailOf(answered: Answered | undefined): string {
  return answered?.lines.slice(-TAIL).join('\n') ?? '';
}

/** The quoted lines above a claim and the last of them, put together once for all claims below them. */
const QUOTED = new WeakMap<Answered, Pick<Surroundings, 'answered' | 'above'>>();
const NOTHING = { answered: '', above: '' };

function quotedIn(answered: Answered | undefined): Pick<Surroundings, 'answered' | 'above'> {
  if (answered === undefined) return NOTHING;
  const known = QUOTED.get(answered);
  if (known !== undefined) return known;
  const quoted = { answered: tailOf(answered), above: answered.lines.join('\n') };
  QUOTED.set(answered, quoted);
  return quoted;
}

/** The texts that name what a claim is about. */
export function surroundingsOf(text: string, passage: Passage, mail: string, subject: string): Surroundings {
  return {
    own: text,
    passage: passage.text,
    ...quotedIn(passage.answered),
    mail,
    subject,
  };
}

const ENDORSEMENT = /^\s*(?:[A-Za-z]+-and-)?(?:acked|reviewed|tested)(?:-and-[a-z]+)*-by:/i;

/** A trailer that a reviewer gives; in a patch mail trailers were given elsewhere. */
function endorsementOf(passage: Passage, isPatch: boolean): readonly Draft[] {
  const kind = passage.form === 'trailer' && /^\s*nacked-by:/i.test(passage.text) ? 'objection' : 'endorsement';
  if (passage.form !== 'trailer' || isPatch) return [];
  if (kind === 'endorsement' && !ENDORSEMENT.test(passage.text)) return [];
  const text = passage.text.trimEnd();
  const key = text.slice(0, text.indexOf(':')).trim();
  return [
    {
      kind,
      hedged: false,
      evidence: text.replace(/\s+/g, ' ').trim(),
      start: passage.start,
      end: passage.start + text.length,
      concepts: [],
      symbols: [],
      about: 'patch',
      confidence: 1,
      cues: [`trailer: ${key}`],
      depth: 1,
    },
  ];
}

/** Kinds that react to somebody's words where they stand under them. */
const REACTIONS: ReadonlySet<ClaimKind> = new Set(['agreement', 'answer', 'objection', 'withdrawal', 'commitment']);

function aboutOf(kind: ClaimKind, { answered, part }: Passage, parents: readonly Parent[]): Claim['about'] {
  if (kind === 'endorsement') return 'patch';
  if (part !== 'reply') return kind === 'assertion' ? 'context' : 'patch';
  const toPatch = parents[(answered?.depth ?? 1) - 1]?.isPatch === true;
  if (REACTIONS.has(kind) && parents.length > 0 && !toPatch) return 'claim';
  if (answered?.form === 'code' || toPatch) return 'patch';
  return kind === 'assertion' ? 'context' : kind === 'question' ? 'context' : 'patch';
}

/** The author is who sent the patch above, else the thread's first mail; a mail that answers nobody is its author's. */
function standingOf({ message, parents }: ReviewMail): Standing {
  const sender = message.from;
  const author = (parents.findLast(({ isPatch }) => isPatch) ?? parents.at(-1))?.from ?? sender;
  return {
    isAuthor: isSamePerson(sender, author),
    answers: parents.map(({ from }) =>
      isSamePerson(from, sender) ? 'self' : from === author || isSamePerson(from, author) ? 'author' : 'other',
    ),
  };
}

function anchorOf({ anchors }: ReviewMail, { start, end }: Pick<Claim, 'start' | 'end'>): Anchor | undefined {
  return anchors.find((range) => range.start < end && start < range.end)?.anchor;
}

function idOf(messageId: string, evidence: string, times: number): string {
  const again = times > 0 ? `\n${times}` : '';
  return hash('sha256', `${messageId}\n${evidence}${again}`, 'hex').slice(0, 16);
}
