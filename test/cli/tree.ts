import { Readable, Writable } from 'node:stream';
import type { Command } from 'commander';
import { makeProgram } from '../../src/cli/program.ts';

/** The command tree with the options of every command, which writes nowhere. */
export function wholeTree(): Promise<Command> {
  const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });
  const context = {
    stdin: Readable.from([]),
    stdout: nowhere(),
    stderr: nowhere(),
    env: {},
    interruption: () => new AbortController().signal,
  };
  return makeProgram(context, 'all', () => undefined);
}
