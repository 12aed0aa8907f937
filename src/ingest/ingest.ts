import type { Connection } from '../store/connection.ts';
import type { Crew } from './crew.ts';
import { derivePending } from './derive-pending.ts';
import { readSource, type SourceRead } from './mail.ts';
import type { Progress } from './progress.ts';
import type { Source } from './source.ts';

/** What an ingest came to. */
export interface Ingested {
  readonly sources: readonly SourceRead[];
  /** Messages whose threads were derived. */
  readonly derived: number;
  readonly interrupted: boolean;
}

/**
 * Reads sources into the database and derives what follows from their mail.
 *
 * Idempotent: a source that was read to its end and has not changed is not read again, and mail that is there is not
 * derived again. The database ends the same whatever the order of the sources.
 */
export async function ingest(
  connection: Connection,
  sources: readonly Source[],
  crew: Crew,
  progress: Progress,
  signal: AbortSignal,
): Promise<Ingested> {
  const reads: SourceRead[] = [];
  for (const source of sources) {
    if (signal.aborted) break;
    reads.push(await readSource(connection, source, crew, progress, signal));
  }
  const derived = signal.aborted ? 0 : await derivePending(connection, crew, progress, signal);
  return { sources: reads, derived, interrupted: signal.aborted };
}
