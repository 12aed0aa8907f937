import type { MailLine } from './line.ts';
import { copiedHeader, nameOf, startsHeader } from './outlook.ts';

/** An attribution that starts at a line. */
export interface AttributionFound {
  /** Number of lines that it takes. */
  readonly length: number;
  readonly author: string | undefined;
  readonly date: string | undefined;
}

/** A mail program that wraps may spread `On DATE, NAME <ADDRESS> wrote:` over this many lines. */
const LONGEST = 4;

/** How a mail program says that somebody wrote, at the end of the attribution; languages as the archives show them. */
const VERBS = [
  'wrote|writes|said|says|write|typed|spake thusly|mumbled|opined|commented', // English
  'schrieb|schreibt|a écrit|écrivait|escribió|ha scritto|escreveu|schreef|skrev|kirjoitti', // west and north
  'napisał\\(a\\)|napisał|napisała|pisze|napsal|napsal\\(a\\)|napísal|píše|írta|yazdı|a scris', // middle and south
  'пишет|пише|писал|писал\\(а\\)|написал|написав|έγραψε', // Cyrillic, Greek
  '写道|寫道|写到|さんは書きました|のメール|님이 작성', // Chinese, Japanese, Korean
].join('|');

/** `wrote:` at the end, an address in brackets before it let pass, as are two verbs in German word order. */
const VERB_AT_END = new RegExp(`(?:^|[\\s>）)\\]\\d])(?:${VERBS})\\s?(?:<[^<>]{3,80}>)?\\s?[:：]\\s*$`);

/** `Am 5. Juli 2021 um 10:11 schrieb Jane Doe:`, where the verb stands before the name. */
const VERB_INSIDE =
  /^(?:Am|Op|Den|Dne|W dniu|Dnia|Em|Em|El|Il|Le)\s.{4,80}?\s(?:schrieb|schreef|skrev|napsal|pisze|napisał)\s(.{2,120}?)\s?:\s*$/;

/** Gmail in Japanese, Russian and others: a date, a name, an address, a colon and no verb. */
const DATED_ADDRESS = /\d{1,4}.*\s([^\d<>:,]{2,80}?)\s*<[^<>\s]{1,100}@[^<>\s]{1,100}>\s?(?:님이 작성)?[:：]\s*$/;

