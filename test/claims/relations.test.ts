import { describe, expect, it } from 'vitest';
import type { Claim, ClaimKind } from '../../src/claims/claim.ts';
import { type LaterVersion, ledgerOf } from '../../src/claims/ledger.ts';
import { type ClaimedMail, relationsOf } from '../../src/claims/relations.ts';
import { mailOf } from './mail.ts';

const AUTHOR = 'author@x';
const REVIEWER = 'reviewer@x';
const ASKED = 'The notifier is missing here.';
const ANSWERED = 'No secondary MMU maps it.';

/** A mail in which the words, found in its text, are one claim of a kind. */
function mail(
  id: string,
  from: string,
  text: string,
  above: readonly string[],
  kind?: ClaimKind,
  words = '',
): ClaimedMail {
  const senders: Record<string, string> = { patch: AUTHOR, review: REVIEWER, reply: AUTHOR };
  const parents = above.map((messageId) => ({
    messageId,
    from: { name: '', email: senders[messageId] ?? '' },
    isPatch: messageId === 'patch',
  }));
  const date = `2024-01-0${above.length + 1}`;
  const start = text.indexOf(words);
  const claim: Claim = {
    claimId: id,
    messageId: id,
    kind: kind ?? 'assertion',
    hedged: false,
    evidence: words,
    start,
    end: start + words.length,
    concepts: [],
    symbols: [],
    anchor: undefined,
    about: 'patch',
    repliesTo: undefined,
    isBot: false,
    confidence: 1,
    cues: kind === 'endorsement' ? ['trailer: Acked-by'] : [],
  };
  return { mail: mailOf(id, from, text, parents, date), claims: kind === undefined ? [] : [claim] };
}

const patch = mail('patch', AUTHOR, 'Free the table.\n', []);
const review = mail('review', REVIEWER, `> Free the table.\n\n${ASKED}\n`, ['patch'], 'concern', ASKED);
const answer = (kind: ClaimKind, words: string) =>
  mail('reply', AUTHOR, `> ${ASKED}\n\n${words}\n`, ['review', 'patch'], kind, words);
const settle = (kind: ClaimKind, words: string) =>
  mail('end', REVIEWER, `> > ${ASKED}\n> \n> ${ANSWERED}\n\n${words}\n`, ['reply', 'review', 'patch'], kind, words);

const statuses = (mails: readonly ClaimedMail[], later: readonly LaterVersion[] = []) =>
  ledgerOf(mails, relationsOf(mails), later)
    .filter(({ claimId }) => claimId === 'review')
    .map(({ status, messageId }) => `${status} by ${messageId}`);

describe('relations', () => {
  it('join a reaction to the last claim quoted above it', () => {
    expect(relationsOf([patch, review, answer('answer', ANSWERED)])).toEqual([
      { from: 'reply', to: 'review', kind: 'answers' },
    ]);
  });
  it('join nothing where no claim is quoted', () => {
    const bare = mail('reply', AUTHOR, `${ANSWERED}\n`, ['review', 'patch'], 'answer', ANSWERED);
    expect(relationsOf([patch, review, bare])).toEqual([]);
  });
  it('take back what somebody answered, not the answer', () => {
    const mails = [patch, review, answer('answer', ANSWERED), settle('withdrawal', 'Ah, I misread that.')];
    expect(relationsOf(mails).at(-1)).toEqual({ from: 'end', to: 'review', kind: 'withdraws' });
  });
});

describe('the ledger', () => {
  it('leaves a claim open while nothing shows more', () => {
    expect(statuses([patch, review])).toEqual(['open by review']);
  });
  it('follows answers and promises', () => {
    expect(statuses([patch, review, answer('answer', ANSWERED)])).toEqual(['open by review', 'answered by reply']);
    expect(statuses([patch, review, answer('commitment', 'Will fix that in v2.')])).toEqual([
      'open by review',
      'promised by reply',
    ]);
  });
  it('takes only the claimant’s word for the end', () => {
    const mails = [patch, review, answer('answer', ANSWERED)];
    expect(statuses([...mails, settle('agreement', 'Right, that is true.')]).at(-1)).toBe('accepted by end');
    expect(statuses([...mails, settle('objection', 'No, KVM does map it.')]).at(-1)).toBe('disputed by end');
    expect(statuses([...mails, settle('withdrawal', 'Ah, I misread that.')]).at(-1)).toBe('withdrawn by end');
  });
  it('takes the claimant’s tag on the same patch for the end, and nobody else’s', () => {
    const tag = (from: string) =>
      mail('tag', from, 'Acked-by: R <r@x>\n', ['reply', 'patch'], 'endorsement', 'Acked-by: R <r@x>');
    expect(statuses([patch, review, tag(REVIEWER)]).at(-1)).toBe('accepted by tag');
    expect(statuses([patch, review, tag('other@x')]).at(-1)).toBe('open by review');
  });
  it('sees what a later version did to the line', () => {
    const place = {
      messageId: 'patch',
      path: 'mm/x.c',
      function: 'f',
      hunk: 0,
      line: 0,
      mark: '+',
      text: 'pte_free();',
      side: 'after',
      lineNumber: 1,
    } as const;
    const anchored = {
      ...review,
      claims: review.claims.map((claim) => ({
        ...claim,
        anchor: { place, method: 'exact', confidence: 1, candidates: [place] } as const,
      })),
    };
    const later = (fate: 'same' | 'changed' | 'gone'): LaterVersion => ({
      patch: 'patch',
      messageId: 'v2',
      version: 2,
      date: '2024-02-01',
      carry: () => ({ fate, place: undefined, confidence: 1 }),
    });
    expect(statuses([patch, anchored], [later('same')])).toEqual(['open by review']);
    expect(statuses([patch, anchored], [later('changed')])).toEqual(['open by review', 'changed by v2']);
    expect(statuses([patch, anchored], [later('gone')])).toEqual(['open by review', 'superseded by v2']);
  });
});
