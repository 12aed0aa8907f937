import type { Command } from 'commander';
import { listSeries, type SeriesFilter, type SeriesRow } from '../../store/view-series.ts';
import type { Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { addFormats, type FormatOptions, writeRows } from '../output.ts';
import { painter } from '../style.ts';
import type { Column } from '../table.ts';

const EXAMPLES = `
Examples:
  $ mmlore series                        every version of every series
  $ mmlore series --subject khugepaged   one series, with how its versions were linked`;

/** `mmlore series`: each version of each series. */
export function define(command: Command, session: Session): void {
  command
    .description('List the patch series, each with its versions and how they were linked.')
    .option('--subject <text>', 'only series whose subject contains this');
  addFormats(command, 'all')
    .addHelpText('after', EXAMPLES)
    .action(async (options: SeriesFilter & FormatOptions) => {
      const rows = await withDatabase(session, 'read', (connection) => listSeries(connection, options));
      writeRows(session, options, 'series', rows, columns(session));
    });
}

function columns(session: Session): Column<SeriesRow>[] {
  const paint = painter(session);
  return [
    { title: 'DATE', text: (row) => row.date?.slice(0, 10) ?? '' },
    { title: 'VERSION', align: 'right', text: (row) => `v${row.version}` },
    { title: 'PATCHES', align: 'right', text: (row) => `${row.received}/${row.parts}` },
    { title: 'R/A/T', align: 'right', text: tagCounts },
    { title: 'FROM', shrinkTo: 10, text: (row) => row.from_name || row.from_email },
    { title: 'SUBJECT', shrinkTo: 20, text: (row) => row.subject, paint: (cell) => paint('heading', cell) },
    { title: 'LINKED BY', shrinkTo: 8, text: (row) => row.link_reason ?? '', paint: (cell) => paint('muted', cell) },
    { title: 'MESSAGE', shrinkTo: 12, text: (row) => row.message_id, paint: (cell) => paint('id', cell) },
  ];
}

/** How many people gave Reviewed-by, Acked-by and Tested-by, as Patchwork lists them. */
function tagCounts({ reviewed, acked, tested }: SeriesRow): string {
  return [reviewed, acked, tested].map((count) => (count === 0 ? '-' : String(count))).join('/');
}