/** `* Rick Edgecombe <rick@example.org> [240506 12:08]:`, as mutt users like it. */
const STARRED = /^\*\s+([^<([]{2,120}?)\s+[<(][^<>()]{2,100}[>)](?:\s+\[([^[\]]{4,60})\])?\s?(?:wrote)?:?\s*$/;

/** `Quoting Jane Doe (2021-07-05 10:11:12)`, `Excerpts from Jane Doe's message of July 5`. */
const QUOTING =
  /^(?:Quoting|Excerpts from)\s+(.{2,120}?)(?:'s message of\s+(.{4,60}?))?(?:\s*\(([^()]{6,60})\))?:?\s*$/;

/** Supercite: `>>>>> "JD" == Jane Doe <jane@example.org> writes:`. */
const SUPERCITE = /^(?:[>"\s]*)"([A-Za-z]{1,6})" == (.{2,120}?)\s+(?:writes|wrote):?\s*$/;

/** What an attribution may start with, beside a name that carries the verb. */
const DATED_START =
  /^\s{0,4}(?:(?:On|At|In|Am|Le|El|Il|Em|Op|Den|Dne|Dnia|W dniu|Em|Vào|Pe|Στις|on|at|le|el)\s|在|于|於|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|пн|вт|ср|чт|пт|сб|вс|lun|mar|mer|jeu|ven)\w*[.,]|\d{4}[-年/.]\d|\d{1,2}\.\s?\d)/;

const NUMERIC_DATE = /\d/;

/** A name without digits or a sentence's punctuation, an address in brackets behind it or not, then the verb. */
const NAMED = new RegExp(
  `^\\s{0,4}["']?([^\\s\\d:;!?][^:;!?"]{1,80}?)["']?(?:\\s*[<([][^<>()\\[\\]]{1,100}[>)\\]])?(?:\\s+on\\s.{4,60}?)?,?\\s+(?:${VERBS})\\s?[:：]\\s*$`,
);

/** `Jane Doe <jane@example.org> 于2021年7月5日周一 上午10:11写道：`: the date between the address and the verb. */
const NAMED_DATED = new RegExp(
  `^\\s{0,4}([^<>:]{1,80}?)\\s*<[^<>\\s]{1,100}>\\s*(?:on\\s|于|於|在)?\\s*(\\d.{4,60}?)\\s?(?:${VERBS})\\s?[:：]\\s*$`,
);

/** `On Fri, May 21, 2021 at 02:15:32PM +0800`: the date part, up to the comma or word that the name follows. */
const DATE_PART =
  /^\s*(?:(?:On|At|Am|Le|El|Il|Em|Op|Den|Dne|Dnia|W dniu|on|at)\s+|[在于於]\s*)?\(?(.*?(?<![.\d])\d{1,2}[:.h]\d\d(?![.\d])(?::\d\d)?\s?(?:[AaPp]\.?[Mm]\.?)?(?:\s?(?:[-+]\d{4}|\(?[A-Z]{2,5}(?:[-+]\d{1,4}(?::\d\d)?)?\)?))*)\)?[\s,]*/;

/** The same where no time of day is given: `On 2026-06-21, `, `On Nov 23 2022, `, `On Wed 21-06-23 `. */
const DAY_PART =
  /^\s*(?:On|At|Am|Le|El|Il|Em|Op|Den|on|at)\s+((?:[A-Za-zéû]{3,9}[,.]?\s+)?(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}\.?\s[A-Za-z]{3,9}\.?,?\s\d{2,4}|[A-Za-z]{3,9}\.?\s\d{1,2},?\s\d{4}))[\s,]*/;

/** Whether a line ends an attribution; cheap enough to ask of every line. */
export function endsAttribution(line: string): boolean {
  return VERB_AT_END.test(line) || VERB_INSIDE.test(line);
}

/**
 * Reads an attribution that starts at a line.
 *
 * ```
 * On Mon, Jul 5, 2021 at 10:11 AM Jane Doe
 * ^
 * <jane@example.org> wrote:
 *                         ^ up to here, `length` 2
 * ```
 *
 * @param lines Lines of one depth.
 * @param at Index of the line to start at.
 * @returns Author and date as written there; undefined where none starts at this line.
 */
export function attributionAt(lines: readonly MailLine[], at: number): AttributionFound | undefined {
  const text = lines[at]?.text ?? '';
  if (text.length < 3 || text.length > 300) return undefined;
  if (startsHeader(text)) {
    const header = copiedHeader(lines, at);
    if (header !== undefined) return { length: header.end - at, author: header.author, date: header.date };
  }
  const alone = oneLine(text);
  if (alone !== undefined) return { length: 1, ...alone };
  if (!DATED_START.test(text) && !endsInAddress(text)) return undefined;
  let joined = text;
  for (let length = 2; length <= LONGEST; length += 1) {
    const line = lines[at + length - 1];
    if (line === undefined || line.text.trim() === '' || line.text.length > 300) return undefined;
    joined = `${joined.trimEnd()} ${line.text.trim()}`;
    if (!/[:：]$/.test(joined)) continue;
    const found = VERB_AT_END.test(joined) || DATED_ADDRESS.test(joined) ? oneLine(joined) : undefined;
    if (found !== undefined) return { length, ...found };
  }
  return undefined;
}

type Named = Pick<AttributionFound, 'author' | 'date'>;

/** Reads an attribution that stands on one line, folded lines joined. */
function oneLine(text: string): Named | undefined {
  const colon = /[:：]\s*$/.test(text);
  const starred = text[0] === '*' ? STARRED.exec(text) : null;
  if (starred !== null) return { author: nameOf(starred[1]), date: starred[2] };
  const cited = text.includes('" == ') ? SUPERCITE.exec(text) : null;
  if (cited !== null) return { author: nameOf(cited[2]), date: undefined };
  const quoting = /^(?:Quoting|Excerpts)/.test(text) ? QUOTING.exec(text) : null;
  if (quoting !== null) return { author: nameOf(quoting[1]), date: quoting[2] ?? quoting[3] };
  if (!colon) return undefined;
  const inside = VERB_INSIDE.exec(text);
  if (inside !== null) return { author: nameOf(inside[1]), date: dateOf(text) };
  if (VERB_AT_END.test(text)) return withVerb(text);
  const dated = DATED_START.test(text) ? DATED_ADDRESS.exec(text) : null;
  return dated === null ? undefined : { author: nameOf(afterDate(text)) ?? dated[1], date: dateOf(text) };
}

/** Reads `On DATE, NAME wrote:` and `NAME wrote:`; a sentence that merely ends in "he said:" is neither. */
function withVerb(text: string): Named | undefined {
  if (DATED_START.test(text) && NUMERIC_DATE.test(text)) {
    return { author: nameOf(withoutVerb(afterDate(text))), date: dateOf(text) };
  }
  const between = NAMED_DATED.exec(text);
  if (between !== null) return { author: nameOf(between[1]), date: between[2] };
  const named = NAMED.exec(text);
  if (named === null) return undefined;
  const name = named[1] ?? '';
  const hasAddress = /[<@]/.test(text);
  const isName =
    name.split(/\s+/).length <= 6 &&
    /^[\p{Lu}\p{Lo}]|@/u.test(name) &&
    !/^(?:As|It|He|She|They|I|You|We|The|This|That|What|Like)\b/.test(name);
  return hasAddress || isName ? { author: nameOf(withoutVerb(text)), date: undefined } : undefined;
}

function withoutVerb(text: string): string {
  return text.replace(new RegExp(`[\\s,]*(?:${VERBS})\\s?(?:<[^<>]{3,80}>)?\\s?[:：]?\\s*$`), '');
}

function afterDate(text: string): string {
  return text.replace(DATE_PART.test(text) ? DATE_PART : DAY_PART, '').replace(/[:：]\s*$/, '');
}

function dateOf(text: string): string | undefined {
  return (DATE_PART.exec(text) ?? DAY_PART.exec(text))?.[1]?.trim();
}

/** A first line that a program broke in front of its verb: `Jane Doe <jane@example.org>`. */
function endsInAddress(text: string): boolean {
  return /^[^:;!?]{0,80}<[^<>\s]{1,100}@[^<>\s]{1,100}>,?\s*$/.test(text) && !/-by\b/.test(text);
}
