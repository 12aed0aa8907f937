import type {
  Answers,
  Comparison,
  MessageItem,
  PatchItem,
  RequestKind,
  RequestOf,
  SeriesItem,
  ThreadItem,
  UiData,
  VersionItem,
} from '../../src/ui/data.ts';
import type { Answer } from '../../src/ui/state.ts';
import { hunksOf, PAGE, PATCH_TEXT, PERSON, STEPS } from './fixture.ts';

const PATCH_V2_TEXT = PATCH_TEXT.replace(
  '+\tpmd = pmdp_huge_get_and_clear(mm, addr, pmdp);',
  '+\tmmu_notifier_invalidate_range_start(&range);\n+\tpmd = pmdp_collapse_flush(vma, addr, pmdp);',
);

const PATCH_V2: MessageItem = {
  ...PERSON,
  messageId: 'patch-v2@example.org',
  parentId: undefined,
  depth: 0,
  fromName: 'Ada Amber',
  fromEmail: 'ada@example.org',
  date: '2026-03-08T09:00:00Z',
  subject: '[PATCH v2] mm/khugepaged: drop empty tables under the lock',
  text: PATCH_V2_TEXT,
  seriesId: 'cover@example.org',
  version: 2,
  hunks: hunksOf(PATCH_V2_TEXT),
};

const V1: VersionItem = {
  head: 'cover@example.org',
  version: 1,
  threadId: 'cover@example.org',
  date: '2026-03-02T09:00:00Z',
  subject: 'mm/khugepaged: free empty page tables sooner',
  parts: 1,
  received: 1,
};

const V2: VersionItem = {
  ...V1,
  head: 'patch-v2@example.org',
  version: 2,
  threadId: 'patch-v2@example.org',
  date: '2026-03-08T09:00:00Z',
};

const SERIES: readonly SeriesItem[] = [
  {
    seriesId: 'cover@example.org',
    subject: 'mm/khugepaged: free empty page tables sooner',
    fromName: 'Ada Amber',
    versions: [V1, V2],
    endorsed: 1,
    open: 1,
    confirmed: 1,
  },
  {
    seriesId: 'other@example.org',
    subject: 'mm/rmap: 说明 a wide subject',
    fromName: 'Дарья Д.',
    versions: [{ ...V1, head: 'other@example.org', threadId: 'other@example.org', date: '2026-02-01T08:00:00Z' }],
    endorsed: 0,
    open: 0,
    confirmed: 0,
  },
];

export const COMPARISON: Comparison = {
  seriesId: 'cover@example.org',
  versions: [V1, V2],
  from: V1,
  to: V2,
  before: PAGE.messages.filter(({ messageId }) => messageId === 'patch@example.org'),
  after: [PATCH_V2],
  claims: PAGE.claims.filter(({ anchor }) => anchor !== undefined),
  places: new Map([...PAGE.places].flatMap(([claimId, [place]]) => (place === undefined ? [] : [[claimId, place]]))),
  checks: [
    ...PAGE.checks,
    ...PAGE.checks.map((check) => ({
      ...check,
      checkId: 'k-smmu-v2',
      messageId: 'patch-v2@example.org',
      version: 2,
      verdict: 'refuted' as const,
    })),
  ],
};

export const THREADS: readonly ThreadItem[] = [
  {
    threadId: 'cover@example.org',
    subject: PAGE.subject,
    fromName: 'Ada Amber',
    lastDate: '2026-03-04T15:00:00Z',
    messages: 5,
    patches: 1,
    open: 1,
    unanswered: 0,
    confirmed: 1,
    unread: 4,
  },
  {
    threadId: 'other@example.org',
    subject: '[PATCH v2] mm/rmap: 说明 a wide subject',
    fromName: 'Дарья Д.',
    lastDate: '2026-02-01T08:00:00Z',
    messages: 12,
    patches: 1,
    open: 0,
    unanswered: 0,
    confirmed: 0,
    unread: 0,
  },
];

const ELSEWHERE: PatchItem = { threadId: 'patch-v2@example.org', version: 2, subject: PATCH_V2.subject };

/** What the fixture has for each kind of request. */
const ANSWERS: { readonly [K in RequestKind]: (request: RequestOf<K>) => Answers[K] } = {
  threads: () => THREADS,
  series: () => SERIES,
  thread: ({ id }) => (PAGE.messages.some(({ messageId }) => messageId === id) ? PAGE : undefined),
  claims: ({ query }) => ({
    items: PAGE.claims.filter(({ kind }) => query.kind === undefined || kind === query.kind),
    isWhole: true,
  }),
  trace: () => STEPS,
  property: ({ name }) => (name === 'SMMU-TABLE' ? 'No device walks a page table that was freed.' : ''),
  patches: ({ messageIds }) =>
    new Map(messageIds.includes('patch-v2@example.org') ? [['patch-v2@example.org', ELSEWHERE]] : []),
  search: ({ query }) =>
    PAGE.messages
      .filter(({ text }) => text.includes(query))
      .map(({ messageId, fromName, date, subject }) => ({
        threadId: PAGE.threadId,
        messageId,
        fromName,
        date,
        subject,
      })),
  comparison: ({ seriesId }) => (seriesId === COMPARISON.seriesId ? COMPARISON : undefined),
};

/** Other answers than those of the fixture. */
export type OtherAnswers = { readonly [K in RequestKind]?: () => Promise<Answers[K]> };

/** Data that answers at once, from objects; what is kept is added to `kept`. */
export function fixtureData(others: OtherAnswers = {}, kept: unknown[] = []): UiData {
  return {
    read: <K extends RequestKind>(request: RequestOf<K>) => {
      const { kind }: { readonly kind: K } = request;
      const find: (request: RequestOf<K>) => Answers[K] = ANSWERS[kind];
      return others[kind]?.() ?? Promise.resolve(find(request));
    },
    mark: async (which, isRead) => void kept.push({ which, isRead }),
    writeNote: async (on, text) => void kept.push({ on, text }),
    version: () => Promise.resolve(1),
    close: () => Promise.resolve(),
  };
}

/** The answer of the fixture to a request, at once. */
export function answerOf<K extends RequestKind>(request: RequestOf<K>): Answer {
  const { kind }: { readonly kind: K } = request;
  const find: (request: RequestOf<K>) => Answers[K] = ANSWERS[kind];
  return answered(request, find(request));
}

/** An answer to a request. */
export function answered<K extends RequestKind>(request: RequestOf<K>, value: Answers[K]): Answer {
  return { request, value } as unknown as Answer;
}
