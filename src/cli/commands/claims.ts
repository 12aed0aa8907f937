import { type Command, Option } from 'commander';
import { VERDICTS } from '../../checks/verdict.ts';
import { CLAIM_KINDS } from '../../claims/claim.ts';
import { CONCEPT_RULES } from '../../claims/concept-rules.ts';
import { STATUSES } from '../../claims/ledger.ts';
import { type ClaimRow, listClaims } from '../../store/view-claims.ts';
import { type ClaimFilterOptions, claimFilter } from '../claim-filter.ts';
import type { Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { addFilters, count } from '../filters.ts';
import { OneOf } from '../one-of.ts';
import { addFormats, type FormatOptions, writeRows } from '../output.ts';
import { explainedClaim, laterFate } from '../render/claim.ts';
import { painter, verdictLabel } from '../style.ts';
import type { Column } from '../table.ts';

const EXAMPLES = `
Examples:
  $ mmlore claims --kind concern --open                     what nobody has answered
  $ mmlore claims --promised-not-done --series khugepaged   what the next version still owes
  $ mmlore claims --on retract_page_tables --explain        what is said of one function, with the cues
  $ mmlore claims --by horn --json=lines                    one object a line, for jq`;

const CONCEPTS = CONCEPT_RULES.map(({ concept }) => concept);

interface ClaimsOptions extends ClaimFilterOptions, FormatOptions {
  readonly explain?: boolean;
}

/** `mmlore claims`: who claims what about which line. */
export function define(command: Command, session: Session): void {
  command
    .description('List who claims what about which line of a patch, by date.')
    .option('--thread <id>', 'only in this thread: a Message-ID, or a part of its subject')
    .option('--series <id>', 'only about this series, all its versions: a Message-ID, or a part of its subject')
    .option('--by, --person <text>', 'only by this name or address')
    .addOption(new Option('--kind <kind>', 'only of this kind').choices(CLAIM_KINDS))
    .addOption(new OneOf('--concept <concept>', 'only about this concept, such as tlb-flush', 'concept', CONCEPTS))
    .addOption(new Option('--status <status>', 'only with this status').choices(STATUSES))
    .addOption(new Option('--open', 'only what nobody has answered').conflicts('status'))
    .addOption(
      new Option('--promised-not-done', 'only what was promised and that no later version has changed').conflicts([
        'status',
        'open',
      ]),
    )
    .addOption(new Option('--verdict <verdict>', 'only with this verdict of the model').choices(VERDICTS))
    .option('--path <text>', 'only on files whose path contains this')
    .option('--on, --function <name>', 'only on lines of this function')
    .option('--hedged', 'only where the sender marks doubt')
    .addOption(new Option('--patch-version <number>', 'only on this version of a patch').argParser(count))
    .option('--no-bots', 'leave out automated reviewers')
    .option('--explain', 'print each claim with its patch line, and why it was taken for one');
  addFilters(command, ['since', 'until', 'limit']);
  addFormats(command, 'all')
    .addHelpText('after', EXAMPLES)
    .action(async (options: ClaimsOptions) => {
      const rows = await withDatabase(session, 'read', async (connection) =>
        listClaims(connection, await claimFilter(options, connection)),
      );
      const isListed = !options.explain || options.json || options.jsonLines || options.csv;
      if (isListed || rows.length === 0) return writeRows(session, options, 'claims', rows, columns(session));
      const paint = painter(session);
      session.stdout.write(rows.map((row) => explainedClaim(row, paint)).join('\n'));
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
