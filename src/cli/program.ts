import { Command, type CommanderError } from 'commander';
import { display } from '../display.ts';
import { COMMANDS } from './commands.ts';
import type { Context, GlobalOptions, Session } from './context.ts';
import { defaultDatabase } from './paths.ts';
import { expectDone } from './refusal.ts';
import { Setting } from './settings/setting.ts';
import { readSources, settle } from './settings/settle.ts';
import { packageVersion } from './version.ts';

const EXAMPLES = `
Examples:
  $ mmlore demo                      read and check the bundled threads
  $ mmlore ingest t.mbox.gz          read a thread that b4 or lei saved
  $ mmlore check                     run the checks on what was read
  $ mmlore claims --kind concern     who is worried about what`;

/**
 * Makes the command tree; `end` is told the exit code that a command asks for.
 *
 * @param named the commands that get their arguments, options and actions; the others have a name and a summary
 */
export async function makeProgram(
  context: Context,
  named: readonly string[] | 'all',
  end: (exitCode: number) => void,
): Promise<Command> {
  const program = new Command('mmlore')
    .description("Reads Linux memory-management review threads and runs reviewers' concerns on a model.")
    .usage('COMMAND [ARGUMENTS]')
    .version(packageVersion(), '-V, --version', 'print the version')
    .addOption(
      new Setting('db', '--db <file>', 'use this database').default(
        defaultDatabase(context),
        'mmlore.db in the data folder',
      ),
    )
    .addOption(new Setting('color', '--no-color', 'print without colours'))
    .option('--debug', 'print the stack of an error')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .addHelpText('after', EXAMPLES);
  const session: Session = {
    ...context,
    globals: () => program.opts<GlobalOptions>(),
    program: (others) => makeProgram(context, others, end),
    end,
  };
  settleStreams(program, context);
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = program.command(name).summary(summary).helpOption('-h, --help', 'print help');
    settleStreams(command, context);
    if (named === 'all' || named.includes(name)) await (await load()).define(command, session);
  }
  return program.hook('preAction', (_, command) => applySettings([program, command], context));
}

/** Sets what the command line leaves open. Help is given without it, whatever the configuration says. */
function applySettings(commands: readonly Command[], context: Context): void {
  expectDone(settle(commands, expectDone(readSources(context))));
}

/** Makes commander write to the context's streams and throw where it would end the process. */
function settleStreams(command: Command, context: Context): void {
  command
    .exitOverride((error: CommanderError) => {
      throw error;
    })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      // What is wrong with an argument names it.
      writeErr: (text) => context.stderr.write(display(text)),
      getOutHelpWidth: () => context.stdout.columns ?? 100,
      getErrHelpWidth: () => context.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}
