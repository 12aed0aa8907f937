import { join } from 'node:path';
import type { Check, Run } from '../../src/checks/check.ts';
import type { Claim } from '../../src/claims/claim.ts';
import { crewOf } from '../../src/ingest/crew.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { noProgress } from '../../src/ingest/progress.ts';
import { putChecks } from '../../src/store/checks.ts';
import { putClaimEvents, putClaims } from '../../src/store/claims.ts';
import { mbox, memorySource, SMALL_THREAD } from '../ingest/archives.ts';
import { openedStore } from '../store/stores.ts';
import { temporaryFolder } from '../temporary.ts';

/** Where words stand in the text of a mail. */
function rangeOf(messageId: string, words: string): { start: number; end: number } {
  const start = SMALL_THREAD.find((draft) => draft.id === messageId)?.text.indexOf(words) ?? -1;
  if (start < 0) throw new Error(`expected ${words} in ${messageId}`);
  return { start, end: start + words.length };
}

const CONCERN: Claim = {
  claimId: 'c0ffee0000000001',
  messageId: 'review@example.org',
  kind: 'concern',
  hedged: true,
  evidence: 'This unlocks a page that may be free already.',
  ...rangeOf('review@example.org', 'This unlocks a page that may be free already.'),
  concepts: ['refcount', 'locking'],
  symbols: ['unlock_page'],
  anchor: {
    place: {
      messageId: 'v1@example.org',
      path: 'mm/rmap.c',
      function: 'drop_rmap',
      hunk: 0,
      line: 5,
      mark: '+',
      text: '\tunlock_page(page);',
      side: 'after',
      lineNumber: 14,
    },
    method: 'exact',
    confidence: 0.99,
    candidates: [],
  },
  about: 'patch',
  repliesTo: undefined,
  isBot: false,
  confidence: 0.9,
  cues: ['may be free'],
};

const ANSWER: Claim = {
  ...CONCERN,
  claimId: 'c0ffee0000000002',
  messageId: 'answer@example.org',
  kind: 'commitment',
  hedged: false,
  evidence: 'I will change the order in v2.',
  ...rangeOf('answer@example.org', 'I will change the order in v2.'),
  about: 'claim',
  repliesTo: 'review@example.org',
  anchor: undefined,
  concepts: [],
  symbols: [],
  cues: ['I will'],
};

const HOLDS: Run = {
  side: 'before',
  result: 'holds',
  states: 12,
  seconds: 0.01,
  origin: 'diff',
  assumptions: [],
  references: ['page_anon_vma'],
  unknown: [],
  missing: [],
  witnesses: ['the page is unlocked'],
  mutant: 'put_page moved up',
  repair: undefined,
  trace: [],
  token: undefined,
};

const VIOLATED: Run = {
  ...HOLDS,
  side: 'after',
  result: 'violated',
  states: 9,
  witnesses: [],
  mutant: undefined,
  repair: 'with flush_tlb_range before mm/rmap.c:11',
  token: 'drop/REF~0001',
  trace: [
    {
      actor: 'reclaim',
      does: 'put_page',
      at: { file: 'mm/rmap.c', line: 13, text: 'put_page(page);', function: 'drop_rmap' },
      assumes: undefined,
      changes: ['references of page 1: 1 → 0', 'page 1: in use → free'],
    },
    {
      actor: 'reclaim',
      does: 'unlock_page',
      at: { file: 'mm/rmap.c', line: 14, text: 'unlock_page(page);', function: 'drop_rmap' },
      assumes: undefined,
      changes: ['REF is broken'],
    },
  ],
};

const CHECK: Check = {
  checkId: 'feed000000000001',
  claimId: CONCERN.claimId,
  messageId: 'v1@example.org',
  path: 'mm/rmap.c',
  function: 'drop_rmap',
  property: 'REF',
  world: 'drop',
  why: 'it drops a reference',
  kernel: '6.4',
  before: HOLDS,
  after: VIOLATED,
  verdict: 'confirmed',
  change: 'introduced',
};

/**
 * A home with a database that holds the small thread, two claims and a check that are written down here, so that these
 * tests are about how things are shown and not about what is found.
 */
export async function reviewedHome(): Promise<string> {
  const home = temporaryFolder();
  const store = await openedStore(join(home, 'mmlore', 'mmlore.db'));
  const never = new AbortController().signal;
  await ingest(store, [memorySource('/mail/t.mbox', mbox(SMALL_THREAD))], crewOf(1, never), noProgress, never);
  const mails = SMALL_THREAD.map((draft) => draft.id);
  await store.transaction(async () => {
    await putClaims(store, mails, [CONCERN, ANSWER]);
    await putClaimEvents(store, mails, [
      {
        claimId: CONCERN.claimId,
        status: 'open',
        messageId: 'review@example.org',
        date: '2023-05-29T06:10:00.000Z',
        evidence: CONCERN.evidence,
        version: undefined,
      },
      {
        claimId: CONCERN.claimId,
        status: 'promised',
        messageId: 'answer@example.org',
        date: '2023-05-29T06:20:00.000Z',
        evidence: ANSWER.evidence,
        version: 2,
      },
    ]);
    await putChecks(store, [CHECK]);
  });
  await store.close();
  return home;
}
