import type { Message } from '../mail/message.ts';
import type { Connection } from '../store/connection.ts';
import { loadMessages } from '../store/derived.ts';
import { linkSeries, pendingSeries, type SeriesRow } from '../store/series.ts';
import type { Series, SeriesPatch } from '../thread/series.ts';
import { keysOf, linkVersions } from '../thread/versions.ts';

/** A series with the ids of its mails in place of the mails. */
interface Outline extends Omit<Series, 'cover' | 'patches'> {
  readonly cover: string | undefined;
  readonly patches: readonly Omit<SeriesPatch, 'message'>[];
}

/** Makes the rows of a series. */
export function seriesRow(series: Series): SeriesRow {
  const { seriesId, version, title, parts, cover, patches } = series;
  const outline: Outline = {
    ...series,
    cover: cover?.messageId,
    patches: patches.map(({ message, ...patch }) => patch),
  };
  return {
    headMessageId: seriesId,
    version,
    subject: title,
    parts,
    outline,
    keys: [...new Set(keysOf(series))],
    members: [
      ...(cover === undefined ? [] : [{ messageId: cover.messageId, part: 0 }]),
      ...patches.map(({ messageId, part }) => ({ messageId, part })),
    ],
  };
}

/**
 * Finds the links between versions for the series that were added or changed, and for those that these may be versions of.
 *
 * @returns first mails of the series whose links were found anew; they are pending until they are settled
 */
export async function linkPendingSeries(connection: Connection): Promise<readonly string[]> {
  const { pending, outlines } = await pendingSeries(connection);
  if (pending.length === 0) return pending;
  const known = outlines as readonly Outline[];
  const ids = known.flatMap(({ cover, patches }) => [cover ?? [], ...patches.map((patch) => patch.messageId)].flat());
  const messages = new Map((await loadMessages(connection, ids)).map((message) => [message.messageId, message]));
  const wanted = new Set(pending);
  const links = linkVersions(known.map((outline) => filledIn(outline, messages))).filter(({ to }) => wanted.has(to));
  await connection.transaction(() => linkSeries(connection, pending, links));
  return pending;
}

function filledIn(outline: Outline, messages: ReadonlyMap<string, Message>): Series {
  const mail = (messageId: string): Message => {
    const message = messages.get(messageId);
    if (message === undefined) throw new Error(`expected ${messageId}, a part of a series, among the messages`);
    return message;
  };
  return {
    ...outline,
    cover: outline.cover === undefined ? undefined : mail(outline.cover),
    patches: outline.patches.map((patch) => ({ ...patch, message: mail(patch.messageId) })),
  };
}
