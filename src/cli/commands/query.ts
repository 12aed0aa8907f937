import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { type AnyRow, runQuery } from '../../store/query.ts';
import type { Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { amount } from '../filters.ts';
import { addFormats, type FormatOptions, writeRows } from '../output.ts';
import { expectDone } from '../refusal.ts';
import { Setting } from '../settings/setting.ts';
import { printable } from '../values.ts';

const EXAMPLES = `
The views are v_message, v_thread, v_series, v_patch, v_hunk, v_tag, v_claim, v_claim_event, v_claim_place, v_link, v_check,
v_trace_step, v_note, v_read_mark and v_issue; the README lists their columns.

Examples:
  $ mmlore query 'SELECT kind, count(*) FROM v_claim GROUP BY kind'
  $ mmlore query - <questions.sql`;

/** `mmlore query`: read-only SQL on the views. */
export function define(command: Command, session: Session): void {
  command
    .description('Run one read-only SQL statement on the database.')
    .argument('<sql>', 'the statement, or - to read it from standard input')
    .addOption(
      new Setting('query-timeout', '--timeout <seconds>', 'stop it after this time').argParser(amount).default(30),
    );
  addFormats(command, 'all')
    .addHelpText('after', EXAMPLES)
    .action(async (sql: string, options: FormatOptions & { readonly timeout: number }) => {
      const statement = sql === '-' ? await text(session.stdin) : sql;
      const rows = await withDatabase(session, 'read', async (connection) =>
        expectDone(await runQuery(connection, statement, { seconds: options.timeout })),
      );
      writeRows(session, options, 'rows', rows.map(printable), columnsOf(rows));
    });
}

function columnsOf(rows: readonly AnyRow[]) {
  return Object.keys(rows[0] ?? {}).map((name) => ({
    title: name,
    shrinkTo: 8,
    text: (row: AnyRow) => (row[name] === null ? '' : String(row[name])),
    ...(rows.every((row) => typeof row[name] === 'number' || row[name] === null) ? { align: 'right' as const } : {}),
  }));
}
