import { describe, expect, test } from 'vitest';
import type { Claim } from '../../src/claims/claim.ts';
import { reviewMessages } from '../../src/ingest/review-messages.ts';
import { type Label, matchClaims, scoreClaims } from '../training/scorer.ts';
import { corpusThreads } from './threads.ts';

const threads = (await corpusThreads()).map(({ name, messages, expected }) => ({
  name,
  expected: expected.claims,
  found: reviewMessages(messages).mails.flatMap(({ claims }) => claims),
}));

function labelOf({ messageId, kind, evidence, hedged, concepts, anchor }: Claim): Label {
  const place = anchor?.place;
  const at = place && { file: place.path, function: place.function ?? null, line: `${place.mark}${place.text}` };
  return { message_id: messageId, kind, evidence, hedged, concepts, anchor: at ?? null };
}

describe.each(threads)('$name', ({ expected, found }) => {
  const pairs = matchClaims(expected, found.map(labelOf));

  test('every tag that somebody gives is an endorsement, and nothing else is', () => {
    const tags = (claims: readonly { readonly kind: string; readonly evidence: string }[]) =>
      claims.filter(({ kind }) => kind === 'endorsement').map(({ evidence }) => evidence);
    expect(tags(found).sort()).toEqual(tags(expected).sort());
  });

  test('each claim about a line of the patch is anchored to that line', () => {
    const placed = pairs.filter(([label]) => label.anchor);
    expect(placed.map(([, claim]) => claim.anchor)).toEqual(placed.map(([label]) => label.anchor));
  });

  test('what a program says is told apart from what people say', () => {
    const programs = new Set(found.filter((claim) => claim.isBot).map((claim) => claim.messageId));
    const written = new Set(expected.map((claim) => claim.message_id).filter((id) => /-build@|@review\./.test(id)));
    expect(programs).toEqual(written);
  });
});

test('what is compared thread by thread is there: tags, anchors, words of programs', () => {
  const labels = threads.flatMap(({ expected }) => expected);
  const anchored = threads.flatMap(({ expected, found }) =>
    matchClaims(expected, found.map(labelOf)).filter(([label]) => label.anchor),
  );
  expect(labels.filter(({ kind }) => kind === 'endorsement').length).toBeGreaterThanOrEqual(5);
  expect(anchored.length).toBeGreaterThanOrEqual(0.8 * labels.filter(({ anchor }) => anchor).length);
  expect(anchored.length).toBeGreaterThanOrEqual(20);
  expect(threads.flatMap(({ found }) => found).some(({ isBot }) => isBot)).toBe(true);
});

test('of all claims of the corpus at least so many are found, and of the right kind', () => {
  const score = scoreClaims(
    threads.flatMap(({ expected }) => expected),
    threads.flatMap(({ found }) => found.map(labelOf)),
  );
  expect(score.detection.f1).toBeGreaterThanOrEqual(0.78);
  expect(score.detection.recall).toBeGreaterThanOrEqual(0.88);
  expect(score.typed.f1).toBeGreaterThanOrEqual(0.53);
  expect(score.hedged_accuracy).toBeGreaterThanOrEqual(0.9);
  expect(score.concepts.f1).toBeGreaterThanOrEqual(0.55);
});
