import process from 'node:process';
import { checkInProcess } from './check-process.ts';
import type { Session } from './context.ts';
import { expectDone, Refusal } from './refusal.ts';
import { commandsOf } from './typed-commands.ts';

/**
 * Opens the terminal interface and resolves when it is left.
 *
 * Ink and React are loaded here and nowhere else: they cost half a second.
 */
export async function openInterface(session: Session, thread: string | undefined): Promise<void> {
  if (session.stdout !== process.stdout || process.stdin.isTTY !== true || process.stdout.isTTY !== true) {
    throw new Refusal({
      kind: 'input',
      message: 'the terminal interface needs a terminal',
      hint: 'Read the same with `mmlore threads`, `mmlore show` and `mmlore claims`.',
    });
  }
  // React's development build is slower, and warns into the screen.
  process.env.NODE_ENV ??= 'production';
  const { openUi } = await import('../ui/open-ui.ts');
  const options = session.globals();
  const database = options.db;
  expectDone(
    await openUi({
      data: database,
      thread,
      stdin: process.stdin,
      stdout: process.stdout,
      env: session.env,
      color: options.color,
      check: (words, onEvents, signal) => checkInProcess(database, words, onEvents, signal),
      commands: commandsOf(session),
    }),
  );
}
