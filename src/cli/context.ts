import type { Readable, Writable } from 'node:stream';
import type { Command } from 'commander';

/** A stream that may be a terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What a command may touch of the process: tests hand in their own. */
export interface Context {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A signal that Ctrl-C aborts. From the first call on, Ctrl-C does nothing else: the caller ends what it is at. */
  interruption(): AbortSignal;
}

/** What a command gets: the process, and what the command line says for all commands. */
export interface Session extends Context {
  /** The options given before or after the command's name. */
  globals(): GlobalOptions;
  /** The command tree, made anew; of commands that are not among the named only their names. */
  program(named: readonly string[] | 'all'): Promise<Command>;
  /** Ends with this code once the command is done: `--exit-code` says that something was found. */
  end(exitCode: number): void;
}

/** Options that every command takes. */
export interface GlobalOptions {
  readonly db: string;
  readonly color: boolean;
  readonly debug?: boolean;
}

/** Exit codes, as the README lists them. */
export const EXIT = { done: 0, input: 1, usage: 2, closed: 3, interrupted: 130, bug: 255 } as const;
