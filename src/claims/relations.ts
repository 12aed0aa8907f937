import type { Address } from '../mail/message.ts';
import { isSamePerson } from '../mail/person.ts';
import { squash } from '../patch/reviewed.ts';
import type { Claim, ClaimKind } from './claim.ts';
import { ownPassages, type ReviewMail } from './extract.ts';

/** How one claim reacts to another. */
export type RelationKind = 'answers' | 'agrees' | 'disputes' | 'promises' | 'withdraws';

/** A claim that reacts to another one, which stands quoted above it. */
export interface Relation {
  readonly from: string;
  readonly to: string;
  readonly kind: RelationKind;
}

/** A mail with the claims that were found in it. */
export interface ClaimedMail {
  readonly mail: ReviewMail;
  readonly claims: readonly Claim[];
}

/** What a claim of a kind does to the claim that it stands under; kinds that are not here start something of their own. */
const REACTIONS: Partial<Record<ClaimKind, RelationKind>> = {
  answer: 'answers',
  agreement: 'agrees',
  objection: 'disputes',
  commitment: 'promises',
  withdrawal: 'withdraws',
};

/** Shortest evidence, blanks left out, that is looked for in quoted lines: shorter ones stand anywhere. */
const TELLING = 12;

/**
 * Finds which claims react to which, along the reply edges of threads.
 *
 * A claim reacts to the last claim among the quoted lines above it; where several claims of one mail stand under one
 * quotation, each of them does. Nothing is related by nearness alone: a reply that quotes no claim reacts to none.
 * A person who takes something back takes back their own claim: the one that they quote, or the one that the quoted
 * claim reacted to.
 *
 * @param mails parents before the mails that answer them, as ingestion reads them
 */
export function relationsOf(mails: readonly ClaimedMail[]): readonly Relation[] {
  const known = new Map<string, readonly Claim[]>();
  const senders = new Map<string, Address>();
  const relations = new Map<string, Relation>();
  for (const { mail, claims } of mails) {
    const { messageId, from } = mail.message;
    known.set(messageId, claims);
    for (const { claimId } of claims) senders.set(claimId, from);
    if (mail.parents.length === 0) continue;
    const reacting = claims.filter(({ kind }) => REACTIONS[kind] !== undefined);
    if (reacting.length === 0) continue;
    const above = mail.parents.flatMap((parent) => known.get(parent.messageId) ?? []);
    const passages = ownPassages(mail);
    for (const claim of reacting) {
      const kind = REACTIONS[claim.kind];
      const passage = passages.findLast(({ start }) => start <= claim.start);
      if (kind === undefined || passage?.answered === undefined) continue;
      const quoted = lastQuoted(squash(passage.answered.lines.join('\n')), above);
      if (quoted === undefined) continue;
      const relation = { from: claim.claimId, to: quoted.claimId, kind };
      const own = kind === 'withdraws' ? takenBack(relation, from, relations, senders) : relation;
      relations.set(claim.claimId, own);
    }
  }
  return [...relations.values()];
}

/** The claim whose words end last in the quoted ones. */
function lastQuoted(quoted: string, claims: readonly Claim[]): Claim | undefined {
  let found: Claim | undefined;
  let last = -1;
  for (const claim of claims) {
    const words = squash(claim.evidence);
    if (words.length < TELLING) continue;
    const at = quoted.lastIndexOf(words);
    if (at === -1 || at + words.length <= last) continue;
    found = claim;
    last = at + words.length;
  }
  return found;
}

/** `You are right, I misread that` under somebody's answer takes back what was answered; else it agrees. */
function takenBack(
  relation: Relation,
  sender: Address,
  relations: ReadonlyMap<string, Relation>,
  senders: ReadonlyMap<string, Address>,
): Relation {
  const isTheirs = (claimId: string): boolean => {
    const from = senders.get(claimId);
    return from !== undefined && isSamePerson(from, sender);
  };
  if (isTheirs(relation.to)) return relation;
  const before = relations.get(relation.to)?.to;
  if (before !== undefined && isTheirs(before)) return { ...relation, to: before };
  return { ...relation, kind: 'agrees' };
}
