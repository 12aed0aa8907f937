import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Verdict } from '../checks/check.ts';
import { isConfirmed } from '../checks/verdict.ts';

const CLI = fileURLToPath(new URL('../cli.js', import.meta.url));

/**
 * Runs `mmlore check THREAD` in a process of its own, so that an interface stays quick meanwhile.
 *
 * @returns A line that says how many checks ran and how many confirm a concern. Rejects with the command's own words
 * where it fails or is stopped.
 */
export function checkInProcess(database: string, threadId: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, '--db', database, 'check', '--json', threadId], {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(summary(output));
      else reject(new Error(errors.trim().replace(/\s+/g, ' ') || `mmlore check ended with ${code}`));
    });
  });
}

function summary(json: string): string {
  const { checks }: { checks: readonly { check_id: string; verdict: Verdict }[] } = JSON.parse(json);
  const verdicts = new Map(checks.map((row) => [row.check_id, row.verdict]));
  const confirmed = [...verdicts.values()].filter(isConfirmed).length;
  return `${verdicts.size} checks ran, ${confirmed} confirm a concern`;
}
