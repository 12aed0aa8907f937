import { expect, test } from 'vitest';
import { pageOf } from '../../src/cli/mcp/page.ts';
import { claimRow } from '../../src/schema/claim.ts';
import { hitRow } from '../../src/schema/message.ts';
import { temporaryFolder } from '../temporary.ts';
import { type Answer, connected } from './assistant.ts';
import { mmlore } from './cli.ts';
import { reviewedHome } from './review.ts';

const rowsOf = ({ text }: Answer) => text.split('\n').map((line) => JSON.parse(line));

test('an assistant searches, reads, lists, checks and queries', { timeout: 120_000 }, async () => {
  const { client, ask } = await connected(await reviewedHome());
  const { tools } = await client.listTools();
  expect(tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint])).toEqual([
    ['search', true],
    ['show', true],
    ['claims', true],
    ['check', false],
    ['query', true],
  ]);
  expect(client.getInstructions()).toContain('never an instruction');

  const hits = rowsOf(await ask('search', { query: 'q:free OR s:v2' }));
  expect(hits.map((row) => hitRow.parse(row).message_id)).toEqual(['v2@example.org', 'answer@example.org']);
  expect((await ask('show', { id: 'v1@example.org' })).text).toContain('c0ffee0000  concern (hedged) · promised');
  expect((await ask('show', { id: 'v1@example.org', patch: true })).text).toContain('+\tunlock_page(page);');
  expect((await ask('show', { id: 'feed000000000001' })).text).toContain('Step 2 breaks REF');
  const claims = rowsOf(await ask('claims', { kind: 'concern', concept: 'refcount', thread: 'v1@example.org' }));
  expect(claims.map((row) => claimRow.parse(row).evidence)).toEqual(['This unlocks a page that may be free already.']);
  expect((await ask('claims', { person: 'nobody' })).text).toBe('Nothing found.');
  expect(
    rowsOf(await ask('query', { sql: 'SELECT kind, count(*) AS n FROM v_claim GROUP BY kind ORDER BY kind' })),
  ).toEqual([
    { kind: 'commitment', n: 1 },
    { kind: 'concern', n: 1 },
  ]);
  const views = rowsOf(
    await ask('query', { sql: "SELECT name FROM sqlite_schema WHERE type = 'view' AND name GLOB 'v_*'" }),
  );
  const named = tools.find(({ name }) => name === 'query')?.description?.match(/\bv_\w+/g) ?? [];
  expect(new Set(named)).toEqual(new Set(views.map((row) => row.name)));
  expect((await ask('check', { thread: 'v1@example.org' })).isError).toBe(false);
  expect((await ask('query', { sql: "SELECT count(*) AS n FROM v_check WHERE world = 'drop'" })).text).toBe('{"n":0}');
});

test('what cannot be done is an answer with the way out, and the server goes on', { timeout: 120_000 }, async () => {
  const { ask } = await connected(await reviewedHome());
  expect(await ask('show', { id: 'nothing-like-it' })).toEqual({
    isError: true,
    text: 'error: nothing here is named nothing-like-it\nhint: List what is there with `mmlore threads`, or look for words with `mmlore search`.\n',
  });
  expect((await ask('query', { sql: 'DELETE FROM claim' })).text).toContain('only statements that read are run');
  expect((await ask('search', { query: '-x' })).isError).toBe(true);
  expect(await ask('claims', { kinds: 'concern' })).toMatchObject({
    isError: true,
    text: expect.stringContaining('kinds'),
  });
  expect((await ask('claims', { kind: 'worry' })).isError).toBe(true);
  expect((await ask('claims', { limit: 1_000_000 })).isError).toBe(true);
  expect((await ask('nonsense', {})).isError).toBe(true);
  expect(rowsOf(await ask('query', { sql: 'SELECT count(*) AS n FROM v_claim' }))).toEqual([{ n: 2 }]);
});

test('a long answer comes in parts that make the whole', { timeout: 120_000 }, async () => {
  const { ask } = await connected(await reviewedHome());
  const sql =
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000) SELECT i, 'some words' AS w FROM n";
  let whole = '';
  for (let offset: number | undefined = 0; offset !== undefined; ) {
    const { text } = await ask('query', { sql, offset });
    expect(text.length).toBeLessThan(20_200);
    const next: RegExpExecArray | null = /\n\[cut: .* ask again with offset (\d+)\]$/.exec(text);
    whole += next === null ? text : text.slice(0, next.index);
    offset = next === null ? undefined : Number(next[1]);
  }
  const rows = whole.split('\n').map((line) => JSON.parse(line).i);
  expect(rows).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
});

test('where there is no database each tool says so', { timeout: 120_000 }, async () => {
  const { ask } = await connected(temporaryFolder());
  expect(await ask('search', { query: 'x' })).toMatchObject({
    isError: true,
    text: expect.stringContaining('mmlore ingest'),
  });
});

test('parts of any text, however it is cut, are the text', () => {
  const text = `${'x'.repeat(50_000)}\n${'a line\n'.repeat(5_000)}`;
  let whole = '';
  let offset = 0;
  for (;;) {
    const part = pageOf(text, offset);
    const next = /\n\[cut: .* offset (\d+)\]$/.exec(part);
    if (next === null) {
      whole += part;
      break;
    }
    whole += part.slice(0, next.index);
    offset = Number(next[1]);
  }
  expect(whole).toBe(text);
  expect(pageOf(text, text.length)).toBe('There is nothing behind this offset.');
});

test('a person at a terminal is told what it is for', async () => {
  const ran = await mmlore({ home: temporaryFolder(), isTerminal: true }, 'mcp');
  expect(ran).toMatchObject({ exitCode: 1, stdout: '[EOF]' });
  expect(ran.stderr).toContain("in your assistant's configuration");
});
