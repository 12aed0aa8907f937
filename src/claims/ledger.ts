import { groupBy } from '../groups.ts';
import type { Address } from '../mail/message.ts';
import { isSamePerson } from '../mail/person.ts';
import type { PatchLine } from '../patch/anchor.ts';
import type { Carried } from '../patch/carry.ts';
import type { Claim, ClaimKind } from './claim.ts';
import type { ReviewMail } from './extract.ts';
import type { Relation } from './relations.ts';

/** Where a claim stands. Nothing but an event moves it: silence is never assent. */
export const STATUSES = [
  'open',
  'answered',
  'promised',
  'changed',
  'accepted',
  'disputed',
  'withdrawn',
  'superseded',
] as const;

export type Status = (typeof STATUSES)[number];

/** A step of a claim's ledger, with the mail that shows it. */
export interface LedgerEvent {
  readonly claimId: string;
  readonly status: Status;
  readonly messageId: string;
  readonly date: string | undefined;
  /** The words that show it. */
  readonly evidence: string;
  /** For `changed` and `superseded`: the version of the series that did it. */
  readonly version: number | undefined;
}

/** What the ledger needs of a mail with claims. */
export interface LedgerMail {
  readonly mail: Pick<ReviewMail, 'isPatch' | 'parents'> & {
    readonly message: Pick<ReviewMail['message'], 'messageId' | 'date' | 'from'>;
  };
  readonly claims: readonly Claim[];
}

/** A later version of a patch: what became of its lines there. */
export interface LaterVersion {
  /** Message-ID of the mail that holds the earlier patch. */
  readonly patch: string;
  /** Message-ID of the later series. */
  readonly messageId: string;
  readonly version: number;
  readonly date: string | undefined;
  readonly carry: (place: PatchLine) => Carried;
}

/** Kinds of claims that somebody has to answer. */
const WANTS_ANSWER: ReadonlySet<ClaimKind> = new Set(['concern', 'objection', 'question', 'request']);

/** What a reaction of somebody else makes of a claim that it stands under. */
const BY_OTHERS: Partial<Record<Relation['kind'], Status>> = {
  answers: 'answered',
  agrees: 'answered',
  promises: 'promised',
  disputes: 'disputed',
};

/** What a reaction of the claimant to somebody's answer or promise makes of the claim. */
const BY_CLAIMANT: Partial<Record<Relation['kind'], Status>> = {
  agrees: 'accepted',
  disputes: 'disputed',
};

/** What an event is made from: the claim that shows it. */
interface Shown {
  readonly claim: Claim;
  readonly date: string | undefined;
  readonly sender: Address;
}

/**
 * Keeps the ledger of the claims that want an answer: concerns, objections, questions, requests.
 *
 * `open → answered → promised → changed → accepted | disputed | withdrawn | superseded`: each step is an event with the
 * mail that shows it. A step that nothing shows is not taken; a claim without an event of its end stays as it is.
 *
 * @param mails parents before the mails that answer them
 * @param later later versions of the patches, for the claims that are anchored in them
 * @returns by claim in the order of the mails, then by date
 */
export function ledgerOf(
  mails: readonly LedgerMail[],
  relations: readonly Relation[],
  later: readonly LaterVersion[],
): readonly LedgerEvent[] {
  const shown = new Map<string, Shown>();
  for (const { mail, claims } of mails) {
    const { date, from } = mail.message;
    for (const claim of claims) shown.set(claim.claimId, { claim, date, sender: from });
  }
  const steps = new Map<string, LedgerEvent[]>();
  const add = (event: LedgerEvent): void => {
    steps.get(event.claimId)?.push(event);
  };
  for (const { claim, date } of shown.values()) {
    if (WANTS_ANSWER.has(claim.kind)) steps.set(claim.claimId, [eventOf(claim.claimId, 'open', claim, date)]);
  }
  for (const event of reactions(relations, shown)) add(event);
  for (const event of endorsements(mails, shown)) add(event);
  for (const event of changes(shown, later)) add(event);
  return [...steps.values()].flatMap(inOrder);
}

