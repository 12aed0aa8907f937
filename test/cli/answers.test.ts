import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { SMALL_THREAD } from '../ingest/archives.ts';
import { temporaryFolder } from '../temporary.ts';
import { mmlore, whole } from './cli.ts';
import { reviewedHome } from './review.ts';

test('replay makes the run of a token again, also where a mail broke it', { timeout: 60_000 }, async () => {
  const home = temporaryFolder();
  await mmlore({ home }, 'ingest', fileURLToPath(new URL('../../corpus/tail-page-rmap.mbox', import.meta.url)));
  const { stdout } = await mmlore({ home }, 'check', '--world', 'wp-tail', '--json');
  const { checks, traces } = JSON.parse(stdout.replace('[EOF]', ''));
  const violated = checks.find(
    (row: { result: string; side: string }) => row.result === 'violated' && row.side === 'after',
  );
  const ran = await mmlore({ home }, 'replay', violated.token, '--json');
  const expected = traces.find(
    (trace: { check_id: string; side: string }) => trace.check_id === violated.check_id && trace.side === 'after',
  );
  // Versions of a patch that have the function as it was share the run, and its token.
  const stepsOf = (steps: readonly { readonly check_id: string }[]) => steps.map(({ check_id, ...step }) => step);
  expect(stepsOf(JSON.parse(ran.stdout.replace('[EOF]', '')).steps)).toEqual(stepsOf(expected.steps));
  const at = violated.token.indexOf('~');
  const broken = await mmlore({ home }, 'replay', violated.token.slice(0, at), violated.token.slice(at), '--json');
  expect(broken.stdout).toBe(ran.stdout);
  expect(whole(await mmlore({ home }, 'replay', `${violated.token}x`))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: no check in this database has this token
    hint: Run \`mmlore check\` on the thread first, and copy the token whole.
    [EOF]
    --- exit 1"
  `);
});

test('a check that no longer applies goes when its thread is checked again', { timeout: 60_000 }, async () => {
  const home = await reviewedHome();
  const stored = async () => (await mmlore({ home }, 'query', 'SELECT DISTINCT world FROM v_check', '--csv')).stdout;
  expect(await stored()).toBe('world\ndrop\n[EOF]');
  await mmlore({ home }, 'check', 'v1@example.org', '--world', 'zap-pinned');
  expect(await stored()).toContain('\ndrop\n');
  await mmlore({ home }, 'check', 'v1@example.org');
  expect(await stored()).not.toContain('\ndrop\n');
});

