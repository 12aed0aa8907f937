import type { Command } from 'commander';
import { displayLine } from '../../display.ts';
import { type HitRow, searchMail } from '../../store/search.ts';
import { PREFIXES, unknownPrefixes } from '../../store/search-terms.ts';
import type { Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { count } from '../filters.ts';
import { addFormats, type FormatOptions, writeRows } from '../output.ts';
import { expectDone } from '../refusal.ts';
import { Setting } from '../settings/setting.ts';
import { painter } from '../style.ts';
import type { Column } from '../table.ts';

const HELP = `
Prefixes:
${Object.entries(PREFIXES)
  .map(([prefix, looksAt]) => `  ${`${prefix}:`.padEnd(9)} ${looksAt}`)
  .join('\n')}

Terms side by side must all fit. OR parts alternatives, - or NOT negates, "quotes" make a phrase, * ends a beginning.

Examples:
  $ mmlore search 'nq:"mmu notifier" dfn:mm/khugepaged.c'
  $ mmlore search 's:uffd f:peterx d:20210501..20210601'`;

/** `mmlore search`: mail by lore's query prefixes. */
export function define(command: Command, session: Session): void {
  command
    .description("Search mail with lore's query prefixes, newest first.")
    .argument('<query...>', 'words, phrases and prefixes')
    .addOption(new Setting('search-limit', '--limit <count>', 'at most so many').argParser(count).default(50));
  addFormats(command, 'all')
    .addHelpText('after', HELP)
    .action(async (query: string[], options: FormatOptions & { readonly limit: number }) => {
      const rows = await withDatabase(session, 'read', async (connection) =>
        expectDone(await searchMail(connection, query.join(' '), options.limit)),
      );
      writeRows(session, options, 'messages', rows, columns(session));
      if (rows.length === 0) noteWords(session, query.join(' '));
    });
}

/** `dfm:mm/` finds nothing, and not because nobody changed a file there. */
function noteWords(session: Session, query: string): void {
  for (const prefix of unknownPrefixes(query)) {
    session.stderr.write(
      displayLine(`${prefix}: is no prefix, and was looked for as a word; \`mmlore search --help\` lists them.`),
    );
    session.stderr.write('\n');
  }
}

function columns(session: Session): Column<HitRow>[] {
  const paint = painter(session);
  return [
    { title: 'DATE', text: (row) => row.date?.slice(0, 10) ?? '' },
    { title: 'FROM', shrinkTo: 10, text: (row) => row.from_name || row.from_email },
    { title: 'SUBJECT', shrinkTo: 20, text: (row) => row.subject, paint: (cell) => paint('heading', cell) },
    { title: 'MESSAGE', shrinkTo: 12, text: (row) => row.message_id, paint: (cell) => paint('id', cell) },
  ];
}
