/**
 * Finds review comments that stand below quoted lines of a patch, by means that share nothing with src/body and
 * src/patch: the reference that their anchors are measured against.
 *
 * A block is a run of unquoted lines below a quoted one that equals, white space aside, a line of the diff of the
 * nearest ancestor that has one. Its depth is the number of quote marks of the last such line above it. Blocks of
 * nothing but trailers, thanks and greetings are left out; so is everything below a signature or an own diff.
 */
export interface Block {
  /** Zero-based lines of the mail, end exclusive. */
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  /** The quoted line of the patch, white space taken out, its mark kept. */
  readonly line: string;
  /**
   * Whether that line says anything: a bracket alone equals a line of every patch, and tells only where the quoted
   * line right above it is in the patch too.
   */
  readonly telling: boolean;
  /** Message-ID of the ancestor that has the diff. */
  readonly patch: string;
}

export interface Mail {
  readonly messageId: string;
  readonly text: string;
}

const COURTESY =
  /^\s*(?:[A-Z][\w-]+-by:|Cc:|Fixes:|Link:|thanks\b|thank you|cheers|regards|best|hi\b|hello|\S+[,.!]?\s*$|\[ ?\.\.\. ?\]|<?snip>?)/i;

const MARKS = /^(?: ?>)+/;

const squash = (line: string): string => line.replace(/\s+/g, '');

/** Blocks of a mail; `ancestors` nearest first. */
export function blocksOf(mail: Mail, ancestors: readonly Mail[]): Block[] {
  const patch = ancestors.find(({ text }) => diffLines(text).size > 0);
  if (patch === undefined) return [];
  const patchLines = diffLines(patch.text);
  const lines = mail.text.split('\n').map((line) => {
    const marks = MARKS.exec(line)?.[0] ?? '';
    const text = marks === '' ? line : line.slice(marks.length).replace(/^ /, '');
    return { depth: marks.replace(/ /g, '').length, text };
  });
  const blocks: Block[] = [];
  let last: { depth: number; line: string; telling: boolean } | undefined;
  let before = false;
  for (let at = 0; at < lines.length; at += 1) {
    const { depth, text } = lines[at] ?? { depth: 0, text: '' };
    if (text.trim() === '') continue;
    if (depth > 0) {
      const equal = patchLines.has(squash(text));
      if (equal) last = { depth, line: squash(text), telling: /\w/.test(text) || before };
      before = equal;
      continue;
    }
    before = false;
    if (/^-- ?$|^diff --git |^@@ /.test(text)) break;
    if (/(?:wrote|writes|said):\s*$/.test(text)) continue;
    let to = at;
    while (to < lines.length && lines[to]?.depth === 0 && !/^-- ?$/.test(lines[to]?.text ?? '')) to += 1;
    const words = lines.slice(at, to).filter((line) => line.text.trim() !== '');
    if (last !== undefined && !words.every((line) => COURTESY.test(line.text))) {
      blocks.push({ from: at, to, ...last, patch: patch.messageId });
    }
    last = undefined;
    at = to - 1;
  }
  return blocks;
}

/** The same patches are asked for again and again. */
const known = new Map<string, ReadonlySet<string>>();

/** The lines of a text's own hunks, white space taken out, as many as the hunk headers say. */
function diffLines(text: string): ReadonlySet<string> {
  const there = known.get(text);
  if (there !== undefined) return there;
  const found = new Set<string>();
  let old = 0;
  let fresh = 0;
  for (const line of text.split('\n')) {
    const header = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (header !== null) {
      old = Number(header[1] ?? 1);
      fresh = Number(header[2] ?? 1);
    } else if ((old > 0 || fresh > 0) && (line === '' || /^[ +-]/.test(line))) {
      if (line[0] !== '+') old -= 1;
      if (line[0] !== '-') fresh -= 1;
      if (line.slice(1).trim() !== '') found.add(squash(line));
    } else {
      old = 0;
      fresh = 0;
    }
  }
  known.set(text, found);
  return found;
}
