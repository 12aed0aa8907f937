import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Connection } from '../../src/store/connection.ts';
import { openStore } from '../../src/store/open.ts';
import { temporaryFolder } from '../temporary.ts';

/** A new database in a folder of its own, closed and removed when the test ends. */
export async function newStore(): Promise<Connection> {
  return openedStore(join(temporaryFolder(), 'mmlore.db'));
}

/** An open database, closed when the test ends. */
export async function openedStore(path: string, mode: 'read' | 'write' = 'write'): Promise<Connection> {
  const opened = await openStore(path, mode);
  if (!opened.ok) throw new Error(`expected a database, got: ${JSON.stringify(opened.complaint)}`);
  onTestFinished(() => opened.value.close().catch(() => undefined));
  return opened.value;
}
