import type { MailLine } from './line.ts';

/** Longer than this, what follows `-- ` is text that somebody divided with dashes. */
const LONGEST_SIGNATURE = 25;

/** What lists and mail programs append, by its first line. */
const FOOTER =
  /^(?:_{20,}$|To unsubscribe(?: from this list)?[,:]? |To unsubscribe from this group|You received this message because you are subscribed|Visit our website|For more options, visit|More majordomo info|Please read the FAQ|Subscription settings:|Sent from my |Get Outlook for |Sent (?:via|with) \S+ ?\S*$|Von meinem .{1,40} gesendet|Envoyé de mon|IMPORTANT NOTICE|CONFIDENTIALITY NOTICE|DISCLAIMER:?$|(?:This (?:e-?mail|message|communication)|(?:The )?information (?:contained )?in this (?:e-?mail|message)|NOTICE:)\b.{0,200}\b(?:confidential|privileged|proprietary|attachments?|intended (?:only|solely|for))\b)/i;

const LIST_ADDRESS = /^\S+ mailing list(?: -- \S+@\S+)?$/;

/** Armour around signed mail; the signature's own lines run to its END. */
const ARMOUR = /^-----BEGIN PGP (?:SIGNATURE|PUBLIC KEY BLOCK)-----$/;
const ARMOUR_END = /^-----END PGP /;
const ARMOUR_START = /^-----BEGIN PGP SIGNED MESSAGE-----$/;

/** Lines of base64 or uuencode that no mail program decoded: as long as encoders write them. */
const ENCODED = /^(?:[A-Za-z\d+/]{60,78}={0,2}|M[!-`]{60})$/;

/**
 * Reads a signature that starts at a line.
 *
 * ```
 * --                       two dashes and mostly a blank
 * ^
 * Jane Doe                 up to the end of what was written at this depth
 * ```
 *
 * @returns Its number of lines, 0 where none starts here.
 */
export function signatureAt(lines: readonly MailLine[], at: number): number {
  const text = lines[at]?.text ?? '';
  if (ARMOUR.test(text)) return lengthTo(lines, at, ARMOUR_END);
  if (text !== '-- ' && text !== '--') return 0;
  // A bare `--` signs only where nothing else follows.
  if (text === '--' && lines.length - at > LONGEST_SIGNATURE) return 0;
  const end = endOfWords(lines, at + 1, text === '--' ? 8 : LONGEST_SIGNATURE, startsAfterSignature);
  if (end < 0) return 0;
  return text === '-- ' || end === lines.length ? end - at : 0;
}

/** What ends a signature: a list's footer, an attached patch, another signature. */
function startsAfterSignature(text: string): boolean {
  return FOOTER.test(text) || /^(?:diff --git |From [\da-f]{40} |-----BEGIN PGP |-- $)/.test(text);
}

/**
 * Reads a footer that starts at a line: a list's, a disclaimer, armour, an undecoded attachment.
 *
 * @returns Its number of lines, 0 where none starts here.
 */
export function footerAt(lines: readonly MailLine[], at: number): number {
  const text = lines[at]?.text ?? '';
  if (ARMOUR_START.test(text)) return /^Hash: /.test(lines[at + 1]?.text ?? '') ? 2 : 1;
  if (ENCODED.test(text)) return encodedLength(lines, at);
  if (!FOOTER.test(text) && !LIST_ADDRESS.test(text)) return 0;
  const end = endOfWords(lines, at + 1, LONGEST_SIGNATURE, (after) => /^(?:diff --git |From [\da-f]{40} )/.test(after));
  return Math.max(end - at, 0);
}

/** Index where the words end, at most `most` lines that are not blank from `from`; -1 where there are more. */
function endOfWords(lines: readonly MailLine[], from: number, most: number, ends: (text: string) => boolean): number {
  let solid = 0;
  let end = from;
  for (; end < lines.length; end += 1) {
    const text = lines[end]?.text ?? '';
    if (ends(text)) break;
    if (text.trim() !== '') solid += 1;
    if (solid > most || end - from > 4 * most) return -1;
  }
  return end;
}

/** Three encoded lines are no accident; a shorter last one belongs to them. */
function encodedLength(lines: readonly MailLine[], at: number): number {
  let end = at;
  while (end < lines.length && ENCODED.test(lines[end]?.text ?? '')) end += 1;
  if (end - at < 3) return 0;
  return /^[A-Za-z\d+/]{1,76}={0,2}$/.test(lines[end]?.text ?? '') ? end - at + 1 : end - at;
}

function lengthTo(lines: readonly MailLine[], at: number, last: RegExp): number {
  let end = at + 1;
  while (end < lines.length && !last.test(lines[end]?.text ?? '')) end += 1;
  return Math.min(end + 1, lines.length) - at;
}
