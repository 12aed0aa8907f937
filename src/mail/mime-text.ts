import type { Attachment, ParsedMail } from 'mailparser';
import type { Issue } from '../issue.ts';
import { unflow } from './flowed.ts';
import { decodeWords, readHead, valuesOf } from './head.ts';

const PATCH_TYPE = /^(?:text\/x-patch|text\/x-diff|text\/x-c.*|application\/x-patch)$/;
const PATCH_NAME = /\.(?:patch|diff|txt|mbox|eml)$/i;
const PATCH_LINE = /^(?:diff --git |Index: \S|--- \S+\s|From [0-9a-f]{40} )/m;
/** Mails within mails within mails that are still read. */
const DEEPEST_MAIL = 4;
/** Parts that carry no words: signatures and keys. */
const SIGNATURE = /^application\/(?:pgp|pkcs7|x-pkcs7)-/;
const LONGEST_HTML = 1024 * 1024;

/** A part's Content-Type that says format=flowed; masked, so that this project's diff-safe reader does the joining. */
const FLOWED = /(content-type:[^\n]{0,400}(?:\n[ \t][^\n]{0,400}){0,8}?;\s{0,80})format(\s{0,8}=\s{0,8}"?flowed)/gi;

/**
 * Decodes a mail of several parts, of HTML, or in a rare charset through mailparser.
 *
 * The text is that of the text parts in order; attached patches and mails within the mail, with their heads, follow, each
 * after a blank line; a mail of HTML only is turned into text. What is neither is an issue and stays in the raw bytes.
 *
 * @param depth how many mails this one is within
 */
export async function decodeMime(raw: Buffer, issues: Issue[], depth = 0): Promise<string> {
  const masked = maskFlowed(raw);
  const mail = await parse(masked.raw, issues);
  const shown = mail.text ?? (typeof mail.html === 'string' ? await htmlText(mail.html, issues) : '');
  const text = masked.count > 0 ? unflow(shown, false) : shown;
  const parts = [text];
  for (const attachment of mail.attachments) {
    const part = await attachedText(attachment, issues, depth);
    if (part !== '') parts.push(part);
  }
  return parts.map((part, at) => (at < parts.length - 1 && !part.endsWith('\n') ? `${part}\n` : part)).join('\n');
}

/** mailparser costs a tenth of a second to load, so it is loaded when the first mail needs it. */
async function parse(raw: Buffer, issues: Issue[]): Promise<Pick<ParsedMail, 'text' | 'html' | 'attachments'>> {
  const { simpleParser } = await import('mailparser');
  try {
    return await simpleParser(raw, {
      skipTextToHtml: true,
      skipImageLinks: true,
      skipTextLinks: true,
      maxHtmlLengthToParse: LONGEST_HTML,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    issues.push({
      code: 'mail.mime',
      says: `the parts could not be told apart (${why}); the undecoded body is the text`,
    });
    const blank = raw.indexOf('\n\n');
    return { text: raw.toString('utf8', blank < 0 ? 0 : blank + 2), html: false, attachments: [] };
  }
}

function maskFlowed(raw: Buffer): { raw: Buffer; count: number } {
  let count = 0;
  const text = raw.toString('latin1');
  if (!/format\s*=\s*"?flowed/i.test(text)) return { raw, count };
  const masked = text.replace(FLOWED, (_all: string, before: string, after: string) => {
    count += 1;
    return `${before}fl-mat${after}`;
  });
  return { raw: Buffer.from(masked, 'latin1'), count };
}

async function htmlText(html: string, issues: Issue[]): Promise<string> {
  issues.push({ code: 'mail.html-only', says: 'the mail has HTML only; its text was taken out of that' });
  if (html.length > LONGEST_HTML) return html;
  const { convert } = await import('html-to-text');
  return convert(html, { wordwrap: false, selectors: [{ selector: 'a', options: { ignoreHref: true } }] });
}

async function attachedText(attachment: Attachment, issues: Issue[], depth: number): Promise<string> {
  const { contentType, filename, content } = attachment;
  if (SIGNATURE.test(contentType)) return '';
  if (contentType === 'message/rfc822' && depth < DEEPEST_MAIL) return innerMail(content, issues, depth + 1);
  if (PATCH_TYPE.test(contentType) || contentType === 'text/plain' || PATCH_NAME.test(filename ?? '')) {
    const text = content.toString('utf8').replace(/\r\n/g, '\n');
    if (PATCH_LINE.test(text)) return text;
  }
  const named = filename === undefined ? contentType : `${contentType} ${filename}`;
  issues.push({ code: 'mail.attachment', says: `an attachment that is no patch stays in the raw mail only: ${named}` });
  return '';
}

async function innerMail(raw: Buffer, issues: Issue[], depth: number): Promise<string> {
  const { fields } = readHead(raw);
  const head = ['From', 'Subject', 'Date', 'To', 'Cc'].flatMap((name) =>
    valuesOf(fields, name.toLowerCase()).map((value) => `${name}: ${decodeWords(value)}`),
  );
  return `${head.join('\n')}\n\n${await decodeMime(raw, issues, depth)}`;
}
