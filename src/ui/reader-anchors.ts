/** The anchor of the row that stands below a claim in the mail that makes it. */
export function tagAnchor(claimId: string): string {
  return `tag:${claimId}`;
}

/** The anchor of a comment at its line of a patch. */
export function commentAnchor(claimId: string): string {
  return `comment:${claimId}`;
}

/** The anchor of a line of a mail; wrapped rows share it. */
export function lineAnchor(messageId: string, line: number): string {
  return `${messageId}:${line}`;
}

/** The line of a mail that an anchor stands for; undefined for another row, or another mail. */
export function lineOfAnchor(anchor: string, messageId: string): number | undefined {
  if (!anchor.startsWith(`${messageId}:`)) return undefined;
  const line = anchor.slice(messageId.length + 1);
  return /^\d+$/.test(line) ? Number(line) : undefined;
}
