import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * `npm run bench:ui DATABASE`: what the acceptance of the interface asks for, on the built program in a terminal of
 * 120×40 that `script` makes.
 *
 * - first paint: from the start of the process to the frame that shows the first threads, less what `node -e ''` takes to
 *   its first byte in the same terminal; the best of a few starts.
 * - key to frame: from a key to the end of the bytes that it causes, over some screens; median and 95th percentile.
 * - bytes of a move of one row.
 *
 * Panes that follow the cursor are drawn once it rests. A key's frame is then two: what comes at once, and what comes when
 * no other key did. Both are told: the second from the key on, with the moment that the program waits, and with all bytes.
 *
 * Beside the time on the clock stands that of the processor, which other work on the machine does not stretch.
 */
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const SIZE = { columns: 120, rows: 40 };
const STARTS = 5;
/** No byte for so long: the frame is whole. Shorter than the moment after which the cursor is taken to rest. */
const QUIET_MS = 60;
/** No byte for so long after a key: the cursor rests, and what follows it is drawn. */
const REST_MS = 250;

/** What came of a key: milliseconds on the clock and of the processor, and bytes. */
interface Drawn {
  readonly wall: number;
  readonly cpu: number;
  readonly bytes: number;
}

/** A program in a terminal. */
class Terminal {
  readonly #script: ChildProcess;
  readonly #began = performance.now();
  #pid: number | undefined;
  #bytes = '';
  #last = 0;
  #exited: boolean = false;

