import { align } from '../patch/align.ts';
import { squash } from '../patch/reviewed.ts';
import type { MessageItem } from './data.ts';
import { textLines } from './text-lines.ts';

/** A line of a diff, and where it stands in its mail. */
export interface DiffLine {
  readonly messageId: string;
  readonly path: string;
  readonly hunk: number;
  /** Index in the hunk; -1 is the `@@` line. */
  readonly hunkLine: number;
  /** Its line in the mail. */
  readonly number: number;
  /** With its mark. */
  readonly text: string;
}

/** A line of either version or of both. */
export type ComparedLine =
  | { readonly kind: 'same'; readonly old: DiffLine; readonly fresh: DiffLine }
  | { readonly kind: 'gone'; readonly old: DiffLine; readonly fresh: undefined }
  | { readonly kind: 'fresh'; readonly old: undefined; readonly fresh: DiffLine };

/** A file that either version changes, as the diffs of both versions beside each other. */
export interface ComparedFile {
  readonly path: string;
  readonly lines: readonly ComparedLine[];
}

/**
 * Compares what two versions of a series do to each file, as `git range-diff` does, without a tree: the lines of both
 * diffs, aligned. White space and line numbers do not count.
 *
 * @param before The mails of the earlier version that hold diffs, in their order.
 * @param after Those of the later version.
 */
export function comparedFiles(before: readonly MessageItem[], after: readonly MessageItem[]): readonly ComparedFile[] {
  const old = byPath(before);
  const fresh = byPath(after);
  return [...new Set([...old.keys(), ...fresh.keys()])].map((path) => ({
    path,
    lines: compared(old.get(path) ?? [], fresh.get(path) ?? []),
  }));
}

function byPath(messages: readonly MessageItem[]): ReadonlyMap<string, readonly DiffLine[]> {
  const lines = new Map<string, DiffLine[]>();
  for (const message of messages) {
    for (const [number, { hunk, hunkLine, text }] of textLines(message).entries()) {
      if (hunk === undefined) continue;
      const line = { messageId: message.messageId, path: hunk.path, hunk: hunk.hunk, hunkLine, number, text };
      const there = lines.get(hunk.path);
      if (there === undefined) lines.set(hunk.path, [line]);
      else there.push(line);
    }
  }
  return lines;
}

function compared(old: readonly DiffLine[], fresh: readonly DiffLine[]): readonly ComparedLine[] {
  const matched = align(old.map(keyOf), fresh.map(keyOf));
  const lines: ComparedLine[] = [];
  let next = 0;
  for (const [index, line] of old.entries()) {
    const there = matched[index] ?? -1;
    const match = fresh[there];
    if (match === undefined) {
      lines.push({ kind: 'gone', old: line, fresh: undefined });
      continue;
    }
    for (; next < there; next++) pushFresh(lines, fresh[next]);
    lines.push({ kind: 'same', old: line, fresh: match });
    next = there + 1;
  }
  for (; next < fresh.length; next++) pushFresh(lines, fresh[next]);
  return lines;
}

function pushFresh(lines: ComparedLine[], line: DiffLine | undefined): void {
  if (line !== undefined) lines.push({ kind: 'fresh', old: undefined, fresh: line });
}

/** Lines are equal where their marks are and their text without white space is; `@@` lines where the code behind them is. */
function keyOf({ text, hunkLine }: DiffLine): string {
  if (hunkLine < 0) return `@@${squash(text.replace(/^@@[^@]*@@/, ''))}`;
  return `${text.slice(0, 1) || ' '}${squash(text.slice(1)) || 'blank'}`;
}
