import type { Command } from 'commander';
import type { Session } from '../context.ts';
import { addFilters } from '../filters.ts';
import { ingestPaths } from '../ingest-paths.ts';
import { addFormats, type FormatOptions, writeJson } from '../output.ts';

const EXAMPLES = `
Examples:
  $ mmlore ingest t.mbox.gz          a thread that b4 or lei saved
  $ lei q -f mboxrd s:uffd | mmlore ingest -
  $ mmlore ingest ~/mail/linux-mm    a folder of mail files`;

/** `mmlore ingest`: archives into the database. */
export function define(command: Command, session: Session): void {
  command
    .description('Read mail archives into the database and find what they hold: threads, series, patches, claims.')
    .argument('<source...>', 'mailboxes or mails, plain, .gz or .xz; a folder of them; - for standard input');
  addFilters(command, ['jobs']);
  addFormats(command, 'json')
    .addHelpText(
      'after',
      `${EXAMPLES}\n\nMail that is there already is not read again; an interrupted run goes on where it stopped.`,
    )
    .action(async (paths: string[], options: FormatOptions & { readonly jobs: number }) => {
      const summary = await ingestPaths(session, paths, options.jobs);
      if (options.json) writeJson(session, 'ingest', summary);
    });
}
