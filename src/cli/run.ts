import { Command, type CommanderError } from 'commander';
import { normaliseFormat } from './arguments.ts';
import { COMMANDS } from './commands.ts';
import { type Context, EXIT, type GlobalOptions, type Session } from './context.ts';
import { databasePath } from './paths.ts';
import { report } from './report.ts';
import { packageVersion } from './version.ts';

const EXAMPLES = `
Examples:
  $ mmlore demo                      read and check the bundled threads
  $ mmlore ingest t.mbox.gz          read a thread that b4 or lei saved
  $ mmlore check                     run the checks on what was read
  $ mmlore claims --kind concern     who is worried about what`;

/** Runs one command line and resolves with its exit code; never rejects. */
export async function run(args: readonly string[], context: Context): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = new Command('mmlore');
  const session: Session = {
    ...context,
    globals: () => program.opts<GlobalOptions>(),
    end: (code) => {
      exitCode = code;
    },
  };
  try {
    await fill(program, args, session);
    if (args.length === 0) program.help();
    await program.parseAsync(normaliseFormat(args), { from: 'user' });
    return exitCode;
  } catch (error) {
    const options = session.globals();
    const ending = report(error, databasePath(options, context), options.debug ?? false);
    context.stderr.write(ending.text);
    return ending.exitCode;
  }
}

/** Makes the whole command tree, where only the commands that `args` names have their options. */
async function fill(program: Command, args: readonly string[], session: Session): Promise<void> {
  program
    .description("Reads Linux memory-management review threads and runs reviewers' concerns on a model.")
    .usage('COMMAND [ARGUMENTS]')
    .version(packageVersion(), '-V, --version', 'print the version')
    .option('--db <file>', 'use this database')
    .option('--no-color', 'print without colours')
    .option('--debug', 'print the stack of an error')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .addHelpText('after', EXAMPLES);
  settle(program, session);

  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = program.command(name).summary(summary).helpOption('-h, --help', 'print help');
    settle(command, session);
    if (args.includes(name)) (await load()).define(command, session);
  }
}

/** Makes commander write to the context's streams and throw where it would end the process. */
function settle(command: Command, context: Context): void {
  command
    .exitOverride((error: CommanderError) => {
      throw error;
    })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      getOutHelpWidth: () => context.stdout.columns ?? 100,
      getErrHelpWidth: () => context.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}
