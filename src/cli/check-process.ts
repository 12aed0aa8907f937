import type { Verdict } from '../checks/check.ts';
import { isConfirmed } from '../checks/verdict.ts';
import type { RunEvent } from '../checks/watch.ts';
import { runInProcess } from './own-process.ts';

/**
 * Runs `mmlore check` with some words in a process of its own, so that an interface stays quick meanwhile.
 *
 * @param onEvents Told how far the runs have come.
 * @returns A line that says how many checks ran and how many found the patched code broken. Rejects with the command's own words
 * where it fails or is stopped.
 */
export async function checkInProcess(
  database: string,
  words: readonly string[],
  onEvents: (events: readonly RunEvent[]) => void,
  signal: AbortSignal,
): Promise<string> {
  let errors = '';
  let rest = '';
  const { stdout, exitCode } = await runInProcess(
    ['--db', database, 'check', '--json', '--watch', ...words],
    signal,
    (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      const told = lines.filter((line) => line.startsWith('{'));
      errors += lines.filter((line) => !line.startsWith('{')).join(' ');
      if (told.length > 0) onEvents(told.map(eventOf));
    },
  );
  if (exitCode === 0) return summary(stdout);
  throw new Error(`${errors} ${rest}`.trim().replace(/\s+/g, ' ') || `mmlore check ended with ${exitCode}`);
}

function eventOf(line: string): RunEvent {
  const { message_id: messageId, ...event }: Omit<RunEvent, 'messageId'> & { message_id: string } = JSON.parse(line);
  return { messageId, ...event, result: event.result ?? undefined };
}

function summary(json: string): string {
  const { checks }: { checks: readonly { check_id: string; verdict: Verdict }[] } = JSON.parse(json);
  const verdicts = new Map(checks.map((row) => [row.check_id, row.verdict]));
  const confirmed = [...verdicts.values()].filter(isConfirmed).length;
  const ran = verdicts.size === 1 ? '1 check ran' : `${verdicts.size} checks ran`;
  return `${ran}; in ${confirmed} of them the patched code breaks a property`;
}
