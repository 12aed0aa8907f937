import { type Command, Option } from 'commander';
import { VERDICTS } from '../../checks/verdict.ts';
import { CLAIM_KINDS } from '../../claims/claim.ts';
import { CONCEPTS } from '../../claims/concepts.ts';
import { STATUSES } from '../../claims/ledger.ts';
import { findThread } from '../../store/find.ts';
import { type ClaimFilter, type ClaimRow, listClaims } from '../../store/view-claims.ts';
import type { Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { addFilters, count } from '../filters.ts';
import { OneOf } from '../one-of.ts';
import { addFormats, type FormatOptions, writeRows } from '../output.ts';
import { expectDone } from '../refusal.ts';
import { laterFate } from '../render/claim.ts';
import { painter, verdictLabel } from '../style.ts';
import type { Column } from '../table.ts';

const EXAMPLES = `
Examples:
  $ mmlore claims --kind concern --status open          what nobody has answered
  $ mmlore claims --function retract_page_tables        what is said of one function
  $ mmlore claims --person horn --json=lines            one object a line, for jq`;

/** The option is not `--version`, which prints the program's own. */
type ClaimsOptions = Omit<ClaimFilter, 'version'> & FormatOptions & { readonly patchVersion?: number };

/** `mmlore claims`: who claims what about which line. */
export function define(command: Command, session: Session): void {
  command
    .description('List who claims what about which line of a patch, by date.')
    .option('--thread <id>', 'only in this thread: a Message-ID, or a part of its subject')
    .option('--person <text>', 'only by this name or address')
    .addOption(new Option('--kind <kind>', 'only of this kind').choices(CLAIM_KINDS))
    .addOption(new OneOf('--concept <concept>', 'only about this concept, such as tlb-flush', 'concept', CONCEPTS))
    .addOption(new Option('--status <status>', 'only with this status').choices(STATUSES))
    .addOption(new Option('--verdict <verdict>', 'only with this verdict of the model').choices(VERDICTS))
    .option('--path <text>', 'only on files whose path contains this')
    .option('--function <name>', 'only on lines of this function')
    .addOption(new Option('--patch-version <number>', 'only on this version of a patch').argParser(count))
    .option('--no-bots', 'leave out automated reviewers');
  addFilters(command, ['since', 'until', 'limit']);
  addFormats(command, 'all')
    .addHelpText('after', EXAMPLES)
    .action(async ({ patchVersion, ...options }: ClaimsOptions) => {
      const rows = await withDatabase(session, 'read', async (connection) => {
        const { thread, ...others } = options;
        const filter = patchVersion === undefined ? others : { ...others, version: patchVersion };
        if (thread === undefined) return listClaims(connection, filter);
        return listClaims(connection, { ...filter, thread: expectDone(await findThread(connection, thread)) });
      });
      writeRows(session, options, 'claims', rows, columns(session));
    });
}

function columns(session: Session): Column<ClaimRow>[] {
  const paint = painter(session);
  return [
    { title: 'DATE', text: (row) => row.date?.slice(0, 10) ?? '' },
    { title: 'WHO', shrinkTo: 8, text: (row) => row.from_name || row.from_email },
    { title: 'KIND', text: (row) => `${row.kind}${row.hedged ? '?' : ''}` },
    { title: 'STATUS', text: (row) => row.status ?? '' },
    {
      title: 'VERDICT',
      text: (row) => row.verdict ?? '',
      paint: (cell, row) => paint(verdictLabel(row.verdict), cell),
    },
    { title: 'NOW', shrinkTo: 8, text: (row) => laterFate(row) ?? '' },
    { title: 'WHERE', shrinkTo: 10, text: (row) => row.anchor_function ?? row.anchor_path ?? '' },
    { title: 'CLAIM', shrinkTo: 24, text: (row) => row.evidence },
    { title: 'ID', text: (row) => row.claim_id.slice(0, 10), paint: (cell) => paint('id', cell) },
  ];
}
