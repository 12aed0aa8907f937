import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { byText } from '../../src/order.ts';
import * as check from '../../src/schema/check.ts';
import * as claim from '../../src/schema/claim.ts';
import { DOCUMENTS, type DocumentName, documentOf, jsonSchema } from '../../src/schema/documents.ts';
import { messageRow } from '../../src/schema/message.ts';
import { noteRow, readMarkRow } from '../../src/schema/own.ts';
import * as patch from '../../src/schema/patch.ts';
import { seriesRow, tagRow } from '../../src/schema/series.ts';
import { threadRow } from '../../src/schema/thread.ts';
import { newStore } from '../store/stores.ts';
import { mmlore } from './cli.ts';
import { reviewedHome } from './review.ts';
import { wholeTree } from './tree.ts';

const TAIL_PAGE = fileURLToPath(new URL('../../corpus/tail-page-rmap.mbox', import.meta.url));

const TAIL_PAGE_ID = '1454933522-7716-1-git-send-email-seun.adeyinka@example.com';

/** Command lines by the document that they print. */
const PRINTED: Readonly<Record<DocumentName, readonly (readonly string[])[]>> = {
  ingest: [['ingest', '--json', TAIL_PAGE]],
  derive: [['derive', '--json']],
  threads: [['threads', '--json']],
  series: [['series', '--json']],
  claims: [['claims', '--json']],
  messages: [['search', '--json', 'page']],
  rows: [['query', '--json', 'SELECT * FROM v_message']],
  thread: [['show', '--json', 'v1@example.org']],
  message: [['show', '--json', 'review@example.org']],
  patch: [['show', '--json', '--patch', 'v1@example.org']],
  claim: [['show', '--json', 'c0ffee0000000001']],
  check: [['show', '--json', 'feed000000000001']],
  checks: [
    ['check', '--json', '--world', 'wp-tail', TAIL_PAGE_ID],
    ['check', '--json', '--world', 'wp-tail', TAIL_PAGE],
  ],
  replay: [['replay', '--json', 'TOKEN']],
  review: [['export', '--format', 'json', 'v1@example.org']],
  model: [
    ['model', '--json'],
    ['model', '--json', 'wp-tail'],
  ],
  doctor: [['doctor', '--json']],
  config: [['config', '--json']],
};

/** Commands that print JSON of another's making: `b4-check` what b4 reads. */
const FOREIGN = new Set(['b4-check']);

test('every JSON document has the form that is written down', { timeout: 180_000 }, async () => {
  const home = await reviewedHome();
  await mmlore({ home }, 'ingest', TAIL_PAGE);
  await mmlore({ home }, 'check', '--world', 'wp-tail', TAIL_PAGE_ID);
  const found = await mmlore(
    { home },
    'query',
    '--json=lines',
    "SELECT token FROM v_check WHERE token GLOB 'wp-tail*'",
  );
  const { token } = JSON.parse(found.stdout.split('\n')[0] ?? '');
  for (const [name, lines] of Object.entries(PRINTED)) {
    for (const args of lines) {
      const ran = await mmlore({ home }, ...args.map((arg) => (arg === 'TOKEN' ? token : arg)));
      expect.soft(ran, args.join(' ')).toMatchObject({ exitCode: 0 });
      const document = JSON.parse(ran.stdout.replace(/\[EOF\]$/, ''));
      expect.soft(documentOf(name as DocumentName).safeParse(document).error, args.join(' ')).toBeUndefined();
      const lists = Object.values(document).filter(Array.isArray);
      expect.soft(lists.length === 0 || lists.some((list) => list.length > 0), `rows of ${args.join(' ')}`).toBe(true);
    }
  }
});

test('every command that prints JSON is among these', async () => {
  const printing = (await wholeTree()).commands.filter((command: Command) =>
    command.options.some((option) => option.long === '--json'),
  );
  const tried = new Set(Object.values(PRINTED).flatMap((lines) => lines.map(([name]) => name)));
  expect(printing.map((command) => command.name()).filter((name) => !tried.has(name) && !FOREIGN.has(name))).toEqual(
    [],
  );
});

test('a field that is missing, new, or of another type is no such document', () => {
  const document = { schema: 'mmlore.derive/1', derived: 4 };
  const schema = documentOf('derive');
  expect(schema.safeParse(document).success).toBe(true);
  expect(schema.safeParse({ ...document, derived: '4' }).success).toBe(false);
  expect(schema.safeParse({ ...document, more: 1 }).success).toBe(false);
  expect(schema.safeParse({ schema: 'mmlore.derive/1' }).success).toBe(false);
  expect(schema.safeParse({ ...document, schema: 'mmlore.derive/2' }).success).toBe(false);
});

/** A change here is a change for whoever reads the documents: see `SCHEMA_VERSION`. */
test.each(Object.keys(DOCUMENTS) as DocumentName[])('the form of %s', async (name) => {
  await expect(jsonSchema(name)).toMatchFileSnapshot(`../../src/schema/json/${name}.json`);
});

test('rows have the columns of their views', async () => {
  const views = {
    v_message: messageRow,
    v_thread: threadRow,
    v_series: seriesRow,
    v_tag: tagRow,
    v_claim: claim.claimRow,
    v_claim_event: claim.claimEventRow,
    v_claim_place: claim.claimPlaceRow,
    v_check: check.checkRow,
    v_trace_step: check.traceStepRow,
    v_patch: patch.patchRow,
    v_hunk: patch.hunkRow,
    v_link: patch.linkRow,
    v_issue: patch.issueRow,
    v_read_mark: readMarkRow,
    v_note: noteRow,
  };
  const store = await newStore();
  const rows = await store.all<{ view: string; name: string }>(
    `SELECT v.name AS view, c.name FROM sqlite_schema v, pragma_table_info(v.name) c
     WHERE v.type = 'view' AND v.name GLOB 'v_*' ORDER BY v.name, c.cid`,
  );
  expect([...new Set(rows.map((row) => row.view))].toSorted(byText)).toEqual(Object.keys(views).toSorted(byText));
  for (const [view, row] of Object.entries(views)) {
    const columns = rows.filter((one) => one.view === view).map((one) => one.name);
    expect(Object.keys(row.unwrap().shape).slice(0, columns.length)).toEqual(columns);
  }
});
