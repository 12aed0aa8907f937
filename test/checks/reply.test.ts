import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { type Reply, replyDraft } from '../../src/checks/reply.ts';
import { display, expandTabs } from '../../src/display.ts';

const mail = {
  messageId: 'v1@example.org',
  fromName: 'Ada Reviewer',
  fromEmail: 'ada@example.org',
  date: '2023-05-29T10:00:00Z',
  subject: '[PATCH] mm/rmap: drop the reference earlier',
  text: 'Hi,\n\n> +\tput_page(page);\n\nThis unlocks a page that may be free already.\n\nAda\n',
};
const claim = { start: 29, end: 41, evidence: 'This unlocks a page' };
const finding = {
  function: 'drop_rmap',
  property: 'REF',
  world: 'drop',
  kernel: '6.4',
  side: 'after',
  runs: [
    { side: 'before', result: 'holds', assumptions: [], repair: undefined, token: undefined },
    {
      side: 'after',
      result: 'violated',
      assumptions: ['the lock is taken'],
      repair: 'without it',
      token: 'drop/REF~1',
    },
  ],
  steps: [{ actor: 'reclaim', does: 'put_page', at: undefined, assumes: undefined, changes: [] }],
} as const;

test('a reply quotes the claim, says what was found, and shows the trace', () => {
  expect(replyDraft({ mail, claim, findings: [finding] })).toMatchInlineSnapshot(`
    "To: Ada Reviewer <ada@example.org>
    Subject: Re: [PATCH] mm/rmap: drop the reference earlier
    In-Reply-To: <v1@example.org>

    On 2023-05-29, Ada Reviewer wrote:
    > > +	put_page(page);
    >
    > This unlocks a page that may be free already.

    mmlore checked REF on drop_rmap() in its model of the memory manager
    (world drop, 6.4). Before the patch: holds; after it: violated.
    Assuming: the lock is taken.

         reclaim
         |
      1! put_page

    Step 1 breaks REF: A page in use is not freed, and no reference is taken
    or dropped at zero.

    It would hold without it.

    It can be run again with:

      mmlore replay drop/REF~1
    "
  `);
});

test('what breaks a property comes before what keeps one, of which the property is said', () => {
  const kept = finding.runs.map((run) => ({ ...run, result: 'holds' as const, assumptions: [], token: undefined }));
  const holds = { ...finding, property: 'PIN', runs: kept, steps: [] };
  const draft = replyDraft({ mail, claim, findings: [holds, finding] });
  expect(draft.indexOf('checked REF')).toBeLessThan(draft.indexOf('checked PIN'));
  expect(draft).toContain('Before the patch: holds; after it: holds.\nPIN: A page that a device uses');
});

test('what several versions have in common is said once', () => {
  const kept = finding.runs.map((run) => ({ ...run, result: 'holds' as const, assumptions: [], repair: undefined }));
  const of = (version: number) => ({ ...finding, runs: kept, steps: [], version });
  const draft = replyDraft({ mail, claim, findings: [of(3), of(1), { ...finding, version: 2 }] });
  expect(draft.match(/checked REF on drop_rmap\(\) of v\d(, v\d)*/g)).toEqual([
    'checked REF on drop_rmap() of v2',
    'checked REF on drop_rmap() of v1, v3',
  ]);
});

test("a sender's name cannot add a line, and a lost mail is quoted by the claim's words", () => {
  const fromName = 'Eve\n\nAcked-by: Linus';
  const draft = replyDraft({ mail: { ...mail, fromName, text: '' }, claim, findings: [] });
  expect(draft).not.toMatch(/^Acked-by/m);
  expect(draft).toContain('\n> This unlocks a page\n');
});

test('a token that is too long for the line has one of its own', () => {
  const token = `drop/REF~${'0123'.repeat(30)}`;
  const runs = finding.runs.map((run) => ({ ...run, token }));
  expect(replyDraft({ mail, claim, findings: [{ ...finding, runs }] })).toContain(`mmlore replay \\\n${token}\n`);
});

describe('a mail is 72 columns wide', () => {
  const word = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('\u200b\u202e\u00ad', '\n\n', '\t', '> ', '頁表', 'https://lore.kernel.org/linux-mm/'),
  );
  const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(' '));
  const step = fc.record({
    actor: fc.constantFrom('reclaim', 'khugepaged', 'device', 'a thread of the process'),
    does: text,
    at: fc.option(fc.record({ file: text, line: fc.nat(9999), text, function: text }), { nil: undefined }),
    assumes: fc.option(text, { nil: undefined }),
    changes: fc.array(text, { maxLength: 3 }),
  });
  const run = {
    result: fc.constantFrom('violated' as const, 'holds' as const),
    assumptions: fc.array(text, { maxLength: 3 }),
    repair: fc.option(text, { nil: undefined }),
    token: fc.option(fc.string({ unit: fc.constantFrom(...'abc/~01'), maxLength: 200 }), { nil: undefined }),
  };
  const reply: fc.Arbitrary<Reply> = fc.record({
    mail: fc.record({
      messageId: word,
      fromName: text,
      fromEmail: word,
      date: fc.constant(undefined),
      subject: text,
      text,
    }),
    claim: fc.record({ start: fc.nat(50), end: fc.nat(90), evidence: text }),
    findings: fc.array(
      fc.record({
        function: word,
        property: fc.constantFrom('REF', 'TLB', 'no\u200bsuch'),
        world: word,
        kernel: text,
        side: fc.constant('after' as const),
        runs: fc.tuple(fc.record({ side: fc.constant('after' as const), ...run })),
        steps: fc.array(step, { maxLength: 5 }),
      }),
      { maxLength: 2 },
    ),
  });

  test('a longer line is one word behind its marks, and nothing acts on a terminal', () => {
    fc.assert(
      fc.property(reply, (drafted) => {
        const draft = replyDraft(drafted);
        expect(display(draft)).toBe(draft);
        for (const line of draft.split('\n')) {
          if (stringWidth(expandTabs(line)) > 72) expect(line.replace(/^[> ]+/, '').trimEnd()).not.toMatch(/\s/);
        }
      }),
    );
  });
});
