import * as z from 'zod';
import { VERDICTS } from '../../checks/verdict.ts';
import { CLAIM_KINDS } from '../../claims/claim.ts';
import { CONCEPTS } from '../../claims/concepts.ts';
import { STATUSES } from '../../claims/ledger.ts';
import { displayJson } from '../../display.ts';
import { findSeries, findThing, findThread } from '../../store/find.ts';
import { runQuery } from '../../store/query.ts';
import { searchMail } from '../../store/search.ts';
import { PREFIXES } from '../../store/search-terms.ts';
import { listClaims } from '../../store/view-claims.ts';
import { nothingRun } from '../check-messages.ts';
import { checkThreads } from '../check-threads.ts';
import { withDatabase } from '../database.ts';
import { expectDone } from '../refusal.ts';
import { checkText } from '../render/check.ts';
import { verdictTable } from '../render/verdicts.ts';
import type { Paint } from '../style.ts';
import { printable } from '../values.ts';
import { readView } from '../views.ts';
import { type Tool, tool } from './tool.ts';

/** Bounds of one call: an assistant waits for it. */
const MOST_ROWS = 1_000;
const QUERY_SECONDS = 10;
const CHECK_LIMITS = { maxStates: 2_000_000, timeout: 20 } as const;
const WIDTH = 100;

const plain: Paint = (_label, text) => text;

/** Rows as an object a line. */
function lines(rows: readonly object[]): string {
  return rows.length === 0 ? 'Nothing found.' : rows.map((row) => displayJson(row)).join('\n');
}

const limit = z.int().min(1).max(MOST_ROWS);

const prefixes = Object.entries(PREFIXES)
  .map(([prefix, looksAt]) => `${prefix}: ${looksAt}`)
  .join('; ');

/** Everything that an assistant may ask of the database. */
export const TOOLS: readonly Tool[] = [
  tool({
    name: 'search',
    description: `Finds mails by words and by lore.kernel.org's prefixes, newest first, an object a line. Terms side by side must all fit, OR parts alternatives, - negates, "quotes" make a phrase. Prefixes: ${prefixes}.`,
    fields: { query: z.string(), limit: limit.default(20) },
    isReadOnly: true,
    answer: ({ query, limit: most }, session) =>
      withDatabase(session, 'read', async (connection) => lines(expectDone(await searchMail(connection, query, most)))),
  }),
  tool({
    name: 'show',
    description:
      "Shows a thread as its tree with claims and verdicts, a mail, a patch with the discussion at its lines, a claim with its ledger, or a check with its traces. Takes a Message-ID, an archive's URL, the id of a claim or check or its first letters, or a part of a subject.",
    fields: {
      id: z.string(),
      patch: z.boolean().default(false).describe('show the diff of a mail or of the mail that a thread begins with'),
    },
    isReadOnly: true,
    answer: ({ id, patch }, session) =>
      withDatabase(session, 'read', async (connection) => {
        const shown = await readView(connection, expectDone(await findThing(connection, id)), patch);
        return shown.text(plain, WIDTH);
      }),
  }),
  tool({
    name: 'claims',
    description:
      'Lists who claims what about which line of a patch, an object a line, by date: concerns, questions, requests, answers and so on, with the status of their ledger and the verdict of the model. Every filter that is given must fit.',
    fields: {
      thread: z.string().exactOptional().describe('as for show'),
      person: z.string().exactOptional().describe('part of a name or address'),
      kind: z.enum(CLAIM_KINDS).exactOptional(),
      status: z.enum(STATUSES).exactOptional(),
      verdict: z.enum(VERDICTS).exactOptional(),
      concept: z.enum(CONCEPTS).exactOptional(),
      function: z.string().exactOptional(),
      path: z.string().exactOptional().describe('part of the path'),
      hedged: z.boolean().exactOptional().describe('only where the sender marks doubt'),
      series: z.string().exactOptional().describe('all versions of a series: a Message-ID, or a part of its subject'),
      since: z.iso.date().exactOptional(),
      until: z.iso.date().exactOptional(),
      bots: z.boolean().default(true).describe('with those of automated reviewers'),
      limit: limit.default(50),
    },
    isReadOnly: true,
    answer: ({ thread, series, ...others }, session) =>
      withDatabase(session, 'read', async (connection) => {
        const filter =
          series === undefined ? others : { ...others, series: expectDone(await findSeries(connection, series)) };
        if (thread === undefined) return lines(await listClaims(connection, filter));
        return lines(
          await listClaims(connection, { ...filter, thread: expectDone(await findThread(connection, thread)) }),
        );
      }),
  }),
  tool({
    name: 'check',
    description:
      'Runs the checks that fit the patches of a thread on the model of the memory manager, before and after each patch, and keeps what they find. Takes seconds. A verdict is about a small model: `holds` is no proof about the kernel, `violated` is a run that a person should read; show of a check id gives its trace.',
    fields: {
      thread: z.string().describe('as for show'),
      explain: z.boolean().default(false).describe('with reasons and traces'),
    },
    isReadOnly: false,
    answer: ({ thread, explain }, session) =>
      withDatabase(session, 'write', async (connection) => {
        const threadId = expectDone(await findThread(connection, thread));
        const patches: string[] = [];
        const limits = { ...CHECK_LIMITS, patch: (messageId: string) => patches.push(messageId) };
        const { rows, traces } = await checkThreads(connection, [threadId], limits, { checked: () => undefined });
        if (rows.length === 0) return nothingRun(patches.length);
        if (!explain) return verdictTable(rows, plain, undefined);
        const ids = [...new Set(rows.map((row) => row.check_id))];
        const of = (id: string) => (one: { readonly check_id: string }) => one.check_id === id;
        return ids.map((id) => checkText(rows.filter(of(id)), traces.filter(of(id)), plain, WIDTH)).join('\n');
      }),
  }),
  tool({
    name: 'query',
    description: `Runs one SQL statement that only reads, on SQLite, and gives at most ${MOST_ROWS} rows, an object a line. The views are v_message, v_thread, v_series, v_patch, v_hunk, v_tag, v_claim, v_claim_event, v_claim_place, v_link, v_check, v_trace_step, v_note, v_read_mark and v_issue; SELECT name FROM pragma_table_info('v_claim') lists columns. Stopped after ${QUERY_SECONDS} s.`,
    fields: { sql: z.string() },
    isReadOnly: true,
    answer: ({ sql }, session) =>
      withDatabase(session, 'read', async (connection) => {
        const limits = { seconds: QUERY_SECONDS, rows: MOST_ROWS };
        return lines(expectDone(await runQuery(connection, sql, limits)).map(printable));
      }),
  }),
];
