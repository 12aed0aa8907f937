import { type Command, InvalidArgumentError } from 'commander';
import { LORE_DEFAULTS } from '../../ingest/sources/lore.ts';
import type { Session } from '../context.ts';
import { addFilters } from '../filters.ts';
import { ingestPaths } from '../ingest-paths.ts';
import { addFormats, type FormatOptions, writeJson } from '../output.ts';
import { Setting } from '../settings/setting.ts';

const EXAMPLES = `
Examples:
  $ mmlore ingest t.mbox.gz          a thread that b4 or lei saved
  $ lei q -f mboxrd s:uffd | mmlore ingest -
  $ mmlore ingest ~/mail/linux-mm    a maildir, a folder of mail files, or a public-inbox
  $ mmlore ingest https://lore.kernel.org/r/20230529061448.1234-1-someone@example.org`;

/** Reads the address of an archive of lore's kind. */
function archive(value: string): string {
  if (!/^https?:\/\/[^\s/]+/.test(value))
    throw new InvalidArgumentError('It is an address, such as https://lore.kernel.org.');
  return value;
}

/** `mmlore ingest`: archives into the database. */
export function define(command: Command, session: Session): void {
  command
    .description('Read mail archives into the database and find what they hold: threads, series, patches, claims.')
    .argument(
      '<source...>',
      'mailboxes or mails, plain, .gz or .xz; a folder of them; a Message-ID or its link; - for standard input',
    );
  addFilters(command, ['jobs']);
  command.addOption(
    new Setting('lore', '--lore <url>', 'fetch the thread of a Message-ID from this archive')
      .argParser(archive)
      .default(LORE_DEFAULTS.base),
  );
  addFormats(command, 'json')
    .addHelpText(
      'after',
      `${EXAMPLES}\n\nMail that is there already is not read again; an interrupted run goes on where it stopped.`,
    )
    .action(async (paths: string[], options: FormatOptions & { readonly jobs: number; readonly lore: string }) => {
      const summary = await ingestPaths(session, paths, options);
      if (options.json) writeJson(session, 'ingest', summary);
    });
}
