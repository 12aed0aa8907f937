import type { Command } from 'commander';
import type { Connection } from '../../store/connection.ts';
import { type CheckRow, runByToken, type Trace } from '../../store/view-checks.ts';
import { checkGroup, loadInstruments } from '../check-messages.ts';
import type { Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { addFormats, type FormatOptions, screenWidth, writeJson } from '../output.ts';
import { Refusal } from '../refusal.ts';
import { checkLines, traceLines } from '../render/check.ts';
import { traceRows } from '../render/check-rows.ts';
import { painter } from '../style.ts';

/** More than any check that is shipped takes: a token names a run that was found within the limits of its time. */
const LIMITS = { maxStates: 20_000_000, timeout: 600 } as const;

const EXAMPLES = `
Examples:
  $ mmlore replay wp-tail/HEAD/4.5/1f6d7c2e~0001000000001            as \`mmlore check --explain\` prints it
  $ mmlore replay wp-tail/HEAD/4.5/1f6d7c2e~0001 000000001 --json    broken by a mail, its steps as JSON`;

/** `mmlore replay`: the run of a token, made again from the patch and the model as they are now. */
export function define(command: Command, session: Session): void {
  command
    .description('Run again what a token stands for, from the patch and the model as they are now, and show each step.')
    .argument('<token...>', 'the token of a violated check; blanks and line breaks that a mail put in do not matter');
  addFormats(command, 'json')
    .addHelpText('after', EXAMPLES)
    .action(async (pieces: string[], options: FormatOptions) => {
      const token = pieces.join('').replace(/\s/g, '');
      const { run, trace } = await withDatabase(session, 'read', (connection) => replayed(connection, token));
      if (options.json) writeJson(session, 'replay', { run, steps: trace.steps });
      else session.stdout.write(replayText(session, run, trace));
    });
}

async function replayed(connection: Connection, token: string): Promise<{ run: CheckRow; trace: Trace }> {
  const run = await runByToken(connection, token);
  if (run === undefined) {
    throw new Refusal({
      kind: 'input',
      message: 'no check in this database has this token',
      hint: 'Run `mmlore check` on the thread first, and copy the token whole.',
    });
  }
  const limits = { ...LIMITS, world: run.world, property: run.property, kernel: run.kernel };
  const checks = await checkGroup(connection, run.thread_id ?? run.message_id, limits, await loadInstruments());
  const check = checks.find((one) => one.checkId === run.check_id);
  const trace = check === undefined ? undefined : traceRows(check).find((one) => one.side === run.side);
  if (check?.[run.side].token !== token || trace === undefined) {
    throw new Refusal({
      kind: 'input',
      message: 'the run of this token cannot be made again',
      causes: ['the patch or the model is not what it was when the token was made'],
      hint: 'Run `mmlore check` again for what the model says now.',
    });
  }
  return { run, trace };
}

function replayText(session: Session, run: CheckRow, trace: Trace): string {
  const paint = painter(session);
  return [
    ...checkLines([run], paint),
    '',
    ...traceLines(trace.steps, run.property, screenWidth(session) ?? 100),
    '',
  ].join('\n');
}
