import { join } from 'node:path';
import envPaths from 'env-paths';
import type { Context, GlobalOptions } from './context.ts';

/** The database to use: `--db`, else `MMLORE_DB`, else `mmlore.db` in the user's data folder (XDG). */
export function databasePath(options: Pick<GlobalOptions, 'db'>, context: Pick<Context, 'env'>): string {
  return options.db ?? context.env.MMLORE_DB ?? join(dataFolder(context), 'mmlore.db');
}

function dataFolder(context: Pick<Context, 'env'>): string {
  // env-paths reads the environment of the process when it is called, which tests do not share.
  const home = context.env.XDG_DATA_HOME;
  return home === undefined || home === '' ? envPaths('mmlore', { suffix: '' }).data : join(home, 'mmlore');
}
