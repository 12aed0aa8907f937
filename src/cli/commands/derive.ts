import type { Command } from 'commander';
import { crewOf } from '../../ingest/crew.ts';
import { derivePending } from '../../ingest/derive-pending.ts';
import type { Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { addFilters } from '../filters.ts';
import { interrupted } from '../ingest-paths.ts';
import { addFormats, type FormatOptions, writeJson } from '../output.ts';
import { progressOn } from '../progress.ts';

const EXAMPLES = `
Examples:
  $ mmlore derive             after an update of mmlore
  $ mmlore derive --jobs 1    in one thread

No mail is read again. \`mmlore ingest\` does the same after it has read its sources.`;

/** `mmlore derive`: what is found in mail, found again where the program finds it otherwise than before. */
export function define(command: Command, session: Session): void {
  command.description(
    'Find threads, series, patches and claims again in the mail that is there, where another version of mmlore found them.',
  );
  addFilters(command, ['jobs']);
  addFormats(command, 'json')
    .addHelpText('after', EXAMPLES)
    .action(async (options: FormatOptions & { readonly jobs: number }) => {
      const signal = session.interruption();
      const progress = progressOn(session);
      const crew = crewOf(options.jobs, signal);
      const derived = await withDatabase(session, 'write', (connection) =>
        derivePending(connection, crew, progress, signal),
      ).finally(() => {
        progress.clear();
        return crew.dismiss();
      });
      if (signal.aborted) throw interrupted();
      session.stderr.write(`Derived ${derived} ${derived === 1 ? 'mail' : 'mails'} again.\n`);
      if (options.json) writeJson(session, 'derive', { derived });
    });
}
