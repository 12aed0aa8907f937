import type { Hunk, HunkLine, Mark } from './patch.ts';

/** Names in front of a bracket at the start of a line that define no function. */
const NO_FUNCTION = new Set(['if', 'for', 'while', 'switch', 'return', 'sizeof', 'do', 'else', 'typedef', 'defined']);

/** Annotations with arguments that may stand before or behind a function's name. */
const ANNOTATION = /\b(?:__attribute__\s*\(\(.{0,80}?\)\)|__(?!do_|se_|x64_)[a-z]+\([^()]{0,60}\)(?=\s+[\w*]))/g;

/** A signature may spread over this many lines before its brace. */
const LONGEST_SIGNATURE = 16;

/**
 * Names the function of every line of a hunk on one side.
 *
 * The hunk's own text decides: a definition inside it, also one whose signature spans lines, a brace in column 0 that
 * ends one. Only lines before any such boundary are taken to stand in the function of the heading, which names what
 * came *before* the hunk. A comment right above a definition counts as the function's.
 *
 * ```
 * @@ -10,9 +10,12 @@ static void before(void)     lines up to the brace stand in `before`
 *  	done();
 *  }
 *
 *  // What it is for.                           from here on in `after`
 *  static int after(struct page *page,
 *  		 int flags)
 *  {
 * ```
 *
 * @param side `-` for the file before the change, `+` for the file after it.
 * @returns One entry a line; lines of the other side get the name of the line before them.
 */
export function functionsOf(hunk: Hunk, side: Mark): (string | undefined)[] {
  const other: Mark = side === '-' ? '+' : '-';
  const names = placeLines(
    hunk.lines.filter(({ mark }) => mark !== other),
    nameIn(hunk.heading),
  );
  let next = 0;
  return hunk.lines.map(({ mark }) => {
    if (mark === other) return names[Math.max(next - 1, 0)];
    next += 1;
    return names[next - 1];
  });
}

/** Walks the lines of one side from top to bottom. */
function placeLines(lines: readonly HunkLine[], heading: string | undefined): (string | undefined)[] {
  const flat = lostIndent(lines);
  const names: (string | undefined)[] = [];
  let current = heading;
  /** Index from which a comment waits for the definition below it. */
  let comment = -1;
  for (let at = 0; at < lines.length; ) {
    const text = lines[at]?.text ?? '';
    // A page that lost the indents of context still tells changed lines in column 0 from indented ones.
    const flatHere = flat && lines[at]?.mark === ' ';
    const definition = definitionAt(lines, at, flatHere);
    if (definition !== undefined) {
      if (comment >= 0) names.fill(definition.name, comment, at);
      for (let end = at + definition.length; at < end; at += 1) names.push(definition.name);
      current = definition.lasts ? definition.name : undefined;
      comment = -1;
      continue;
    }
    const kind = kindOf(text, flatHere, flat && comment < 0);
    comment = commentFrom(kind, comment, at);
    if (kind === 'comment' || kind === 'outside') current = undefined;
    names.push(current);
    if (kind === 'end' && !(flatHere && goesOnBelow(lines, at))) current = undefined;
    at += 1;
  }
  return names;
}

type Kind = 'inside' | 'end' | 'outside' | 'comment' | 'attribute';

/** Where the comment began that waits for the definition below it; an attribute such as `static` keeps it waiting. */
function commentFrom(kind: Kind, before: number, at: number): number {
  if (kind === 'comment') return before < 0 ? at : before;
  return kind === 'attribute' ? before : -1;
}

/**
 * What a line that defines nothing says of where it stands, by what is in its first column.
 *
 * @param flat The column says nothing, since the indent was lost.
 * @param collapsed A tab may have become one blank: ` *` may be the middle of an indented comment.
 */
