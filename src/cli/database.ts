import type { Connection, Mode } from '../store/connection.ts';
import { openStore } from '../store/open.ts';
import type { Session } from './context.ts';
import { expectDone } from './refusal.ts';

/** Opens the session's database, hands it to `work`, and closes it whatever happens. */
export async function withDatabase<T>(
  session: Session,
  mode: Mode,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = expectDone(await openStore(session.globals().db, mode));
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}
