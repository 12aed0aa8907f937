import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { Screen } from './screen.ts';

/** The keyboard: `tty.ReadStream` has it, and tests make one of a stream. */
export interface Keyboard {
  readonly isTTY?: boolean | undefined;
  setRawMode?(on: boolean): unknown;
  setEncoding(encoding: 'utf8'): unknown;
  on(event: 'data', listener: (text: string) => void): unknown;
  off(event: 'data', listener: (text: string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** The terminal while the interface has it: raw keys, the alternate screen, and the way back at every end. */
export interface Session {
  /** Stops the program as Ctrl-Z does, with the terminal as it was; comes back with the screen drawn again. */
  suspend(): void;
  /** Puts a text on the clipboard of terminals that allow it (OSC 52); others ignore it. */
  copy(text: string): void;
  /** Opens a text in `$VISUAL` or `$EDITOR`; gives the path of the file, which stays. */
  edit(name: string, text: string): string;
  /** Opens a text in the same way and gives what it is then; no file stays. */
  editText(name: string, text: string): string;
  /** Gives the terminal back. Safe to call again. */
  end(): void;
}

/** Who is told what happens while the terminal is taken. */
export interface Listeners {
  /** Gets what was typed, as text. */
  onKeys(text: string): void;
  /** Gets an error that nobody caught, after the terminal was given back. */
  onCrash(error: unknown): void;
}

const ENDING_SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
/** How long after stopping oneself the program is taken to have come back without SIGCONT. */
const NOT_STOPPED_AFTER_MS = 100;

/**
 * Takes the terminal.
 *
 * Whatever ends the program, `end` runs first: its normal end, SIGTERM, SIGHUP, SIGINT, an exception, `process.exit`.
 *
 * @param screen What draws.
 * @param keyboard Where keys come from.
 * @param terminal Takes bytes that do not go through the screen.
 */
export function takeTerminal(
  screen: Screen,
  keyboard: Keyboard,
  terminal: { write(bytes: string): unknown },
  { onKeys, onCrash }: Listeners,
): Session {
  let isTaken: boolean = false;

  const take = (): void => {
    if (isTaken) return;
    isTaken = true;
    keyboard.setRawMode?.(true);
    keyboard.resume();
    screen.open();
  };
  const giveBack = (): void => {
    if (!isTaken) return;
    isTaken = false;
    screen.close();
    keyboard.setRawMode?.(false);
    keyboard.pause();
  };
  const suspend = (): void => {
    giveBack();
    process.off('SIGTSTP', suspend);
    // The whole group stops, so that a program that waits for this one (npm, a shell function) stops with it.
    process.kill(0, 'SIGTSTP');
    const back = (): void => {
      clearTimeout(timer);
      process.off('SIGCONT', back);
      process.on('SIGTSTP', suspend);
      take();
    };
    // Where nobody could continue it, the kernel does not stop it: then no SIGCONT comes.
    const timer = setTimeout(back, NOT_STOPPED_AFTER_MS);
    process.once('SIGCONT', back);
  };
  const endBy = (signal: NodeJS.Signals): void => {
    end();
    process.kill(process.pid, signal);
  };
  const crash = (error: unknown): void => {
    end();
    onCrash(error);
  };
  const end = (): void => {
    giveBack();
    keyboard.off('data', onKeys);
    process.off('SIGTSTP', suspend);
    process.off('exit', giveBack);
    process.off('uncaughtException', crash);
    process.off('unhandledRejection', crash);
    for (const signal of ENDING_SIGNALS) process.off(signal, endBy);
  };

  keyboard.setEncoding('utf8');
  keyboard.on('data', onKeys);
  process.on('SIGTSTP', suspend);
  process.on('exit', giveBack);
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  for (const signal of ENDING_SIGNALS) process.on(signal, endBy);
  take();

  const edit = (name: string, text: string): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'mmlore-')), name);
    writeFileSync(path, text);
    giveBack();
    const editor = process.env.VISUAL || process.env.EDITOR || 'vi';
    // Through the shell, as git does it, since people set an editor with its options.
    spawnSync('sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit' });
    take();
    return path;
  };

  return {
    suspend,
    end,
    edit,
    editText: (name, text) => {
      const path = edit(name, text);
      const edited = readFileSync(path, 'utf8');
      rmSync(dirname(path), { recursive: true });
      return edited;
    },
    copy: (text) => terminal.write(`\x1b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\x07`),
  };
}