function kindOf(text: string, flat: boolean, collapsed: boolean): Kind {
  if (/^\}/.test(text)) return 'end';
  if (text.startsWith('/*')) return flat ? 'inside' : 'comment';
  if (text.startsWith(' *')) return flat || collapsed ? 'inside' : 'comment';
  if (/^[\s#{]/.test(text) || text === '' || flat) return 'inside';
  if (/^\w+:/.test(text)) return 'inside';
  if (/^(?:static|extern|const|__\w+)(?:\s+\w+)*$/.test(text)) return 'attribute';
  return 'outside';
}

interface Definition {
  readonly name: string;
  readonly length: number;
  /** Whether the lines below stand in it. */
  readonly lasts: boolean;
}

/**
 * Reads a definition that starts at a line: of a function, or of a macro with arguments.
 *
 * ```
 * static int after(struct page *page,
 * ^ column 0     ^ the bracket behind its name
 * 		 int flags)
 * {
 * ^ a brace, not a semicolon: a definition
 * ```
 */
function definitionAt(lines: readonly HunkLine[], at: number, flat: boolean): Definition | undefined {
  const text = lines[at]?.text ?? '';
  if (text[0] === '#') return macroAt(lines, at);
  if (!/^[A-Za-z_]/.test(text)) return undefined;
  const name = nameIn(text);
  // Without indents a call looks like a definition but for the type in front.
  if (name === undefined || (flat && !/^\w[\w\s*]*[\s*]\w+\(/.test(text))) return undefined;
  for (let length = 1; length <= LONGEST_SIGNATURE; length += 1) {
    const line = lines[at + length - 1]?.text.trimEnd();
    // The hunk ends inside the signature: a prototype would have ended by now more often than not.
    if (line === undefined) return { name, length: length - 1, lasts: true };
    if (length > 1 && (line === '' || /^[}#]/.test(line))) return undefined;
    const end = /[{;]/.exec(line)?.[0];
    if (end === '{' && !/=\s*\{/.test(line)) return { name, length, lasts: length > 1 || !line.endsWith('}') };
    if (end !== undefined) return undefined;
  }
  return undefined;
}

/** Reads a macro with arguments and the lines that its backslashes join. */
function macroAt(lines: readonly HunkLine[], at: number): Definition | undefined {
  const name = /^#\s*define\s+(\w+)\(/.exec(lines[at]?.text ?? '')?.[1];
  if (name === undefined) return undefined;
  let length = 1;
  while (lines[at + length - 1]?.text.trimEnd().endsWith('\\') === true && at + length < lines.length) length += 1;
  return { name, length, lasts: false };
}

/** The function that a signature or a hunk's heading names. */
export function nameIn(text: string): string | undefined {
  const plain = text.replace(ANNOTATION, '');
  const call = /^([A-Za-z_][\w\s*]*?)\(\s*(\w*)/.exec(plain);
  const before = call?.[1]?.trim();
  if (before === undefined) return undefined;
  const name = /(\w+)$/.exec(before)?.[1];
  if (name === undefined || NO_FUNCTION.has(name) || NO_FUNCTION.has(before.split(/\s/)[0] ?? '')) return undefined;
  // SYSCALL_DEFINE3(mmap, …) and its kin define what they name first.
  if (/^(?:COMPAT_)?SYSCALL_DEFINE\d$/.test(name)) return call?.[2];
  if (/=/.test(text.slice(0, text.indexOf('(')))) return undefined;
  return name;
}

/** Statements, which stand in functions and so are indented in any text that kept its indents. */
const STATEMENT =
  /^(?:if|for|while|return|goto|else|break|continue|switch|do|case)\b|^[a-z_][\w>.\-[\]]*\(.*\);$|^\*?\w[\w>.\-[\]]* [-+|&]?= .*;$|^\}? ?else\b/;

/** Whether the hunk is from a page of an archive that lost the indents of context. */
export function lostIndent(lines: readonly HunkLine[]): boolean {
  let statements = 0;
  for (const { text, mark } of lines) {
    if (/^(?:\t|\s{2,}\S)/.test(text)) return false;
    // A changed line keeps one blank of its indent, context keeps none.
    if (mark === ' ' ? STATEMENT.test(text) : text[0] === ' ' && STATEMENT.test(text.slice(1))) statements += 1;
  }
  return statements > 0;
}

/** In text without indents a brace ends a function only where a new thing starts below it. */
function goesOnBelow(lines: readonly HunkLine[], at: number): boolean {
  for (let below = at + 1; below < lines.length; below += 1) {
    const { text, mark } = lines[below] ?? { text: '', mark: ' ' };
    if (text.trim() === '') continue;
    if (mark !== ' ' && text[0] === ' ') return true;
    return definitionAt(lines, below, true) === undefined && !/^(?:\/\*|#|static|struct|EXPORT)/.test(text);
  }
  return true;
}
