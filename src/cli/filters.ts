import { type Command, InvalidArgumentError, Option } from 'commander';
import { defaultJobs } from '../ingest/crew.ts';
import { Setting } from './settings/setting.ts';

/** Options that several commands share, each with one meaning. */
const FILTERS = {
  since: () => new Option('--since <date>', 'only from this day on (2023-05-29)').argParser(day),
  until: () => new Option('--until <date>', 'only before this day').argParser(day),
  jobs: () =>
    new Setting('jobs', '--jobs <count>', 'work in so many threads')
      .argParser(jobs)
      .default(defaultJobs(), 'one for each core'),
  limit: () => new Option('--limit <count>', 'at most so many').argParser(count),
} as const;

/** Adds shared options to a command. */
export function addFilters(command: Command, names: readonly (keyof typeof FILTERS)[]): void {
  for (const name of names) command.addOption(FILTERS[name]());
}

/** Reads a whole number that is not negative. */
export function count(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError('It is a number, such as 20.');
  return Number(value);
}

/** Reads a number of threads to work in: `--jobs`. */
function jobs(value: string): number {
  if (!/^[1-9]\d{0,2}$/.test(value)) throw new InvalidArgumentError('It is a number from 1 on, such as 4.');
  return Number(value);
}

/** Reads a positive number, which may have a fraction. */
export function amount(value: string): number {
  if (!/^\d{1,9}(?:\.\d{1,9})?$/.test(value) || Number(value) === 0) {
    throw new InvalidArgumentError('It is a number above 0, such as 2.5.');
  }
  return Number(value);
}

function day(value: string): string {
  if (!/^\d{4}-\d\d(?:-\d\d)?(?:T[\d:.Z]+)?$/.test(value) || Number.isNaN(Date.parse(value))) {
    throw new InvalidArgumentError('It is a date, such as 2023-05-29 or 2023-05.');
  }
  return value;
}
