import type { StepText } from '../../src/explore/model.ts';
import type { CheckItem, ClaimItem, HunkItem, MessageItem, ThreadPage } from '../../src/ui/data.ts';

/** A mail with a diff of two hunks. */
export const PATCH_TEXT = `Page tables that khugepaged empties are freed under the page-table
lock alone from now on, so that faults on other ranges need not wait.

Signed-off-by: Ada Amber <ada@example.org>
---
 mm/khugepaged.c | 7 ++++---
 1 file changed, 4 insertions(+), 3 deletions(-)

diff --git a/mm/khugepaged.c b/mm/khugepaged.c
index 1111111..2222222 100644
--- a/mm/khugepaged.c
+++ b/mm/khugepaged.c
@@ -1640,9 +1640,9 @@ static void drop_empty_table(struct vm_area_struct *vma)
 	struct mm_struct *mm = vma->vm_mm;
 	pmd_t pmd;
 
-	mmap_write_lock(mm);
-	pmd = pmdp_collapse_flush(vma, addr, pmdp);
-	mmap_write_unlock(mm);
+	ptl = pmd_lock(mm, pmdp);
+	pmd = pmdp_huge_get_and_clear(mm, addr, pmdp);
+	spin_unlock(ptl);
 	pte_free_defer(mm, pmd_pgtable(pmd));
 }
@@ -1702,4 +1702,5 @@ static void scan_file(struct mm_struct *mm)
 	if (!vma)
 		return;
+	cond_resched();
 	drop_empty_table(vma);
 }
-- 
2.40.0
`;

const REPLY_TEXT = `On Tue, 3 Mar 2026, Ada Amber wrote:
> On Mon, 2 Mar 2026, Cy Cole wrote:
> > Does the table have to be empty here?
>
> Yes, the scan made sure of it.
>
> diff --git a/mm/khugepaged.c b/mm/khugepaged.c
> @@ -1640,9 +1640,9 @@ static void drop_empty_table(struct vm_area_struct *vma)
> +	ptl = pmd_lock(mm, pmdp);
> +	pmd = pmdp_huge_get_and_clear(mm, addr, pmdp);

This leaves the device with a stale translation: nobody tells the secondary
MMU that the table is gone, so it may walk freed memory.

> +	spin_unlock(ptl);

Could somebody put entries into the table before the lock is taken?
`;

const ANSWER_TEXT = `On Wed, 4 Mar 2026, Bo Birch wrote:
> This leaves the device with a stale translation

You are right, I will send a v2 with the notifier calls.

Ada
`;

const BOT_TEXT = `Hi Ada,

kernel test robot noticed the following build warning:

   mm/khugepaged.c:1646: warning: 'ptl' may be used uninitialized
`;

