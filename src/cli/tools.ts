import { execFile } from 'node:child_process';
import type { Context } from './context.ts';

/** A program that mmlore can do without, and what it is good for. */
export interface Tool {
  readonly name: string;
  readonly purpose: string;
  /** Undefined where it is not installed. */
  readonly version: string | undefined;
}

const TOOLS: readonly Omit<Tool, 'version'>[] = [
  { name: 'git', purpose: 'public-inbox archives, and `check --tree` with a repository' },
  { name: 'b4', purpose: 'saves a thread of lore.kernel.org as a mailbox' },
  { name: 'lei', purpose: 'searches lore.kernel.org and writes what it finds to `mmlore ingest -`' },
  { name: 'sqlite3', purpose: 'reads the database beside mmlore, and saves what can be read of a damaged one' },
];

/** A program that does not answer is as good as none. */
const PATIENCE_MS = 5_000;

/** Asks each of the programs that mmlore works with for its version. */
export function findTools({ env }: Pick<Context, 'env'>): Promise<Tool[]> {
  return Promise.all(TOOLS.map(async (tool) => ({ ...tool, version: await versionOf(tool.name, env) })));
}

function versionOf(name: string, env: Context['env']): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(name, ['--version'], { env, timeout: PATIENCE_MS }, (error, stdout) => {
      const [line = ''] = stdout.trim().split('\n');
      resolve(error === null ? line : undefined);
    });
  });
}
