/** The lines of a mail up to and from the hunk lines, so that a diff in it can be edited and stays well formed. */

const HEADER = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@(.*)$/;

/** Writes the counts of every hunk header anew from the lines that follow it. */
export function recount(text: string): string {
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    const header = HEADER.exec(line);
    if (header === null) continue;
    let old = 0;
    let now = 0;
    for (const one of lines.slice(at + 1)) {
      if (!/^[ +-]/.test(one) && one !== '') break;
      if (one === '-- ' || /^--- a\//.test(one)) break;
      if (!one.startsWith('+')) old += 1;
      if (!one.startsWith('-')) now += 1;
    }
    lines[at] = `@@ -${header[1]},${old} +${header[2]},${now} @@${header[3]}`;
  }
  return lines.join('\n');
}

/** Puts lines before or after the one line of the text that ends so; the new ones get its indentation and mark. */
export function insert(text: string, where: 'before' | 'after', ending: string, added: readonly string[]): string {
  const lines = text.split('\n');
  const hits = lines.flatMap((line, at) => (line.endsWith(ending) && line.startsWith('+') ? [at] : []));
  const [at] = hits;
  if (at === undefined || hits.length > 1)
    throw new Error(`expected one added line to end in "${ending}", got ${hits.length}`);
  const indent = /^\+\s*/.exec(lines[at] ?? '')?.[0] ?? '+';
  lines.splice(where === 'before' ? at : at + 1, 0, ...added.map((line) => `${indent}${line}`));
  return recount(lines.join('\n'));
}
