import { execFileSync, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { readLine } from './kernel-line.ts';
import type { Observation } from './observation.ts';
import { lineOf, type Program } from './operation.ts';

const FOLDER = join(import.meta.dirname, 'probe');

/**
 * Compiles the probe into a directory and returns the path of the program.
 *
 * @throws with the compiler's words where there is none or where it fails.
 */
export function compileProbe(directory: string): string {
  const path = join(directory, 'probe');
  const sources = readdirSync(FOLDER).filter((file) => file.endsWith('.c'));
  execFileSync('cc', [
    '-O1',
    '-Wall',
    '-Wextra',
    '-D_GNU_SOURCE',
    '-pthread',
    '-o',
    path,
    ...sources.map((file) => join(FOLDER, file)),
  ]);
  return path;
}

/** The probe as a process that runs one program after the other. */
export class Probe {
  readonly #input: Writable;
  readonly #lines: AsyncIterator<string>;
  /** What the kernel can do of what operations ask for: names of capabilities.ts. */
  readonly capabilities: Promise<ReadonlySet<string>>;

  constructor(path: string) {
    const { stdin, stdout } = spawn(path, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#input = stdin;
    this.#lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
    this.capabilities = this.#lines.next().then(({ value }) => new Set(String(value).split(' ').slice(1)));
  }

  /** Runs a program on the kernel and returns what was seen after each operation. */
  async run({ size, operations }: Program): Promise<readonly Observation[]> {
    this.#input.write(`program ${size}\n${operations.map((one) => `${lineOf(one)}\n`).join('')}end\n`);
    const seen: Observation[] = [];
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done === true) throw new Error(`expected the probe to go on after ${seen.length} operations`);
      if (value === 'end') return seen;
      seen.push(readLine(value));
    }
  }

  /** Ends the probe and the processes of its program. */
  close(): void {
    this.#input.end();
  }
}
