import type { Issue } from '../issue.ts';
import type { Connection } from '../store/connection.ts';
import { addMessages, type PackedMessage } from '../store/messages.ts';
import { removeMessages } from '../store/removals.ts';
import { addSourceIssues, checkpointOf, dropSourceIssues, putCheckpoint } from '../store/sources.ts';
import type { Crew } from './crew.ts';
import { DERIVATION } from './derivation.ts';
import { inOrder } from './in-order.ts';
import type { Progress } from './progress.ts';
import { rawMails, unpackedMails } from './read-mails.ts';
import type { Source, SourcePiece } from './source.ts';

/** Messages and bytes of a batch: large enough that a transaction costs little beside it, small enough to wait for. */
const BATCH_MESSAGES = 256;
const BATCH_BYTES = 8 * 1024 * 1024;

/** What reading one source came to. */
export interface SourceRead {
  readonly source: string;
  /** Messages read now, those before the checkpoint not among them. */
  readonly messages: number;
  readonly new: number;
  /** Messages that an earlier run read here, that the archive deleted since, and that no other source has. */
  readonly removed: number;
  /** Nothing was read, since the source is as it was when it was read to its end. */
  readonly unchanged: boolean;
  /** What is wrong with the source as a whole. */
  readonly issues: readonly Issue[];
}

/**
 * Reads a source into the database, batch by batch, and writes each batch together with its checkpoint.
 *
 * Interrupted at any moment, by the signal or by a kill, the database holds whole batches and the place to go on from.
 */
export async function readSource(
  connection: Connection,
  source: Source,
  crew: Crew,
  progress: Progress,
  signal: AbortSignal,
): Promise<SourceRead> {
  const last = await checkpointOf(connection, source.name);
  const isSame = last !== undefined && last.fingerprint === source.fingerprint;
  const count = { messages: 0, new: 0, removed: 0 };
  if (isSame && last.complete) return { source: source.name, ...count, unchanged: true, issues: [] };

  const mayGoOn = last !== undefined && (isSame || source.growsAtEnd);
  const before = mayGoOn ? last.messages : 0;
  const issues: Issue[] = [];
  let position = mayGoOn ? last.position : '';
  let isFirst = position === '';

  const store = async ({ deleted, messages: batch, issues: found }: Batch, reached: string, complete: boolean) => {
    await connection.transaction(async () => {
      // What was wrong when the source was read before is found again, or is mended.
      if (isFirst) await dropSourceIssues(connection, source.name);
      isFirst = false;
      await addSourceIssues(connection, source.name, found);
      count.removed += await removeMessages(connection, source.name, deleted, DERIVATION);
      count.new += (await addMessages(connection, batch)).new;
      count.messages += batch.length;
      // A stream has no fingerprint: it cannot be asked again, and leaves no checkpoint.
      if (source.fingerprint === undefined) return;
      const { name, fingerprint } = source;
      const messages = before + count.messages;
      await putCheckpoint(connection, { source: name, fingerprint, position: reached, messages, complete });
    });
  };

  const parse = async (batch: readonly SourcePiece[]) => {
    const pieces = batch.filter((piece) => piece.kind !== 'issue');
    const mails = unpackedMails(await crew.run('readMails', rawMails(pieces), pieces.length));
    const isDeleted = (_mail: PackedMessage, at: number) => pieces[at]?.kind === 'deletion';
    return {
      deleted: mails.filter(isDeleted),
      messages: mails.filter((mail, at) => !isDeleted(mail, at)),
      issues: batch.flatMap((piece) => (piece.kind === 'issue' ? [piece.issue] : [])),
      last: batch.at(-1),
    };
  };

  // One batch is stored while the next ones are parsed.
  let storing: Promise<void> = Promise.resolve();
  const pieces = source.pieces(position === '' ? undefined : position);
  for await (const batch of inOrder(batches(pieces), crew.width, parse, signal)) {
    for (const issue of batch.issues) issues.push(issue);
    position = batch.last?.position ?? position;
    await storing;
    if (signal.aborted) break;
    storing = store(batch, position, false).then(() => progress.read(source, batch.last?.read ?? 0, count.messages));
    // Awaited above or below; until then a rejection has nobody who handles it.
    storing.catch(() => undefined);
  }
  await storing;
  if (!signal.aborted) await store({ deleted: [], messages: [], issues: [] }, position, true);
  return { source: source.name, ...count, unchanged: false, issues };
}

/** Mails that are stored in one transaction, those that are taken back before those that are added. */
interface Batch {
  readonly deleted: readonly PackedMessage[];
  readonly messages: readonly PackedMessage[];
  readonly issues: readonly Issue[];
}

async function* batches(pieces: AsyncIterable<SourcePiece>): AsyncGenerator<SourcePiece[]> {
  let batch: SourcePiece[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    const isFull = batch.length >= BATCH_MESSAGES || bytes >= BATCH_BYTES;
    if (isFull || (piece.kind === 'deletion' && batch.some(({ kind }) => kind === 'mail'))) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(piece);
    bytes += piece.kind === 'issue' ? 0 : piece.raw.byteLength;
  }
  if (batch.length > 0) yield batch;
}
