import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Issue } from '../../issue.ts';
import { readMessageIds } from '../../mail/message-id.ts';

/** Where and how threads are fetched. */
export interface Lore {
  /** `https://lore.kernel.org` or a mirror of it. */
  readonly base: string;
  /** Folder that fetched threads are kept in. */
  readonly cacheFolder: string;
  /** Says who asks: name, version and where to complain. */
  readonly userAgent: string;
  /** Milliseconds that a request may take in all. */
  readonly timeout: number;
  /** Bytes of a packed thread that are taken; the longest real ones have a few megabytes. */
  readonly mostBytes: number;
}

/** A thread as it was fetched, or why it was not. */
export type FetchedThread =
  | { readonly kind: 'thread'; readonly url: string; readonly bytes: Buffer; readonly issues: readonly Issue[] }
  | { readonly kind: 'issue'; readonly issue: Issue };

export const LORE_DEFAULTS = {
  base: 'https://lore.kernel.org',
  timeout: 60_000,
  mostBytes: 64 * 1024 * 1024,
} as const;

/** A thread is asked for again after this time: threads grow. b4 keeps its copies as long. */
const FRESH_FOR = 10 * 60 * 1000;

/** lore, its mirrors and msgid.link have the Message-ID as a part of the path, alone or after the name of a list. */
const LINK = /^https?:\/\/[^/\s]+\/(.*)$/;

/**
 * Reads a Message-ID as people give it: `<id>`, `id`, `mid:id`, or a link in any of lore's forms.
 *
 *     https://lore.kernel.org/linux-mm/20230529061448.1234-1-someone@example.org/T/#u
 *                                      ^ the part of the path with an @
 *
 * @returns undefined where the text names no mail
 */
export function readMessageLink(text: string): string | undefined {
  const path = LINK.exec(text.trim())?.[1];
  if (path === undefined) {
    const plain = text.trim().replace(/^mid:/i, '');
    return /^<?[^\s<>/]+@[^\s<>]+>?$/.test(plain) ? readMessageIds(plain)[0] : undefined;
  }
  const part = path.split(/[/?#]/).find((one) => /@|%40/i.test(one));
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Fetches the thread of a mail as a packed mbox: one request for `BASE/all/ID/t.mbox.gz`, redirects followed.
 *
 * A fresh copy in the cache is taken instead. What cannot be fetched is an issue that says why; an older copy then serves,
 * with that issue. A stream that ended early is handed on, but not kept.
 */
export async function fetchThread(messageId: string, lore: Lore): Promise<FetchedThread> {
  const url = `${lore.base.replace(/\/+$/, '')}/all/${encodeURIComponent(messageId).replaceAll('%40', '@')}/t.mbox.gz`;
  const file = join(lore.cacheFolder, `${createHash('sha256').update(url).digest('hex').slice(0, 40)}.mbox.gz`);
  const age = await stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
  if (age < FRESH_FOR) return { kind: 'thread', url, bytes: await readFile(file), issues: [] };
  const fetched = await request(url, lore);
  if ('issue' in fetched) {
    if (age === Number.POSITIVE_INFINITY) return { kind: 'issue', issue: fetched.issue };
    const says = `${fetched.issue.says}; the copy fetched before is used`;
    return { kind: 'thread', url, bytes: await readFile(file), issues: [{ ...fetched.issue, says }] };
  }
  if (await isWhole(fetched.bytes)) await keep(file, fetched.bytes, lore.cacheFolder);
  return { kind: 'thread', url, bytes: fetched.bytes, issues: [] };
}

async function request(url: string, lore: Lore): Promise<{ bytes: Buffer } | { issue: Issue }> {
  const failed = (says: string) => ({ issue: { code: 'source.fetch', says, where: url } });
  try {
    const response = await fetch(url, {
      headers: { 'user-agent': lore.userAgent, accept: 'application/gzip' },
      signal: AbortSignal.timeout(lore.timeout),
    });
    if (response.status === 404) return failed('the archive does not have this mail (404)');
    if (!response.ok || response.body === null) return failed(`the archive answered ${response.status}`);
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > lore.mostBytes) return failed(`the thread has more than ${lore.mostBytes} bytes packed`);
      chunks.push(chunk);
    }
    return { bytes: Buffer.concat(chunks) };
  } catch (error) {
    return failed(`the archive could not be asked: ${reasonOf(error)}`);
  }
}

/** fetch says only "fetch failed" and puts the reason into its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no whole answer in time';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function isWhole(packed: Buffer): Promise<boolean> {
  if (packed[0] !== 0x1f) return packed.length > 0;
  return promisify(gunzip)(packed, { maxOutputLength: 1024 * 1024 * 1024 }).then(
    () => true,
    () => false,
  );
}

/** Written beside and renamed, so that a killed run leaves no half of a file. */
async function keep(file: string, bytes: Buffer, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, bytes);
  await rename(draft, file);
}
