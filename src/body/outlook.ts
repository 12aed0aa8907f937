import type { MailLine } from './line.ts';

/** Header lines that a mail program copied in front of the mail it quotes. */
export interface CopiedHeader {
  /** Index of the first line, the divider where there is one. */
  readonly start: number;
  /** Index behind the last header line. */
  readonly end: number;
  readonly author: string | undefined;
  readonly date: string | undefined;
}

/** `-----Original Message-----` and its translations; dashes on both sides or the bare words of Apple Mail. */
const DIVIDER =
  /^(?:-{2,} ?(?:Original Message|Original message|Original-Nachricht|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Messaggio originale|Oorspronkelijk bericht|Forwarded [Mm]essage|Weitergeleitete Nachricht|原始邮件|邮件原件|原邮件|元のメッセージ|Исходное сообщение)(?: from .{1,80}?)? ?-{2,}|Begin forwarded message:|_{25,})\s*$/;

/** The header names, in the languages in which Outlook writes them. */
const FIELDS = {
  from: /^\s?\*?(?:From|Von|De|Da|Van|Från|Fra|От|发件人|寄件者|差出人|보낸 사람)\s?[:：]\*?\s?(.*)$/,
  sent: /^\s?\*?(?:Sent|Gesendet|Envoyé|Enviado|Inviato|Verzonden|Skickat|Отправлено|发送时间|送信日時|보낸 날짜)\s?[:：]/,
  date: /^\s?\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|Verzonden|Skickat|Отправлено|发送时间|日期|送信日時|보낸 날짜)(?: ?am)?\s?[:：]\*?\s?(.*)$/,
  other:
    /^\s?\*?(?:To|Cc|CC|Bcc|Subject|Reply-To|Organization|An|Betreff|À|Objet|Para|Asunto|A|Oggetto|Aan|Onderwerp|Till|Ämne|Кому|Копия|Тема|收件人|抄送|主题|主旨|宛先|件名|받는 사람|제목|Importance|Newsgroups)\s?[:：]\*?(?:\s|$)/,
};

/** A copied header may have this many folded lines: a wide Cc list is at most a screen. */
const LONGEST_HEADER = 25;

/**
 * Reads a copied mail header that starts at a line.
 *
 * ```
 * -----Original Message-----
 * ^ start
 * From: Jane Doe <jane@example.org>
 * Sent: Monday, July 5, 2021 10:11 AM
 * To: linux-mm@kvack.org
 * Subject: RE: [PATCH] mm: fix it
 *                                     ^ end
 * ```
 *
 * Without a divider, From must be followed by Sent, or by a date, a subject and an addressee: a patch pasted from git
 * has neither Sent nor To.
 *
 * @param lines Lines of one depth.
 * @param at Index of the line to start at.
 * @returns Undefined where no such header starts there.
 */
export function copiedHeader(lines: readonly MailLine[], at: number): CopiedHeader | undefined {
  const depth = lines[at]?.depth;
  const divided = DIVIDER.test(lines[at]?.text ?? '');
  let next = divided ? at + 1 : at;
  if (divided) while (lines[next]?.depth === depth && lines[next]?.text.trim() === '' && next < at + 3) next += 1;
  const fields: Fields = { from: undefined, date: undefined, sent: false, other: 0, folded: 0 };
  for (; lines[next]?.depth === depth; next += 1) {
    if (!takeField(fields, lines[next]?.text ?? '')) break;
    if (fields.from === undefined) return undefined;
  }
  const enough = divided || fields.sent || (fields.date !== undefined && fields.other > 1);
  if (fields.from === undefined || !enough) return undefined;
  return { start: at, end: next, author: nameOf(fields.from), date: fields.date };
}

/** What was read of a copied header so far. */
interface Fields {
  from: string | undefined;
  date: string | undefined;
  /** The date stood behind Sent, which only a mail program writes. */
  sent: boolean;
  /** How many of the other fields were there. */
  other: number;
  /** How many lines went on with a field. */
  folded: number;
}

/** Reads one line of a copied header into the fields; false where it is none. */
function takeField(fields: Fields, text: string): boolean {
  if (text.trim() === '') return false;
  const from = fields.from === undefined ? FIELDS.from.exec(text)?.[1] : undefined;
  const date = fields.date === undefined ? FIELDS.date.exec(text)?.[1] : undefined;
  if (from !== undefined) fields.from = from.trim();
  else if (date !== undefined) {
    fields.date = date.trim();
    fields.sent = FIELDS.sent.test(text);
  } else if (FIELDS.other.test(text)) fields.other += 1;
  else if (fields.other > 0 && fields.folded < LONGEST_HEADER && /[<@;,>]/.test(text)) fields.folded += 1;
  else return false;
  return true;
}

/** Finds the first unquoted copied header that has a divider or names sender, date and subject. */
export function forwardedHeader(lines: readonly MailLine[]): CopiedHeader | undefined {
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (line === undefined || line.depth > 0 || !startsHeader(line.text)) continue;
    // A patch mail's in-body From stands on the first line and names no date.
    const header = copiedHeader(lines, at);
    if (header !== undefined && header.end > at + 1) return header;
  }
  return undefined;
}

/** Whether a copied header may start here; cheap enough to ask of every line. */
export function startsHeader(text: string): boolean {
  const first = text.trimStart()[0];
  if (first === undefined) return false;
  return '-_B'.includes(first) ? DIVIDER.test(text) : FIELDS.from.test(text);
}

/** The name of `"Doe, Jane" <jane@example.org>`, or its address where it has no name. */
export function nameOf(mailbox: string | undefined): string | undefined {
  if (mailbox === undefined) return undefined;
  const name = mailbox
    .replace(/[<[(]{1,2}[^<>[\]()]{0,200}[>\])]{0,2}\s*:?\s*$/, '')
    .replace(/^["'\s*]+|["'\s*,]+$/g, '');
  if (name !== '') return name;
  const address = mailbox.replace(/^[\s"'<[(]+|[\s"'>\])]+$/g, '');
  return address === '' ? undefined : address;
}
