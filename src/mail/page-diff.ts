/** A line of a page, parted into its quote marks and what follows them. */
interface PageLine {
  readonly marks: string;
  readonly depth: number;
  readonly text: string;
}

/** Lines of a hunk that are still to come on each side. */
interface Open {
  old: number;
  new: number;
}

const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;
/** What ends a hunk early: the next file, or the signature below the diff. */
const HUNK_ENDS = /^(?:diff --git |Index: |-- ?$)/;
const CHANGED = /^(?:\+(?!\+\+ )|-(?!-))/;
/** Least share of changed lines in a quote without hunk headers for it to count as a diff. */
const ENOUGH = 0.25;
const FEWEST = 4;

/**
 * Puts back the blank that marks a context line where a page dropped leading blanks.
 *
 *     >>> @@ -1481,7 +1481,7 @@            >>> @@ -1481,7 +1481,7 @@
 *     >>> set_pte_at(mm, address);   →     >>>  set_pte_at(mm, address);
 *     >>> - } else if (pte_unused)         >>> - } else if (pte_unused)
 *
 * Where a hunk starts is known from its header, and where it ends from the header's counts; a quote of a diff whose headers
 * were trimmed is known by its changed lines. Indentation within the lines stays lost.
 *
 * @returns the text, and how many lines got their mark back
 */
export function restoreContextMarks(text: string): { readonly text: string; readonly restored: number } {
  const lines = text.split('\n').map(partLine);
  const bare = bareDepths(lines);
  const open = new Map<number, Open>();
  let restored = 0;
  const out = lines.map((line) => {
    const isContext = inHunk(line, open) || (bare.has(line.depth) && isBareContext(line, open));
    if (!isContext || line.text.startsWith(' ')) return line.marks + line.text;
    restored += 1;
    return `${line.marks} ${line.text}`;
  });
  return { text: out.join('\n'), restored };
}

/** Tells whether a line is a context line of the hunk that is open at its depth, and counts it there. */
function inHunk({ depth, text }: PageLine, open: Map<number, Open>): boolean {
  const header = HUNK.exec(text);
  if (header !== null) {
    open.set(depth, { old: Number(header[1] ?? 1), new: Number(header[2] ?? 1) });
    return false;
  }
  const hunk = open.get(depth);
  if (hunk === undefined || (hunk.old <= 0 && hunk.new <= 0)) return false;
  if (HUNK_ENDS.test(text)) {
    open.set(depth, { old: 0, new: 0 });
    return false;
  }
  const [first] = text;
  if (first === '\\') return false;
  const isRemoved = first === '-' && hunk.old > 0;
  const isAdded = first === '+' && hunk.new > 0;
  if (!isAdded) hunk.old -= 1;
  if (!isRemoved) hunk.new -= 1;
  return !isRemoved && !isAdded && text !== '';
}

/** Depths at which a diff is quoted whose headers were trimmed. */
function bareDepths(lines: readonly PageLine[]): ReadonlySet<number> {
  const depths = new Set<number>();
  for (const depth of new Set(lines.map((line) => line.depth))) {
    const quoted = lines.filter((line) => line.depth === depth && line.text.trim() !== '');
    const changed = quoted.filter(({ text }) => CHANGED.test(text)).length;
    const opens = quoted.findIndex(({ text }) => HUNK.test(text) || CHANGED.test(text));
    const isBare = opens >= 0 && !HUNK.test(quoted[opens]?.text ?? '');
    if (depth > 0 && isBare && changed >= FEWEST && changed / quoted.length >= ENOUGH) depths.add(depth);
  }
  return depths;
}

/** In a diff without headers every line that is not changed is context, down to its first hunk header or its signature. */
function isBareContext({ depth, text }: PageLine, open: Map<number, Open>): boolean {
  if (open.has(depth)) return false;
  if (HUNK_ENDS.test(text)) {
    open.set(depth, { old: 0, new: 0 });
    return false;
  }
  return text !== '' && !CHANGED.test(text) && !/wrote:\s*$/.test(text);
}

function partLine(line: string): PageLine {
  const marks = /^(?:> ?)*/.exec(line)?.[0] ?? '';
  return { marks, depth: marks.replace(/[^>]/g, '').length, text: line.slice(marks.length) };
}