test('a prefix that is none is told where it finds nothing, and one of lore that is not here is refused', async () => {
  const home = await reviewedHome();
  expect((await mmlore({ home }, 'search', 'dfm:mm/', 'order')).stderr).toBe(
    'Nothing found.\ndfm: is no prefix, and was looked for as a word; `mmlore search --help` lists them.\n[EOF]',
  );
  expect((await mmlore({ home }, 'search', 'mm/rmap: drop')).stderr).toBe('[EOF]');
  expect(whole(await mmlore({ home }, 'search', 'order', '-tc:ada'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: unknown option '-tc:ada'
    [EOF]
    --- exit 2"
  `);
});

test.each([[['--kernel', '5.4']], [['--what-if']]])(
  'what would be with %j is shown and not kept',
  { timeout: 60_000 },
  async (asked) => {
    const home = temporaryFolder();
    await mmlore({ home }, 'ingest', fileURLToPath(new URL('../../corpus/tail-page-rmap.mbox', import.meta.url)));
    await mmlore({ home }, 'check', '--world', 'wp-tail');
    const kept = async () => (await mmlore({ home }, 'query', 'SELECT * FROM v_check', '--json')).stdout;
    const before = await kept();
    const shown = await mmlore({ home }, 'check', '--world', 'wp-tail', '--explain', '--max-states', '5', ...asked);
    expect(shown.stderr).toContain('none of it is kept');
    expect(shown.stdout).toContain('bounded');
    expect(await kept()).toBe(before);
    await mmlore({ home }, 'check', '--world', 'wp-tail', '--max-states', '5');
    expect(await kept()).not.toBe(before);
  },
);

test('replay says where the run cannot be made again', async () => {
  const home = await reviewedHome();
  expect(whole(await mmlore({ home }, 'replay', 'drop/REF~0001'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: the run of this token cannot be made again
    caused by: the patch or the model is not what it was when the token was made
    hint: Run \`mmlore check\` again for what the model says now.
    [EOF]
    --- exit 1"
  `);
});

test('query as a table, CSV and JSON, and what it refuses', async () => {
  const home = await reviewedHome();
  const sql = 'SELECT kind, count(*) AS claims, max(anchor_line) AS line FROM v_claim GROUP BY kind ORDER BY kind';
  expect(whole(await mmlore({ home }, 'query', sql))).toMatchInlineSnapshot(`
    "kind        claims  line
    commitment       1
    concern          1  + unlock_page(page);
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
  expect(whole(await mmlore({ home }, 'query', '--csv', sql))).toMatchInlineSnapshot(`
    "kind,claims,line
    commitment,1,
    concern,1,+	unlock_page(page);
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
  expect(whole(await mmlore({ home, stdin: sql }, 'query', '--json=lines', '-'))).toMatchInlineSnapshot(`
    "{"kind":"commitment","claims":1,"line":null}
    {"kind":"concern","claims":1,"line":"+\\tunlock_page(page);"}
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
  expect(whole(await mmlore({ home }, 'query', 'DELETE FROM claim'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: only statements that read are run
    hint: Begin with SELECT, WITH, VALUES or EXPLAIN; for a PRAGMA's answer, \`SELECT * FROM pragma_table_info('v_claim')\`.
    [EOF]
    --- exit 1"
  `);
  expect(whole(await mmlore({ home }, 'query', 'SELECT count(*) AS n FROM v_claim WHERE'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: the query cannot be run
    caused by: SQLITE_ERROR: incomplete input
    hint: The README lists the views and their columns.
    [EOF]
    --- exit 1"
  `);
});

test.each([
  ['order', ['answer@example.org']],
  ['q:free', ['answer@example.org']],
  ['nq:free', ['review@example.org']],
  ['"page that may"', ['answer@example.org', 'review@example.org']],
  ['free -q:free', ['review@example.org']],
  ['s:v2', ['v2@example.org']],
  ['s:v2 OR order', ['v2@example.org', 'answer@example.org']],
  ['f:ada', ['review@example.org']],
  ['dfn:rmap.c', ['v2@example.org', 'v1@example.org']],
  ['dfhh:drop_rmap s:v2', ['v2@example.org']],
  ['anon_vma_un*', ['v2@example.org', 'review@example.org', 'v1@example.org']],
  ['anon', []],
  ['mm:x', []],
  ['d:20230528..20230529 order', ['answer@example.org']],
  ['d:20230530.. order', []],
  ['l:linux-mm.kvack.org', ['v1@example.org']],
  ['unlock" OR x', []],
] as const)('search %s', async (query, found) => {
  const home = await reviewedHome();
  const { stdout } = await mmlore({ home }, 'search', '--json', query);
  const document = JSON.parse(stdout.replace('[EOF]', ''));
  expect(document.messages.map((message: { message_id: string }) => message.message_id)).toEqual(found);
});

test('search says what is wrong with a query', async () => {
  const home = await reviewedHome();
  expect(whole(await mmlore({ home }, 'search', '--', '-q:free'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: the query says only what not to find
    hint: Add a word that is to be found.
    [EOF]
    --- exit 1"
  `);
  expect(whole(await mmlore({ home }, 'search', 'd:yesterday'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: yesterday is no date: write d:20230501..20230601
    hint: See \`mmlore search --help\`.
    [EOF]
    --- exit 1"
  `);
});

test('export as Markdown and as the draft of a reply', async () => {
  const home = await reviewedHome();
  expect(whole(await mmlore({ home }, 'export', 'v1@example.org'))).toMatchInlineSnapshot(`
    "# \\[PATCH\\] mm/rmap: drop the reference earlier

    3 mails, 2 claims. Thread \`v1@example.org\`.

    ## Ada Reviewer \\<ada@example.org\\>, 2023-05-29

    **concern, hedged, promised, refcount, locking**

    > This unlocks a page that may be free already.

    \`\`\`
    mm/rmap.c: + unlock_page(page);
    \`\`\`

    - REF of \`drop_rmap()\` in drop: **confirmed**, introduced; before holds (12 states), after violated (9 states). Assumes 6.4.

      The shortest run after the patch:

    \`\`\`
         reclaim
         |
      1  put_page
         | in drop_rmap():
         | mm/rmap.c:13  put_page(page);
         |     references of page 1: 1 → 0
         |     page 1: in use → free
      2! unlock_page
         | mm/rmap.c:14  unlock_page(page);
         |     REF is broken

    Step 2 breaks REF: A page in use is not freed, and no reference is taken or dropped at zero.
    \`\`\`

    ## Bo Author \\<bo@example.net\\>, 2023-05-29

    **commitment**

    > I will change the order in v2.
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
  expect(whole(await mmlore({ home }, 'export', '--format', 'reply', 'c0ffee0000000001'))).toMatchInlineSnapshot(`
    "To: Ada Reviewer <ada@example.org>
    Subject: Re: [PATCH] mm/rmap: drop the reference earlier
    In-Reply-To: <review@example.org>

    On 2023-05-29, Ada Reviewer wrote:
    > > +	put_page(page);
    > > +	unlock_page(page);
    >
    > This unlocks a page that may be free already.

    mmlore checked REF on drop_rmap() in its model of the memory manager
    (world drop, 6.4). Before the patch: holds; after it: violated.

         reclaim
         |
      1  put_page
         | in drop_rmap():
         | mm/rmap.c:13  put_page(page);
         |     references of page 1: 1 → 0
         |     page 1: in use → free
      2! unlock_page
         | mm/rmap.c:14  unlock_page(page);
         |     REF is broken

    Step 2 breaks REF: A page in use is not freed, and no reference is taken
    or dropped at zero.

    It would hold with flush_tlb_range before mm/rmap.c:11.

    It can be run again with:

      mmlore replay drop/REF~0001
    [EOF]
    --- stderr
    [EOF]
    --- exit 0"
  `);
  expect(whole(await mmlore({ home }, 'export', '--reply', 'v1@example.org'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: v1@example.org is a thread, and a reply answers a claim
    hint: Give the id of a claim; \`mmlore claims\` lists them.
    [EOF]
    --- exit 1"
  `);
});

test('doctor finds a sound database, and what takes its space', async () => {
  const home = await reviewedHome();
  const { stdout, exitCode } = await mmlore({ home }, 'doctor', '--json');
  const document = JSON.parse(stdout.replace('[EOF]', ''));
  expect(exitCode).toBe(0);
  expect(document).toMatchObject({ schema: 'mmlore.doctor/1', messages: 4, pending: 0, problems: [] });
  expect(document.tables.map((table: { name: string }) => table.name)).toContain('copy');
});

test('model shows one thing in full, and what it does not know', async () => {
  const home = temporaryFolder();
  const { stdout } = await mmlore({ home }, 'model', 'properties', '--json');
  const { entries } = JSON.parse(stdout.replace('[EOF]', ''));
  expect(entries.length).toBeGreaterThan(5);
  expect(entries.filter((entry: { says: string; source: string }) => entry.says === '' || entry.source === '')).toEqual(
    [],
  );
  expect((await mmlore({ home }, 'model', 'SMMU-TABLE')).stdout).toMatch(/^properties \(1\)\n {2}SMMU-TABLE {2}\S/);
  expect(whole(await mmlore({ home }, 'model', 'frobnicate'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: the model knows nothing named frobnicate
    hint: List everything with \`mmlore model\`.
    [EOF]
    --- exit 1"
  `);
});

test('check of a bare diff from a file and from standard input', async () => {
  const home = temporaryFolder();
  const diff = (SMALL_THREAD[0]?.text ?? '').split('\n\n').at(-1) ?? '';
  const file = join(home, 'x.diff');
  writeFileSync(file, `diff --git ${diff.split('diff --git ')[1] ?? ''}`);
  const fromFile = await mmlore({ home }, 'check', file, '--json');
  expect(fromFile.exitCode).toBe(0);
  expect(JSON.parse(fromFile.stdout.replace('[EOF]', '')).schema).toBe('mmlore.checks/1');
  writeFileSync(file, 'no patch at all');
  expect(whole(await mmlore({ home }, 'check', file))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: there is no patch in $HOME/x.diff
    caused by: this is no mailbox, mail or archive page
    hint: Give a mail or a unified diff.
    [EOF]
    --- exit 1"
  `);
  expect(whole(await mmlore({ home }, 'check', '--tree', home, file))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: there is no kernel tree at $HOME
    caused by: it has neither a folder mm nor a git repository
    hint: Give the folder that holds mm/, or a clone of the kernel.
    [EOF]
    --- exit 1"
  `);
});

test('the interface needs a terminal', async () => {
  expect(whole(await mmlore({ home: await reviewedHome() }, 'ui'))).toMatchInlineSnapshot(`
    "[EOF]
    --- stderr
    error: the terminal interface needs a terminal
    hint: Read the same with \`mmlore threads\`, \`mmlore show\` and \`mmlore claims\`.
    [EOF]
    --- exit 1"
  `);
});
