import type { Issue } from '../issue.ts';
import type { Connection } from './connection.ts';
import { addIssues, dropIssues } from './issues.ts';

/** How far the reading of a source came. */
export interface Checkpoint {
  readonly source: string;
  /** Changes when the source does: size and time of a file, tip of a branch. */
  readonly fingerprint: string;
  /** Where to go on, in the words of the source's reader. */
  readonly position: string;
  /** Messages read so far. */
  readonly messages: number;
  readonly complete: boolean;
}

/** Reads how far a source was read; undefined where it never was. */
export async function checkpointOf(connection: Connection, source: string): Promise<Checkpoint | undefined> {
  const row = await connection.get<Omit<Checkpoint, 'complete'> & { complete: number }>(
    'SELECT source, fingerprint, position, messages, complete FROM source WHERE source = ?',
    [source],
  );
  return row === undefined ? undefined : { ...row, complete: row.complete === 1 };
}

/** Writes how far a source was read, together with the batch that brought it there. */
export async function putCheckpoint(connection: Connection, checkpoint: Checkpoint): Promise<void> {
  const { source, fingerprint, position, messages, complete } = checkpoint;
  await connection.run(
    `INSERT INTO source (source, fingerprint, position, messages, complete) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (source) DO UPDATE SET fingerprint = excluded.fingerprint, position = excluded.position,
       messages = excluded.messages, complete = excluded.complete`,
    [source, fingerprint, position, messages, complete ? 1 : 0],
  );
}

/** Forgets what was wrong with a source as a whole, before it is read from its start. */
export async function dropSourceIssues(connection: Connection, source: string): Promise<void> {
  await dropIssues(connection, 'source', [source]);
}

/** Adds what is wrong with a source as a whole: a truncated file, a mailbox without mail. */
export async function addSourceIssues(connection: Connection, source: string, issues: readonly Issue[]): Promise<void> {
  await addIssues(
    connection,
    issues.map((issue) => ({ scope: source, stage: 'source', issue })),
  );
}
