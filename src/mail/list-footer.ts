/**
 * How lists open the lines that they append to each mail; all to the end of the mail is the footer. The blank lines and the
 * rule or signature mark before it belong to it.
 */
const OPENINGS: readonly RegExp[] = [
  // mailman: a rule of 47 underscores, the list's name, its address, its page
  /^_{40,}\n\S+ mailing list(?: -- )?/m,
  // majordomo at vger and kvack
  /^-- ?\nTo unsubscribe(?: from this list)?[:,] send (?:the line|a message with)/m,
  /^-- ?\nYou received this message because you are subscribed to the Google Groups/m,
];

/**
 * Parts a mail's text from the footer that a list appended.
 *
 * @returns the offset at which the footer starts, the text's length where there is none
 */
export function footerOffset(text: string): number {
  const starts = OPENINGS.map((opening) => text.search(opening)).filter((at) => at >= 0);
  if (starts.length === 0) return text.length;
  return text.slice(0, Math.min(...starts)).trimEnd().length;
}
