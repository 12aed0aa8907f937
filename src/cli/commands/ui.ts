import type { Command } from 'commander';
import type { Session } from '../context.ts';
import { openInterface } from '../interface.ts';

const EXAMPLES = `
Examples:
  $ mmlore ui                                    begin with the list of threads
  $ mmlore ui 20230529061448.1234-1-x@example.org`;

/** `mmlore ui`: the terminal interface. */
export function define(command: Command, session: Session): void {
  command
    .description('Open the terminal interface: patch and comments side by side, verdicts and traces.')
    .argument('[thread]', 'open on this thread: a Message-ID of any of its mails')
    .addHelpText('after', EXAMPLES)
    .action(async (thread: string | undefined) => {
      await openInterface(session, thread);
    });
}
