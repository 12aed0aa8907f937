import { join } from 'node:path';
import envPaths from 'env-paths';
import type { Context, GlobalOptions } from './context.ts';

/** The database to use: `--db`, else `MMLORE_DB`, else `mmlore.db` in the user's data folder (XDG). */
export function databasePath(options: Pick<GlobalOptions, 'db'>, context: Pick<Context, 'env'>): string {
  return options.db ?? context.env.MMLORE_DB ?? join(userFolder(context, 'XDG_DATA_HOME', 'data'), 'mmlore.db');
}

/** Where fetched threads are kept: they can be fetched again. */
export function cacheFolder(context: Pick<Context, 'env'>): string {
  return userFolder(context, 'XDG_CACHE_HOME', 'cache');
}

/** env-paths reads the environment of the process when it is called, which the context may replace. */
function userFolder({ env }: Pick<Context, 'env'>, variable: string, kind: 'data' | 'cache'): string {
  const home = env[variable];
  return home === undefined || home === '' ? envPaths('mmlore', { suffix: '' })[kind] : join(home, 'mmlore');
}
