import type { Issue } from '../issue.ts';
import { isArchivePage, readArchivePage } from './archive-page.ts';
import { type Enclosed, readSingle, splitMbox } from './mbox.ts';
import type { Message, Origin } from './message.ts';
import { parseMessage } from './parse.ts';
import { unpack } from './unpack.ts';

/** What an archive yields: a message, or something that could not be read. */
export type ArchiveItem =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'issue'; readonly issue: Issue };

/** A mail's bytes, not yet parsed, so that parsing can be shared out. */
export type ArchivePiece =
  | {
      readonly kind: 'mail' | 'page';
      readonly raw: Uint8Array;
      readonly origin: Origin;
      readonly issues: readonly Issue[];
    }
  | { readonly kind: 'issue'; readonly issue: Issue };

/** Bytes that are looked at to tell what an archive is. */
const PEEK = 64 * 1024;

/** Fields that a mail has and that a title of an archive page, such as `Re: [PATCH] x`, is not. */
const MAIL_FIELD =
  /^(?:from|date|subject|to|cc|message-id|received|return-path|mime-version|content-type|in-reply-to|references|list-id|delivered-to|x-[a-z-]+|sender|reply-to|dkim-signature|status)[ \t]*:/im;

/**
 * Reads an archive: an mbox (mboxrd, mboxo, mboxcl), one mail, or the text of a list archive's page; each plain, gzip or xz.
 *
 * Holds one mail in memory at a time. What is no mail at all, damaged or empty is an issue; all that can be read is yielded.
 *
 * @param bytes the archive
 * @param source its path, `-` for standard input, or a URL: where each message says it came from
 */
export async function* readArchive(bytes: AsyncIterable<Uint8Array>, source: string): AsyncGenerator<ArchiveItem> {
  for await (const piece of splitArchive(bytes, source)) {
    if (piece.kind === 'issue') yield piece;
    else yield { kind: 'message', message: await readPiece(piece) };
  }
}

/** Parses one piece of an archive. */
export async function readPiece(piece: Exclude<ArchivePiece, { kind: 'issue' }>): Promise<Message> {
  const message =
    piece.kind === 'page' ? readArchivePage(piece.raw, piece.origin) : await parseMessage(piece.raw, piece.origin);
  return piece.issues.length === 0 ? message : { ...message, issues: [...piece.issues, ...message.issues] };
}

/** Cuts an archive into mails without parsing them; see `readArchive`. */
export async function* splitArchive(bytes: AsyncIterable<Uint8Array>, source: string): AsyncGenerator<ArchivePiece> {
  const issues: Issue[] = [];
  const chunks = unpackedBytes(bytes, source, issues);
  const start = await peek(chunks);
  const whole = resume(start, chunks);
  const kind = kindOf(start);
  let count = 0;
  if (kind === 'mbox') {
    for await (const mail of splitMbox(whole)) {
      if (mail.raw.length === 0) yield issueOf('mail.empty', 'a From line with no mail after it', source, mail.offset);
      else {
        yield pieceOf('mail', mail, source);
        count += 1;
      }
    }
  } else if (kind === 'mail' || kind === 'page') {
    yield pieceOf(kind, await readSingle(whole), source);
    count = 1;
  } else for await (const _rest of whole);
  yield* issues.map((issue) => ({ kind: 'issue' as const, issue }));
  if (kind === 'empty') yield issueOf('mail.empty', 'the archive is empty', source, 0);
  else if (count === 0) yield issueOf('mail.not-a-mailbox', 'this is no mailbox, mail or archive page', source, 0);
}

function pieceOf(kind: 'mail' | 'page', { raw, offset, issues }: Enclosed, source: string): ArchivePiece {
  return { kind, raw, origin: { source, offset }, issues: issues.map((issue) => ({ ...issue, where: source })) };
}

function issueOf(code: string, says: string, where: string, offset: number): ArchivePiece {
  return { kind: 'issue', issue: { code, says, where, offset } };
}

async function* unpackedBytes(
  bytes: AsyncIterable<Uint8Array>,
  source: string,
  issues: Issue[],
): AsyncGenerator<Buffer> {
  for await (const piece of unpack(bytes, source)) {
    if (piece.kind === 'bytes') yield piece.bytes;
    else issues.push(piece.issue);
  }
}

async function peek(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < PEEK) {
    const next = await chunks.next();
    if (next.done === true) break;
    pieces.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(pieces);
}

async function* resume(start: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  yield* rest;
}

function kindOf(start: Buffer): 'empty' | 'mbox' | 'page' | 'mail' | 'junk' {
  const text = start.toString('latin1', 0, PEEK).replace(/^\s+/, '');
  if (text === '') return 'empty';
  if (isArchivePage(text)) return 'page';
  const [line = '', next = ''] = text.split('\n', 2);
  if (line.startsWith('From ') && /^(?:>?From |[!-9;-~]+[ \t]*:|\r?$)/.test(next)) return 'mbox';
  const blank = /\n\r?\n/.exec(text);
  return MAIL_FIELD.test(text.slice(0, blank?.index ?? text.length)) && !text.slice(0, 512).includes('\0')
    ? 'mail'
    : 'junk';
}
