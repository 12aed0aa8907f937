import { normaliseFormat } from './arguments.ts';
import { type Context, EXIT, type GlobalOptions } from './context.ts';
import { defaultDatabase } from './paths.ts';
import { makeProgram } from './program.ts';
import { report } from './report.ts';

/** Runs one command line and resolves with its exit code; never rejects. */
export async function run(args: readonly string[], context: Context): Promise<number> {
  let exitCode: number = EXIT.done;
  let options: Partial<GlobalOptions> = {};
  try {
    const program = await makeProgram(context, args, (code) => {
      exitCode = code;
    });
    options = program.opts<GlobalOptions>();
    if (args.length === 0) program.help();
    await program.parseAsync(normaliseFormat(args), { from: 'user' });
    return exitCode;
  } catch (error) {
    const ending = report(error, options.db ?? defaultDatabase(context), options.debug ?? false);
    context.stderr.write(ending.text);
    return ending.exitCode;
  }
}