/** The hunks of a text with one diff, as the database has them. */
export function hunksOf(text: string): HunkItem[] {
  const lines = text.split('\n');
  return lines.flatMap((line, firstLine) => {
    const header = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@ .* (\w+)\(/.exec(line);
    if (header === null) return [];
    const [, oldStart, , newStart, , name] = header;
    let lastLine = firstLine;
    while (/^[ +-]/.test(lines[lastLine + 1] ?? '') && !(lines[lastLine + 1] ?? '').startsWith('-- ')) lastLine++;
    const hunk = lines.slice(0, firstLine).filter((above) => above.startsWith('@@')).length;
    return [
      {
        path: 'mm/khugepaged.c',
        hunk,
        function: name,
        oldStart: Number(oldStart),
        newStart: Number(newStart),
        firstLine,
        lastLine,
      },
    ];
  });
}

/** What most mails of the fixture share. */
export const PERSON = { isBot: false, isGhost: false, seriesId: undefined, version: undefined, hunks: [] } as const;

const MESSAGES: readonly MessageItem[] = [
  {
    ...PERSON,
    messageId: 'cover@example.org',
    parentId: undefined,
    depth: 0,
    fromName: 'Ada Amber',
    fromEmail: 'ada@example.org',
    date: '2026-03-02T09:00:00Z',
    subject: '[PATCH 0/1] mm/khugepaged: free empty page tables sooner',
    text: 'Faults wait too long while khugepaged frees empty page tables.\n',
    seriesId: 'cover@example.org',
    version: 1,
  },
  {
    ...PERSON,
    messageId: 'patch@example.org',
    parentId: 'cover@example.org',
    depth: 1,
    fromName: 'Ada Amber',
    fromEmail: 'ada@example.org',
    date: '2026-03-02T09:01:00Z',
    subject: '[PATCH 1/1] mm/khugepaged: drop empty tables under the lock',
    text: PATCH_TEXT,
    seriesId: 'cover@example.org',
    version: 1,
    hunks: hunksOf(PATCH_TEXT),
  },
  {
    ...PERSON,
    messageId: 'bot@example.org',
    parentId: 'patch@example.org',
    depth: 2,
    fromName: 'kernel test robot',
    fromEmail: 'lkp@example.org',
    date: '2026-03-02T18:00:00Z',
    subject: 'Re: [PATCH 1/1] mm/khugepaged: drop empty tables under the lock',
    text: BOT_TEXT,
    isBot: true,
  },
  {
    ...PERSON,
    messageId: 'question@example.org',
    parentId: 'patch@example.org',
    depth: 2,
    fromName: 'Cy Cole',
    fromEmail: '',
    date: '2026-03-02T20:00:00Z',
    subject: 'Re: [PATCH 1/1] mm/khugepaged: drop empty tables under the lock',
    text: 'Does the table have to be empty here?\n',
    isGhost: true,
  },
  {
    ...PERSON,
    messageId: 'reply@example.org',
    parentId: 'question@example.org',
    depth: 3,
    fromName: 'Bo Birch',
    fromEmail: 'bo@example.org',
    date: '2026-03-04T10:00:00Z',
    subject: 'Re: [PATCH 1/1] mm/khugepaged: drop empty tables under the lock',
    text: REPLY_TEXT,
  },
  {
    ...PERSON,
    messageId: 'answer@example.org',
    parentId: 'reply@example.org',
    depth: 4,
    fromName: 'Ada Amber',
    fromEmail: 'ada@example.org',
    date: '2026-03-04T15:00:00Z',
    subject: 'Re: [PATCH 1/1] mm/khugepaged: drop empty tables under the lock',
    text: ANSWER_TEXT,
  },
];

/** Where words stand in a text, line breaks of the text taken for blanks. */
function range(text: string, words: string): { readonly start: number; readonly end: number } {
  const start = text.replaceAll('\n', ' ').indexOf(words);
  if (start < 0) throw new Error(`expected the text to say ${words}`);
  return { start, end: start + words.length };
}

const CONCERN =
  'This leaves the device with a stale translation: nobody tells the secondary MMU that the table is gone, so it may walk freed memory.';
const QUESTION = 'Could somebody put entries into the table before the lock is taken?';
const PROMISE = 'You are right, I will send a v2 with the notifier calls.';

const CLAIM = {
  threadId: 'cover@example.org',
  subject: 'Re: [PATCH 1/1] mm/khugepaged: drop empty tables under the lock',
  hedged: false,
  isBot: false,
  repliesTo: undefined,
} as const;

const CLAIMS: readonly ClaimItem[] = [
  {
    ...CLAIM,
    claimId: 'c-stale',
    messageId: 'reply@example.org',
    date: '2026-03-04T10:00:00Z',
    fromName: 'Bo Birch',
    kind: 'concern',
    evidence: CONCERN,
    ...range(REPLY_TEXT, CONCERN),
    concepts: ['secondary-mmu', 'page-table-lifetime'],
    symbols: ['pmdp_huge_get_and_clear'],
    cues: ['harm: "stale translation"', 'mechanism: "walk freed memory"'],
    confidence: 0.92,
    status: 'promised',
    verdict: 'confirmed',
    anchor: {
      messageId: 'patch@example.org',
      path: 'mm/khugepaged.c',
      function: 'drop_empty_table',
      hunk: 0,
      hunkLine: 7,
      line: '+	pmd = pmdp_huge_get_and_clear(mm, addr, pmdp);',
      lineNumber: 1644,
      method: 'exact',
      confidence: 0.98,
    },
  },
  {
    ...CLAIM,
    claimId: 'c-empty',
    messageId: 'reply@example.org',
    date: '2026-03-04T10:00:00Z',
    fromName: 'Bo Birch',
    kind: 'question',
    hedged: true,
    evidence: QUESTION,
    ...range(REPLY_TEXT, QUESTION),
    concepts: ['page-table-lifetime'],
    symbols: [],
    cues: ['question mark'],
    confidence: 0.7,
    status: 'open',
    verdict: undefined,
    anchor: {
      messageId: 'patch@example.org',
      path: 'mm/khugepaged.c',
      function: 'drop_empty_table',
      hunk: 0,
      hunkLine: 8,
      line: '+	spin_unlock(ptl);',
      lineNumber: 1645,
      method: 'normalised',
      confidence: 0.8,
    },
  },
  {
    ...CLAIM,
    claimId: 'c-promise',
    messageId: 'answer@example.org',
    date: '2026-03-04T15:00:00Z',
    fromName: 'Ada Amber',
    kind: 'commitment',
    evidence: PROMISE,
    ...range(ANSWER_TEXT, PROMISE),
    concepts: ['mmu-notifier'],
    symbols: [],
    cues: ['"I will send"'],
    confidence: 0.95,
    status: undefined,
    verdict: undefined,
    anchor: undefined,
    repliesTo: 'reply@example.org',
  },
];

const CHECKS: readonly CheckItem[] = [
  {
    checkId: 'k-smmu',
    claimId: 'c-stale',
    messageId: 'patch@example.org',
    version: 1,
    path: 'mm/khugepaged.c',
    function: 'drop_empty_table',
    property: 'SMMU-TABLE',
    world: 'sva-device',
    why: 'the claim speaks of a device that walks the page tables',
    kernel: 'v6.4 notifiers',
    verdict: 'confirmed',
    change: 'introduced',
    runs: [
      {
        side: 'before',
        result: 'holds',
        states: 1804,
        seconds: 0.21,
        assumptions: [],
        references: ['pmdp_collapse_flush'],
        unknown: [],
        missing: [],
        origin: 'diff',
        mutant: 'without mmu_notifier_invalidate_range_end (drop_empty_table, mm/khugepaged.c:1644)',
        repair: undefined,
        token: undefined,
      },
      {
        side: 'after',
        result: 'violated',
        states: 412,
        seconds: 0.06,
        assumptions: [],
        references: [],
        unknown: [],
        missing: [],
        origin: 'diff',
        mutant: undefined,
        repair: undefined,
        token: 'sva-device/SMMU-TABLE~03120abcDEF',
      },
    ],
  },
];

const CODE = { file: 'mm/khugepaged.c', function: 'drop_empty_table' } as const;

export const STEPS: readonly StepText[] = [
  {
    actor: 'device',
    does: 'device walks pmd[0]',
    at: undefined,
    assumes: undefined,
    changes: ['walk cache: none → table 1'],
  },
  {
    actor: 'khugepaged',
    does: 'pmd_lock(pmd[0])',
    at: { ...CODE, line: 1643, text: '\tptl = pmd_lock(mm, pmdp);' },
    assumes: undefined,
    changes: ['ptl: free → khugepaged'],
  },
  {
    actor: 'khugepaged',
    does: 'pmdp_huge_get_and_clear(pmd[0])',
    at: { ...CODE, line: 1644, text: '\tpmd = pmdp_huge_get_and_clear(mm, addr, pmdp);' },
    assumes: undefined,
    changes: ['pmd[0]: table 1 → none'],
  },
  {
    actor: 'khugepaged',
    does: 'pte_free_defer(table 1)',
    at: { ...CODE, line: 1646, text: '\tpte_free_defer(mm, pmd_pgtable(pmd));' },
    assumes: undefined,
    changes: ['table 1: live → RCU pending'],
  },
  {
    actor: 'RCU',
    does: 'grace period ends',
    at: undefined,
    assumes: undefined,
    changes: ['table 1: RCU pending → freed'],
  },
  { actor: 'device', does: 'device reads table 1', at: undefined, assumes: undefined, changes: [] },
];

/** A thread in words of its own with every kind of thing that a screen shows. */
export const PAGE: ThreadPage = {
  threadId: 'cover@example.org',
  subject: '[PATCH 0/1] mm/khugepaged: free empty page tables sooner',
  messages: MESSAGES,
  claims: CLAIMS,
  checks: CHECKS,
  events: new Map([
    [
      'c-stale',
      [
        {
          status: 'open',
          date: '2026-03-04T10:00:00Z',
          messageId: 'reply@example.org',
          evidence: CONCERN,
          version: 1,
          checkId: undefined,
        },
        {
          status: 'promised',
          date: '2026-03-04T15:00:00Z',
          messageId: 'answer@example.org',
          evidence: PROMISE,
          version: undefined,
          checkId: undefined,
        },
        {
          status: 'confirmed',
          date: undefined,
          messageId: undefined,
          evidence: 'SMMU-TABLE of drop_empty_table() in sva-device: violated',
          version: undefined,
          checkId: 'k-smmu',
        },
      ],
    ],
    [
      'c-empty',
      [
        {
          status: 'open',
          date: '2026-03-04T10:00:00Z',
          messageId: 'reply@example.org',
          evidence: QUESTION,
          version: 1,
          checkId: undefined,
        },
      ],
    ],
  ]),
  places: new Map([
    [
      'c-stale',
      [
        {
          claimId: 'c-stale',
          version: 2,
          fate: 'changed',
          messageId: 'patch-v2@example.org',
          path: 'mm/khugepaged.c',
          hunk: 0,
          hunkLine: 8,
          line: '+\tpmd = pmdp_collapse_flush(vma, addr, pmdp);',
          lineNumber: 1645,
        },
      ],
    ],
  ]),
  read: new Set(['cover@example.org']),
  notes: new Map([['c-empty', 'Ask about MADV_POPULATE.\nSee the v1 thread.']]),
};
