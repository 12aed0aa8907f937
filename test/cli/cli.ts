import { Readable, Writable } from 'node:stream';
import type { Context } from '../../src/cli/context.ts';
import { run } from '../../src/cli/run.ts';

/** How a command line ended: what it wrote, each stream with its end marked, and its exit code. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** What a command line runs in. */
export interface Place {
  /** Holds the user's folders; its path is written as `$HOME` in what comes out. */
  readonly home: string;
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Columns of a terminal; without it stdout and stderr are pipes. */
  readonly columns?: number;
  /** Standard input is a terminal. */
  readonly isTerminal?: boolean;
}

/** What a command line may touch in a place, and what it writes. */
export function contextOf(place: Place): {
  readonly context: Context;
  readonly stdout: () => string;
  readonly stderr: () => string;
} {
  const stdout = collect(place.columns);
  const stderr = collect(place.columns);
  const context: Context = {
    stdin: Object.assign(Readable.from(place.stdin === undefined ? [] : [Buffer.from(place.stdin)]), {
      isTTY: place.isTerminal ?? false,
    }),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: {
      XDG_DATA_HOME: place.home,
      XDG_CACHE_HOME: `${place.home}/cache`,
      XDG_CONFIG_HOME: `${place.home}/config`,
      ...place.env,
    },
    interruption: () => new AbortController().signal,
  };
  return { context, stdout: stdout.text, stderr: stderr.text };
}

/** Runs a command line in this process, with folders of its own. */
export async function mmlore(place: Place, ...args: readonly string[]): Promise<Ran> {
  const { context, stdout, stderr } = contextOf(place);
  const exitCode = await run(args, context);
  const marked = (text: string) => `${text.replaceAll(place.home, '$HOME')}[EOF]`;
  return { stdout: marked(stdout()), stderr: marked(stderr()), exitCode };
}

function collect(columns: number | undefined) {
  const pieces: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      pieces.push(chunk);
      done();
    },
  });
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  return { stream: Object.assign(stream, terminal), text: () => Buffer.concat(pieces).toString('utf8') };
}

/** Both streams and the exit code as one text, for whole golden outputs. */
export function whole({ stdout, stderr, exitCode }: Ran): string {
  return `${stdout}\n--- stderr\n${stderr}\n--- exit ${exitCode}`;
}
