import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import type { ReadFunction } from '../../checks/check-patch.ts';
import { isConfirmed } from '../../checks/verdict.ts';
import type { RunEvent } from '../../checks/watch.ts';
import { groupBy } from '../../groups.ts';
import { openKernelTree } from '../../ingest/kernel-tree.ts';
import { PROPERTIES } from '../../mm/properties.ts';
import { WORLDS } from '../../mm/worlds.ts';
import { findThread } from '../../store/find.ts';
import { listThreads } from '../../store/view-threads.ts';
import { type CheckLimits, checkMessages, loadInstruments, nothingRun } from '../check-messages.ts';
import { checkThreads, type Found, type Keeping } from '../check-threads.ts';
import { EXIT, type Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { amount, count } from '../filters.ts';
import { OneOf } from '../one-of.ts';
import { addFormats, type FormatOptions, screenWidth, writeJson } from '../output.ts';
import { readPatchFile } from '../patch-file.ts';
import { progressOn } from '../progress.ts';
import { expectDone } from '../refusal.ts';
import { checkText } from '../render/check.ts';
import { checkRows, traceRows } from '../render/check-rows.ts';
import { readText } from '../render/read-function.ts';
import { verdictTable } from '../render/verdicts.ts';
import { Setting } from '../settings/setting.ts';
import { painter } from '../style.ts';

interface CheckOptions extends Omit<CheckLimits, 'tree' | 'watch'>, FormatOptions {
  readonly tree?: string;
  readonly watch?: boolean;
  readonly explain?: boolean;
  readonly exitCode?: boolean;
  readonly whatIf?: boolean;
}

const EXAMPLES = `
Examples:
  $ mmlore check                                   every thread in the database
  $ mmlore check retract_page_tables --explain     one thread, with its traces
  $ mmlore check --kernel 6.6 retract_page_tables  the same patch on another kernel
  $ git diff | mmlore check -                      a change that nobody has seen yet`;

/** `mmlore check`: link, lift and run. */
export function define(command: Command, session: Session): void {
  command
    .description('Run the checks that fit a thread or a patch, before and after it, and keep what they found.')
    .argument(
      '[what]',
      'a thread or mail in the database, a file with a patch, or - for standard input; else all threads',
    )
    .addOption(
      new Setting(
        'tree',
        '--tree <dir>',
        'take the text of functions from this kernel tree: a git repository or a plain folder',
      ),
    )
    .addOption(new OneOf('--world <name>', 'only in this world', 'world', namesOf(WORLDS)))
    .addOption(new OneOf('--property <name>', 'only this property', 'property', namesOf(PROPERTIES)))
    .option('--function <name>', 'only this function of the patches')
    .addOption(
      new Setting('kernel', '--kernel <version>', 'assume this kernel, such as 6.5, not the one of the time').argParser(
        version,
      ),
    )
    .addOption(
      new Setting('max-states', '--max-states <count>', 'stop a run after so many states')
        .argParser(count)
        .default(2_000_000),
    )
    .addOption(
      new Setting('check-timeout', '--timeout <seconds>', 'stop a run after this time').argParser(amount).default(60),
    )
    .option('--every-order', 'explore every order of independent steps: the same verdicts from more states')
    .option('--explain', 'print why each check was chosen, its traces, and the functions as they were read')
    .option('--watch', 'write to stderr how far each run has come, a JSON object a line')
    .option('--what-if', 'show what is found and keep nothing of it; so it is with --kernel')
    .option('--exit-code', 'end with 1 where a concern is confirmed');
  addFormats(command, 'json')
    .addHelpText('after', EXAMPLES)
    .action(async (what: string | undefined, { tree, watch, ...options }: CheckOptions) => {
      const patches: string[] = [];
      const limits: { -readonly [Key in keyof CheckLimits]: CheckLimits[Key] } = {
        ...options,
        patch: (messageId) => patches.push(messageId),
        ...(tree === undefined ? {} : { tree: expectDone(openKernelTree(tree)) }),
        ...(watch === true ? { watch: (event) => session.stderr.write(watchLine(event)) } : {}),
      };
      const read: ReadFunction[] = [];
      if (options.explain === true) limits.read = (one) => read.push(one);
      const isFile = what === '-' || (what !== undefined && existsSync(what));
      const keeping = options.whatIf || command.getOptionValueSource('kernel') === 'cli' ? 'show' : 'keep';
      const found = isFile ? await checkFile(session, what, limits) : await checkStored(session, what, limits, keeping);
      if (keeping === 'show' && !isFile) session.stderr.write('This is what would be: none of it is kept.\n');
      if (options.json) writeJson(session, 'checks', { checks: found.rows, traces: found.traces });
      else writeChecks(session, found, options.explain === true ? read : undefined, patches.length);
      if (options.exitCode && found.rows.some((row) => isConfirmed(row.verdict))) session.end(EXIT.input);
    });
}

function watchLine({ messageId, ...event }: RunEvent): string {
  return `${JSON.stringify({ message_id: messageId, ...event })}\n`;
}

function namesOf(things: readonly { readonly name: string }[]): string[] {
  return things.map((thing) => thing.name);
}

function version(text: string): string {
  if (/^\d+\.\d+$/.test(text)) return text;
  throw new InvalidArgumentError('It is two numbers, such as 6.5.');
}

async function checkFile(session: Session, path: string, limits: CheckLimits): Promise<Found> {
  const messages = expectDone(await readPatchFile(path, session));
  const checks = checkMessages(messages, limits, await loadInstruments());
  return { rows: checks.flatMap(checkRows), traces: checks.flatMap(traceRows) };
}

function checkStored(
  session: Session,
  what: string | undefined,
  limits: CheckLimits,
  keeping: Keeping,
): Promise<Found> {
  return withDatabase(session, 'write', async (connection) => {
    const threads =
      what === undefined
        ? (await listThreads(connection)).map((thread) => thread.thread_id)
        : [expectDone(await findThread(connection, what))];
    const progress = progressOn(session);
    return checkThreads(connection, threads, limits, progress, keeping).finally(() => progress.clear());
  });
}

/**
 * @param read The functions as they were read, where everything is to be explained.
 * @param patches How many mails hold a diff.
 */
function writeChecks(
  session: Session,
  { rows, traces }: Found,
  read: readonly ReadFunction[] | undefined,
  patches: number,
): void {
  const paint = painter(session);
  if (rows.length === 0) session.stderr.write(`${nothingRun(patches)}\n`);
  else if (read === undefined) {
    const kernels = [...new Set(rows.map((row) => row.kernel))].join(', ');
    session.stderr.write(`The kernel is taken to be ${kernels}, as --explain says of each check.\n`);
    session.stdout.write(verdictTable(rows, paint, screenWidth(session)));
  } else {
    const width = screenWidth(session) ?? 100;
    const asked = groupBy(rows, (row) =>
      JSON.stringify([row.message_id, row.path, row.function, row.property, row.world]),
    );
    for (const [first] of asked.values()) {
      const sides = rows.filter((row) => row.check_id === first?.check_id);
      const shown = traces.filter((trace) => trace.check_id === first?.check_id);
      session.stdout.write(checkText(sides, shown, paint, width));
    }
    for (const one of read) session.stdout.write(readText(one, paint));
  }
}
