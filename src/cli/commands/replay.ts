import type { Command } from 'commander';
import { type CheckRow, readTrace, runByToken, type TraceStepRow } from '../../store/view-checks.ts';
import type { Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { addFormats, type FormatOptions, screenWidth, writeJson } from '../output.ts';
import { Refusal } from '../refusal.ts';
import { checkLines, traceLines } from '../render/check.ts';
import { painter } from '../style.ts';

/** `mmlore replay`: a trace again. */
export function define(command: Command, session: Session): void {
  command
    .description('Walk through the run that a token stands for, step by step.')
    .argument('<token...>', 'the token of a violated check; blanks and line breaks that a mail put in do not matter');
  addFormats(command, 'json').action(async (pieces: string[], options: FormatOptions) => {
    const token = pieces.join('').replace(/\s/g, '');
    const { run, steps } = await withDatabase(session, 'read', async (connection) => {
      const found = await runByToken(connection, token);
      if (found === undefined) throw unknownToken();
      return { run: found, steps: await readTrace(connection, found.check_id, found.side) };
    });
    if (options.json) writeJson(session, 'replay', { run, steps });
    else session.stdout.write(replayText(session, run, steps));
  });
}

function unknownToken(): Refusal {
  return new Refusal({
    kind: 'input',
    message: 'no check in this database has this token',
    hint: 'Run `mmlore check` on the thread first, and copy the token whole.',
  });
}

function replayText(session: Session, run: CheckRow, steps: readonly TraceStepRow[]): string {
  const paint = painter(session);
  return [...checkLines([run], paint), '', ...traceLines(steps, screenWidth(session) ?? 100), ''].join('\n');
}