function eventOf(claimId: string, status: Status, by: Claim, date: string | undefined): LedgerEvent {
  return { claimId, status, messageId: by.messageId, date, evidence: by.evidence, version: undefined };
}

function* reactions(relations: readonly Relation[], shown: ReadonlyMap<string, Shown>): Generator<LedgerEvent> {
  const reactsTo = new Map(relations.map((relation) => [relation.from, relation.to]));
  for (const { from, to, kind } of relations) {
    const by = shown.get(from);
    const target = shown.get(to);
    if (by === undefined || target === undefined) continue;
    if (kind === 'withdraws') yield eventOf(to, 'withdrawn', by.claim, by.date);
    const status = BY_OTHERS[kind];
    if (status !== undefined && !isSamePerson(by.sender, target.sender)) yield eventOf(to, status, by.claim, by.date);
    // `> > Is this safe?  > Yes, the lock is held.  Right, thanks.`: who asked accepts the answer.
    const first = reactsTo.get(to);
    const claimant = first === undefined ? undefined : shown.get(first)?.sender;
    const settled = BY_CLAIMANT[kind];
    if (first !== undefined && claimant !== undefined && settled !== undefined && isSamePerson(claimant, by.sender)) {
      yield eventOf(first, settled, by.claim, by.date);
    }
  }
}

/** A reviewer who gives a patch their tag accepts what became of their earlier claims about it. */
function* endorsements(mails: readonly LedgerMail[], shown: ReadonlyMap<string, Shown>): Generator<LedgerEvent> {
  const patches = new Map(mails.map(({ mail }) => [mail.message.messageId, patchOf(mail)]));
  const given = [...shown.values()].filter(
    ({ claim }) => claim.kind === 'endorsement' && claim.cues[0]?.startsWith('trailer'),
  );
  for (const { claim, date, sender } of shown.values()) {
    if (!WANTS_ANSWER.has(claim.kind)) continue;
    const patch = patches.get(claim.messageId);
    const tag = given.find(
      (one) =>
        isSamePerson(one.sender, sender) &&
        patch !== undefined &&
        patches.get(one.claim.messageId) === patch &&
        one.claim.messageId !== claim.messageId &&
        (one.date ?? '') > (date ?? ''),
    );
    if (tag !== undefined) yield eventOf(claim.claimId, 'accepted', tag.claim, tag.date);
  }
}

/** Message-ID of the patch that a mail is about: the nearest above it. */
function patchOf({ message, isPatch, parents }: LedgerMail['mail']): string | undefined {
  return isPatch ? message.messageId : parents.find((parent) => parent.isPatch)?.messageId;
}

/** What the later versions did to the lines that claims are anchored in. */
function* changes(shown: ReadonlyMap<string, Shown>, later: readonly LaterVersion[]): Generator<LedgerEvent> {
  const byPatch = groupBy(later, ({ patch }) => patch);
  for (const { claim, date } of shown.values()) {
    const place = claim.anchor?.place;
    if (place === undefined) continue;
    for (const next of byPatch.get(place.messageId) ?? []) {
      if ((next.date ?? '') < (date ?? '')) continue;
      const { fate, place: there } = next.carry(place);
      if (fate === 'same' || fate === 'moved') continue;
      yield {
        claimId: claim.claimId,
        status: fate === 'gone' ? 'superseded' : 'changed',
        messageId: next.messageId,
        date: next.date,
        evidence: there === undefined ? `${place.mark}${place.text}` : `${there.mark}${there.text}`,
        version: next.version,
      };
    }
  }
}

/** By date; events without one keep their place behind the opening. */
function inOrder(events: readonly LedgerEvent[]): readonly LedgerEvent[] {
  const [opening, ...rest] = events;
  if (opening === undefined) return [];
  return [opening, ...rest.sort((a, b) => ((a.date ?? '') < (b.date ?? '') ? -1 : 1))];
}
