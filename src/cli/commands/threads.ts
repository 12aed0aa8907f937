import type { Command } from 'commander';
import { listThreads, type ThreadFilter, type ThreadRow } from '../../store/view-threads.ts';
import type { Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { addFilters } from '../filters.ts';
import { addFormats, type FormatOptions, writeRows } from '../output.ts';
import { painter } from '../style.ts';
import type { Column } from '../table.ts';

const EXAMPLES = `
Examples:
  $ mmlore threads --limit 20                     what was written last
  $ mmlore threads --person horn --since 2023-05    where somebody took part
  $ mmlore threads --subject khugepaged --json`;

/** `mmlore threads`: the threads, the one with the newest mail first. */
export function define(command: Command, session: Session): void {
  command
    .description('List the threads, the one with the newest mail first.')
    .option('--subject <text>', 'only threads whose subject contains this')
    .option('--person <text>', 'only threads in which this name or address wrote');
  addFilters(command, ['since', 'until', 'limit']);
  addFormats(command, 'all')
    .addHelpText('after', EXAMPLES)
    .action(async (options: ThreadFilter & FormatOptions) => {
      const rows = await withDatabase(session, 'read', (connection) => listThreads(connection, options));
      writeRows(session, options, 'threads', rows, columns(session));
    });
}

function columns(session: Session): Column<ThreadRow>[] {
  const paint = painter(session);
  return [
    { title: 'LAST MAIL', text: (row) => row.last_date?.slice(0, 10) ?? '' },
    { title: 'MAILS', align: 'right', text: (row) => String(row.messages) },
    { title: 'CLAIMS', align: 'right', text: (row) => String(row.claims) },
    { title: 'OPEN', align: 'right', text: (row) => String(row.open) },
    {
      title: 'CONFIRMED',
      align: 'right',
      text: (row) => String(row.confirmed),
      paint: (cell, row) => (row.confirmed > 0 ? paint('violated', cell) : cell),
    },
    { title: 'SUBJECT', shrinkTo: 20, text: (row) => row.subject, paint: (cell) => paint('heading', cell) },
    { title: 'THREAD', shrinkTo: 12, text: (row) => row.thread_id, paint: (cell) => paint('id', cell) },
  ];
}
