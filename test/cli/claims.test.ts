import { expect, test } from 'vitest';
import { mmlore, whole } from './cli.ts';
import { reviewedHome } from './review.ts';

test('claims as a table, JSON lines and CSV', async () => {
  const home = await reviewedHome();
  expect(whole(await mmlore({ home }, 'claims'))).toMatchInlineSnapshot(`
    "DATE        WHO           KIND        STATUS    VERDICT    NOW  WHERE      CLAIM                                          ID
    2023-05-29  Ada Reviewer  concern?    promised  confirmed       drop_rmap  This unlocks a page that may be free already.  c0ffee0000
    2023-05-29  Bo Author     commitment                                       I will change the order in v2.                 c0ffee0000
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
  expect(whole(await mmlore({ home }, 'claims', '--csv', '--kind', 'concern'))).toMatchInlineSnapshot(`
    "claim_id,message_id,thread_id,date,from_name,from_email,subject,kind,hedged,evidence,start,end,concepts,symbols,about,replies_to,is_bot,confidence,cues,status,anchor_message_id,anchor_path,anchor_function,anchor_hunk,anchor_hunk_line,anchor_line,anchor_line_number,anchor_side,anchor_method,anchor_confidence,anchor_candidates,series_id,version,part,verdict,later_version,later_fate
    c0ffee0000000001,review@example.org,v1@example.org,2023-05-29T06:10:00.000Z,Ada Reviewer,ada@example.org,Re: [PATCH] mm/rmap: drop the reference earlier,concern,true,This unlocks a page that may be free already.,83,128,"[""refcount"",""locking""]","[""unlock_page""]",patch,,false,0.9,"[""may be free""]",promised,v1@example.org,mm/rmap.c,drop_rmap,0,5,+	unlock_page(page);,14,after,exact,0.99,[],v1@example.org,1,1,confirmed,,
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
  const lines = (await mmlore({ home }, 'claims', '--json=lines')).stdout.split('\n');
  expect(lines.slice(0, 2).map((line) => JSON.parse(line).claim_id)).toEqual(['c0ffee0000000001', 'c0ffee0000000002']);
  expect(lines[2]).toBe('[EOF]');
});

test('JSON keeps lists and flags as such', async () => {
  const home = await reviewedHome();
  const document = JSON.parse((await mmlore({ home }, 'claims', '--json', '--limit', '1')).stdout.replace('[EOF]', ''));
  expect(document).toMatchInlineSnapshot(`
    {
      "claims": [
        {
          "about": "patch",
          "anchor_candidates": [],
          "anchor_confidence": 0.99,
          "anchor_function": "drop_rmap",
          "anchor_hunk": 0,
          "anchor_hunk_line": 5,
          "anchor_line": "+	unlock_page(page);",
          "anchor_line_number": 14,
          "anchor_message_id": "v1@example.org",
          "anchor_method": "exact",
          "anchor_path": "mm/rmap.c",
          "anchor_side": "after",
          "claim_id": "c0ffee0000000001",
          "concepts": [
            "refcount",
            "locking",
          ],
          "confidence": 0.9,
          "cues": [
            "may be free",
          ],
          "date": "2023-05-29T06:10:00.000Z",
          "end": 128,
          "evidence": "This unlocks a page that may be free already.",
          "from_email": "ada@example.org",
          "from_name": "Ada Reviewer",
          "hedged": true,
          "is_bot": false,
          "kind": "concern",
          "later_fate": null,
          "later_version": null,
          "message_id": "review@example.org",
          "part": 1,
          "replies_to": null,
          "series_id": "v1@example.org",
          "start": 83,
          "status": "promised",
          "subject": "Re: [PATCH] mm/rmap: drop the reference earlier",
          "symbols": [
            "unlock_page",
          ],
          "thread_id": "v1@example.org",
          "verdict": "confirmed",
          "version": 1,
        },
      ],
      "schema": "mmlore.claims/1",
    }
  `);
});

test.each([
  [['--kind', 'concern'], 1],
  [['--kind', 'praise'], 2],
  [['--status', 'promised'], 1],
  [['--verdict', 'confirmed'], 1],
  [['--concept', 'locking'], 1],
  [['--concept', 'lock'], 0],
  [['--path', 'mm/rmap'], 1],
  [['--function', 'drop_rmap'], 1],
  [['--patch-version', '1'], 1],
  [['--patch-version', '2'], 0],
  [['--person', 'ada'], 1],
  [['--person', 'BO@example.net'], 1],
  [['--person', '%'], 0],
  [['--since', '2023-05-30'], 0],
  [['--until', '2023-05-30'], 2],
  [['--thread', 'v1@example.org'], 2],
  [['--thread', 'v2@example.org'], 0],
  [['--no-bots'], 2],
] as const)('%j finds %i', async (options, found) => {
  const home = await reviewedHome();
  const { stdout, exitCode } = await mmlore({ home }, 'claims', '--json=lines', ...options);
  if (options[1] === 'praise') expect(exitCode).toBe(2);
  else expect(stdout.split('\n').length - 1).toBe(found);
});

/** The ids of the claims that a command line lists, a letter each. */
async function listed(home: string, ...args: string[]): Promise<string> {
  const { stdout } = await mmlore({ home }, 'claims', '--json=lines', ...args);
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line).claim_id.at(-1)).join('');
}

test.each<[string, string]>([
  ['', '12'],
  ['--open', ''],
  ['--promised-not-done', '1'],
  ['--status promised', '1'],
  ['--by ada', '1'],
  ['--person bo', '2'],
  ['--on drop_rmap', '1'],
  ['--function nothing', ''],
  ['--series v2@example.org', '12'],
  ['--series <v1@example.org>', '12'],
  ['--series reference', '12'],
  ['--series v1@example.org --by bo', '2'],
  ['--hedged', '1'],
  ['--concept refcount', '1'],
  ['--concept tlb-flush', ''],
  ['--path rmap.c', '1'],
  ['--patch-version 1', '1'],
  ['--patch-version 2', ''],
  ['--since 2023-05-29 --until 2023-05-30', '12'],
  ['--verdict confirmed --kind concern --thread v1@example.org', '1'],
])('claims %s', async (args, expected) => {
  expect(await listed(await reviewedHome(), ...args.split(' ').filter((word) => word !== ''))).toBe(expected);
});

test('claims --explain says why each was taken for one', async () => {
  const home = await reviewedHome();
  expect((await mmlore({ home }, 'claims', '--explain', '--by', 'ada')).stdout).toMatchInlineSnapshot(`
    "2023-05-29  Ada Reviewer <ada@example.org>  Re: [PATCH] mm/rmap: drop the reference earlier
      c0ffee0000  concern (hedged) · promised · refcount locking · confirmed
        "This unlocks a page that may be free already."
        at mm/rmap.c:14 drop_rmap(): + unlock_page(page);
        because of may be free; confidence 0.90
    [EOF]"
  `);
  expect((await mmlore({ home }, 'claims', '--explain', '--json')).stdout).toBe(
    (await mmlore({ home }, 'claims', '--json')).stdout,
  );
});

test.each([
  ['--series', 'nothing like it'],
  ['--concept', 'tlb'],
  ['--open', '--promised-not-done'],
])('claims %s %s is refused with the way out', async (...args) => {
  const ran = await mmlore({ home: await reviewedHome() }, 'claims', ...args);
  expect(ran.exitCode).not.toBe(0);
  expect(ran.stdout).toBe('[EOF]');
  expect(ran.stderr).toMatch(/hint: |It may be |cannot be used with/);
});
