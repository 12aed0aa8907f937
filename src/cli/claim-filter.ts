import type { Connection } from '../store/connection.ts';
import { findSeries, findThread } from '../store/find.ts';
import type { ClaimFilter } from '../store/view-claims.ts';
import { expectDone } from './refusal.ts';

/** What the options of `mmlore claims` narrow the list to. */
export interface ClaimFilterOptions extends Omit<ClaimFilter, 'version'> {
  /** The option is not `--version`, which prints the program's own. */
  readonly patchVersion?: number;
  readonly open?: boolean;
  readonly promisedNotDone?: boolean;
}

/** The claims that the options ask for; threads and series may be named by a part of their subject. */
export async function claimFilter(
  { patchVersion, open, promisedNotDone, ...filter }: ClaimFilterOptions,
  connection: Connection,
): Promise<ClaimFilter> {
  const { thread, series } = filter;
  return {
    ...filter,
    ...(open ? { status: 'open' } : {}),
    // A promise that a later version kept, or broke with the line, is one no more: see the ledger.
    ...(promisedNotDone ? { status: 'promised' } : {}),
    ...(patchVersion === undefined ? {} : { version: patchVersion }),
    ...(thread === undefined ? {} : { thread: expectDone(await findThread(connection, thread)) }),
    ...(series === undefined ? {} : { series: expectDone(await findSeries(connection, series)) }),
  };
}