  constructor(command: string) {
    const line = `stty rows ${SIZE.rows} cols ${SIZE.columns}; exec ${command}`;
    this.#script = spawn('script', ['-qefc', line, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, LANG: 'C.UTF-8', TERM: 'xterm-256color' },
    });
    this.#script.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#bytes += text;
      this.#last = performance.now();
    });
    this.#script.on('exit', () => {
      this.#exited = true;
    });
  }

  /** Milliseconds on the clock and of the processor until the output holds a text. */
  async until(text: string): Promise<{ readonly wall: number; readonly cpu: number }> {
    while (!this.#bytes.includes(text)) {
      if (this.#exited)
        throw new Error(`expected ${JSON.stringify(text)}, got ${JSON.stringify(this.#bytes.slice(-400))}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { wall: performance.now() - this.#began, cpu: this.cpu() };
  }

  /** Types a key and waits until its frame is drawn, then until the cursor rests. */
  async key(key: string): Promise<{ readonly frame: Drawn; readonly rest: Drawn }> {
    const [before, cpu] = [this.#bytes.length, this.cpu()];
    const began = performance.now();
    const drawn = (): Drawn => ({
      wall: this.#last - began,
      cpu: this.cpu() - cpu,
      bytes: Buffer.byteLength(this.#bytes.slice(before)),
    });
    this.#script.stdin?.write(key);
    while (this.#bytes.length === before || performance.now() - this.#last < QUIET_MS) {
      if (performance.now() - began > 5_000) throw new Error(`nothing came of ${JSON.stringify(key)}`);
      await sleep(1);
    }
    const frame = drawn();
    while (performance.now() - this.#last < REST_MS) await sleep(1);
    return { frame, rest: drawn() };
  }

  /** Milliseconds of the processor that the program took so far, all its threads together. */
  cpu(): number {
    this.#pid ??= childOf(this.#script.pid ?? 0);
    if (this.#pid === undefined) return 0;
    try {
      const tasks = readdirSync(`/proc/${this.#pid}/task`);
      const nanoseconds = tasks.map((task) =>
        Number(readFileSync(`/proc/${this.#pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]),
      );
      return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
    } catch {
      return 0;
    }
  }

  end(): void {
    this.#script.kill();
  }
}

function childOf(pid: number): number | undefined {
  const out = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }).trim();
  return out === '' ? undefined : Number(out.split('\n')[0]);
}

function share(values: readonly number[], of: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? 0;
}

const ms = (value: number) => `${value.toFixed(1)} ms`;

async function startsOf(command: string, text: string): Promise<{ wall: number; cpu: number }> {
  const times: { wall: number; cpu: number }[] = [];
  for (let start = 0; start < STARTS; start++) {
    const terminal = new Terminal(command);
    times.push(await terminal.until(text));
    terminal.end();
  }
  return { wall: Math.min(...times.map(({ wall }) => wall)), cpu: Math.min(...times.map(({ cpu }) => cpu)) };
}

const database = process.argv.at(-1) ?? '';
const ui = `node ${CLI} --db ${database} ui`;
const list = execFileSync('node', [CLI, '--db', database, 'threads', '--limit', '1', '--json'], { encoding: 'utf8' });
/** Stands in the first row of the list of threads. */
const first: string = JSON.parse(list).threads[0].last_date.slice(0, 10);

const node = await startsOf(`node -e "process.stdout.write('ready'); setTimeout(() => {}, 1000)"`, 'ready');
const listed = await startsOf(ui, first);
console.log(`node itself to its first byte: ${ms(node.wall)}, processor ${ms(node.cpu)}`);
console.log(
  `first paint, less that: ${ms(listed.wall - node.wall)} (at most 300), processor ${ms(listed.cpu - node.cpu)}; load ${readFileSync('/proc/loadavg', 'utf8').split(' ')[0]}`,
);

const terminal = new Terminal(ui);
await terminal.until(first);
await sleep(2_000);
/** What is walked through: a name, and the keys that lead there. */
const WALKS: readonly (readonly [name: string, way: readonly string[]])[] = [
  ['threads, the longest first', ['o', 'o', 'o', 'o', 'o']],
  ['a thread', ['\r']],
  ['its reader', ['\t']],
  ['claims of all', ['q', 'c']],
  ['a claim', ['\r']],
  ['keys', ['?']],
];
/** A row down and up, a page and half a page down and up. */
const KEYS = ['j', 'k', 'j', 'j', 'k', 'k', ' ', 'b', '\x04', '\x15'];
const all: { readonly frame: Drawn; readonly rest: Drawn }[] = [];
/** Of a frame: half of the values are at most so. */
const median = (values: readonly Drawn[], of: keyof Drawn) =>
  share(
    values.map((value) => value[of]),
    0.5,
  );
const p95 = (values: readonly Drawn[], of: keyof Drawn) =>
  share(
    values.map((value) => value[of]),
    0.95,
  );
for (const [name, way] of WALKS) {
  for (const step of way) {
    await terminal.key(step);
    await sleep(1_500);
  }
  const times: { key: string; frame: Drawn; rest: Drawn }[] = [];
  for (let round = 0; round < 4; round++) {
    for (const key of KEYS) times.push({ key, ...(await terminal.key(key)) });
  }
  all.push(...times);
  const [frames, rests] = [times.map(({ frame }) => frame), times.map(({ rest }) => rest)];
  const rows = times.filter(({ key }) => key === 'j' || key === 'k');
  const moves = rows.map(({ frame }) => frame);
  console.log(
    `${name}: key to frame ${ms(median(frames, 'wall'))}, processor ${ms(median(frames, 'cpu'))}, at rest ${ms(median(rests, 'wall'))}, processor ${ms(median(rests, 'cpu'))}; a move of one row ${median(moves, 'bytes')} bytes, at most ${Math.max(...moves.map(({ bytes }) => bytes))}, at rest ${median(
      rows.map(({ rest }) => rest),
      'bytes',
    )}`,
  );
}
const [frames, rests] = [all.map(({ frame }) => frame), all.map(({ rest }) => rest)];
console.log(
  `key to frame over ${all.length} keys: median ${ms(median(frames, 'wall'))}, p95 ${ms(p95(frames, 'wall'))} (at most 30), processor p95 ${ms(p95(frames, 'cpu'))}; at rest, with the moment that is waited: median ${ms(median(rests, 'wall'))}, p95 ${ms(p95(rests, 'wall'))}, processor p95 ${ms(p95(rests, 'cpu'))}`,
);
terminal.end();
