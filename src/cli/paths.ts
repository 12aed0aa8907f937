import { join } from 'node:path';
import envPaths from 'env-paths';
import type { Context } from './context.ts';

/** The database where nothing names another: `mmlore.db` in the user's data folder. */
export function defaultDatabase(context: Pick<Context, 'env'>): string {
  return join(userFolder(context, 'XDG_DATA_HOME', 'data'), 'mmlore.db');
}

/** Where fetched threads are kept: they can be fetched again. */
export function cacheFolder(context: Pick<Context, 'env'>): string {
  return userFolder(context, 'XDG_CACHE_HOME', 'cache');
}

/** The user's configuration file, which need not be there. */
export function settingsFile(context: Pick<Context, 'env'>): string {
  return join(userFolder(context, 'XDG_CONFIG_HOME', 'config'), 'config.toml');
}

/** env-paths reads the environment of the process when it is called, which the context may replace. */
function userFolder({ env }: Pick<Context, 'env'>, variable: string, kind: 'data' | 'cache' | 'config'): string {
  const home = env[variable];
  return home === undefined || home === '' ? envPaths('mmlore', { suffix: '' })[kind] : join(home, 'mmlore');
}
