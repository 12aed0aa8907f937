/** Characters of one answer: what an assistant can read beside its other work. */
const MOST = 20_000;

/**
 * Cuts a part out of a long answer, at the ends of lines where they are not too far, and says how to ask for more.
 *
 * @param offset where the part starts, in characters of the whole
 */
export function pageOf(text: string, offset: number): string {
  const rest = text.slice(offset);
  if (rest.length <= MOST) return rest === '' && offset > 0 ? 'There is nothing behind this offset.' : rest;
  const lastLine = rest.lastIndexOf('\n', MOST) + 1;
  const end = lastLine > MOST / 2 ? lastLine : MOST;
  const next = offset + end;
  return `${rest.slice(0, end)}\n[cut: ${text.length - next} of ${text.length} characters are left; ask again with offset ${next}]`;
}
