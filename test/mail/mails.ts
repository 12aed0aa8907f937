import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ArchiveItem, readArchive } from '../../src/mail/archive.ts';
import type { Message } from '../../src/mail/message.ts';

/** Real mail lies beside the project; where it is absent its tests are skipped. */
const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url));

/** A path of real mail, for instance `mail/threads`. */
export function shared(path: string): string {
  return `${SHARED}${path}`;
}

/** Why a test on real mail is skipped, to be put into its name; empty where the mail is there. */
export const withoutMail = existsSync(shared('mail')) ? '' : ' (skipped: no ../shared/mail beside the project)';

/** Files of a folder of real mail, sorted; none where it is absent. */
export function filesOf(path: string, ending: string): readonly string[] {
  if (withoutMail !== '') return [];
  const files = readdirSync(shared(path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(SHARED.length))
    .sort((a, b) => (a < b ? -1 : 1));
  if (files.length === 0) throw new Error(`no ${ending} in ../shared/${path}`);
  return files;
}

/** Everything that an archive among the real mail yields. */
export async function itemsOf(path: string): Promise<readonly ArchiveItem[]> {
  const items: ArchiveItem[] = [];
  for await (const item of readArchive(createReadStream(shared(path)), path)) items.push(item);
  return items;
}

/** The messages of archives among the real mail. */
export async function messagesOf(...paths: readonly string[]): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for (const path of paths) {
    for (const item of await itemsOf(path)) if (item.kind === 'message') messages.push(item.message);
  }
  return messages;
}

/** Bytes handed out in pieces of a given size. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Everything that an archive of these bytes yields. */
export async function itemsIn(bytes: Uint8Array | string, size = 4096): Promise<readonly ArchiveItem[]> {
  const items: ArchiveItem[] = [];
  for await (const item of readArchive(inPieces(Buffer.from(bytes), size), 'test')) items.push(item);
  return items;
}

/** The messages of an archive of these bytes. */
export async function messagesIn(bytes: Uint8Array | string, size = 4096): Promise<readonly Message[]> {
  return (await itemsIn(bytes, size)).flatMap((item) => (item.kind === 'message' ? [item.message] : []));
}

/** Codes of all issues of an archive: those of its messages and its own. */
export function codesOf(items: readonly ArchiveItem[]): readonly string[] {
  return items.flatMap((item) =>
    item.kind === 'issue' ? [item.issue.code] : item.message.issues.map(({ code }) => code),
  );
}
