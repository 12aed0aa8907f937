import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/**
 * What keeps git from running or fetching anything that a repository names: its hooks, monitors and promised objects.
 * `safe.directory` lets it read a mirror that another user owns.
 */
function arguments_(gitDir: string, args: readonly string[]): string[] {
  return [`--git-dir=${gitDir}`, '-c', `safe.directory=${gitDir}`, '-c', 'core.fsmonitor=false', '--no-pager', ...args];
}

const ENVIRONMENT = { GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };

/** Blobs that are asked for before the first is read. */
const AHEAD = 64;

/** Starts git on a bare repository; nothing is written there. */
function start(gitDir: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn('git', arguments_(gitDir, args), {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...ENVIRONMENT },
  });
}

/**
 * Runs git and gives the lines that it writes, as they come.
 *
 * @throws {Error} where git fails: what came before is then not all that there is
 */
export async function* gitLines(gitDir: string, args: readonly string[]): AsyncGenerator<string> {
  const child = start(gitDir, args);
  const ended = new Promise<string | number | null>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal));
    child.on('error', (error) => resolve(error.message));
  });
  child.on('error', () => child.stdout.destroy());
  child.stderr.resume();
  const output = new Output(child.stdout);
  try {
    for (let line = await output.line(); line !== undefined; line = await output.line()) yield line;
    const code = await ended;
    if (code !== 0) throw new Error(`git ${args[0]} of ${gitDir} failed (${code}); try: git --git-dir=${gitDir} fsck`);
  } finally {
    child.kill();
  }
}

/** Runs git for one line; undefined where it fails or says nothing. */
export async function gitLine(gitDir: string, args: readonly string[]): Promise<string | undefined> {
  try {
    for await (const line of gitLines(gitDir, args)) return line;
  } catch {
    return undefined;
  }
  return undefined;
}

/**
 * Reads objects through one `git cat-file --batch`, in the order asked for.
 *
 * Ids are written a few ahead of what is read, so that git is never idle and memory stays bounded.
 *
 * @returns with each wanted thing its blob's bytes, undefined for one that is not there
 */
export async function* readBlobs<Wanted extends { readonly blob: string }>(
  gitDir: string,
  wanted: AsyncIterable<Wanted>,
): AsyncGenerator<readonly [Wanted, Buffer | undefined]> {
  const child = start(gitDir, ['cat-file', '--batch']);
  child.on('error', () => child.stdout.destroy());
  child.stdin.on('error', () => undefined);
  child.stderr.resume();
  const output = new Output(child.stdout);
  const asked: Wanted[] = [];
  const answer = async (one: Wanted): Promise<readonly [Wanted, Buffer | undefined]> => {
    const size = / blob (\d+)$/.exec((await output.line()) ?? '')?.[1];
    if (size === undefined) return [one, undefined];
    const bytes = await output.bytes(Number(size) + 1);
    return [one, bytes.subarray(0, Number(size))];
  };
  try {
    for await (const one of wanted) {
      child.stdin.write(`${one.blob}\n`);
      asked.push(one);
      const next = asked.length > AHEAD ? asked.shift() : undefined;
      if (next !== undefined) yield await answer(next);
    }
    for (const one of asked) yield await answer(one);
  } finally {
    child.stdin.end();
    child.kill();
  }
}

/** Reads lines and counted bytes from a stream. */
class Output {
  private readonly chunks: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  async line(): Promise<string | undefined> {
    for (let end = this.held.indexOf(0x0a); ; end = this.held.indexOf(0x0a)) {
      if (end >= 0) {
        const line = this.held.toString('utf8', 0, end);
        this.held = this.held.subarray(end + 1);
        return line;
      }
      if (!(await this.more())) return undefined;
    }
  }

  async bytes(size: number): Promise<Buffer> {
    const pieces = [this.held];
    let length = this.held.length;
    while (length < size) {
      const next = await this.next();
      if (next.done === true) break;
      pieces.push(next.value);
      length += next.value.length;
    }
    const all = pieces.length === 1 ? this.held : Buffer.concat(pieces);
    this.held = all.subarray(size);
    return all.subarray(0, size);
  }

  /** Where git could not be started, its output ends before it begins. */
  private next(): Promise<IteratorResult<Buffer>> {
    return this.chunks.next().catch(() => ({ done: true, value: undefined }));
  }

  private async more(): Promise<boolean> {
    const next = await this.next();
    if (next.done === true) return false;
    this.held = Buffer.concat([this.held, next.value]);
    return true;
  }
}
