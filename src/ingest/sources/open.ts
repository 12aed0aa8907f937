import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Issue } from '../../issue.ts';
import type { Source } from '../source.ts';
import { archiveFile, mailFolder, streamSource } from './files.ts';
import { fetchThread, type Lore, readMessageLink } from './lore.ts';
import { publicInbox } from './public-inbox.ts';

/** What a source is opened with. */
export interface Surroundings {
  readonly standardInput: AsyncIterable<Uint8Array>;
  readonly lore: Lore;
}

export type Opened =
  | { readonly kind: 'source'; readonly source: Source; readonly issues: readonly Issue[] }
  | { readonly kind: 'issue'; readonly issue: Issue };

/**
 * Opens a source as people name it: `-`, a file, a maildir or folder of mails, a public-inbox, a Message-ID or a lore link.
 *
 * A path that exists wins over a Message-ID of the same spelling. Only the last two use the network, one request each.
 */
export async function openSource(argument: string, { standardInput, lore }: Surroundings): Promise<Opened> {
  if (argument === '-') return opened(streamSource('-', standardInput));
  const path = resolve(argument);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return opened((await publicInbox(path)) ?? (await mailFolder(path)));
  if (found !== undefined) return opened(await archiveFile(path));
  const messageId = readMessageLink(argument);
  if (messageId === undefined) {
    const says = 'there is no such file or folder, and this is no Message-ID';
    return { kind: 'issue', issue: { code: 'source.unknown', says, where: argument } };
  }
  const thread = await fetchThread(messageId, lore);
  if (thread.kind === 'issue') return thread;
  return { ...opened(streamSource(thread.url, once(thread.bytes))), issues: thread.issues };
}

function opened(source: Source): Extract<Opened, { kind: 'source' }> {
  return { kind: 'source', source, issues: [] };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
