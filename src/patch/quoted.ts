import type { Body } from '../body/nodes.ts';
import { deepLeavesOf } from '../body/tree.ts';
import type { FileChange, Hunk, HunkLine, Mark, Patch } from './patch.ts';

const HUNK = /^@@ ?-(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? ?@@ ?(.*)$/;
const FILE = /^diff --git "?a\/(\S+?)"? "?b\/(\S+?)"?$/;
const SIDE = /^(---|\+\+\+) (?:"?[ab]\/)?(\S+?)"?(?:\t.*)?$/;
const EXTENDED =
  /^(?:index [\da-f]{6,}|(?:new|deleted) file mode|(?:old|new) mode|similarity|rename |copy |Binary |\\ No newline)/;

/** A hunk while it grows. */
interface OpenHunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly heading: string;
  readonly lines: HunkLine[];
  oldLines: number;
  newLines: number;
}

interface OpenFile {
  path: string;
  oldPath: string;
  readonly hunks: OpenHunk[];
}

/**
 * Reads what quotations left of a diff: hunks whose ends, headers or files were cut off.
 *
 * Lines count as long as they stand together, whatever a header promises. A hunk without header starts at line 0, as
 * nobody knows where it stood; numbers behind a cut are too low, as nobody knows how much was cut.
 *
 * @param messageId Message-ID of the mail that the diff is taken to stand in.
 * @param body That mail, as far as it is known.
 * @param path The file of hunks that no header names, such as `pathIn` finds in a subject.
 */
export function readQuotedDiff(messageId: string, body: Body, path: string): Patch {
  const files: OpenFile[] = [];
  for (const { leaf, depth } of deepLeavesOf(body)) {
    if (depth > 0 || leaf.type !== 'diff' || leaf.form !== 'unified') continue;
    const from = leaf.position.start.line - 1;
    for (const [offset, text] of leaf.lines.entries()) takeLine(files, text, from + offset, path);
  }
  const changed = files.filter((file) => file.hunks.some((hunk) => hunk.lines.length > 0));
  return { messageId, files: changed.map(closeFile), issues: [] };
}

function takeLine(files: OpenFile[], text: string, mailLine: number, path: string): void {
  const file = FILE.exec(text);
  const side = SIDE.exec(text);
  const hunk = HUNK.exec(text);
  if (file !== null) files.push({ oldPath: file[1] ?? path, path: file[2] ?? path, hunks: [] });
  else if (side !== null) takeSide(files, side[1] ?? '', side[2] ?? path);
  else if (hunk !== null) {
    const open = fileOf(files, path);
    open.hunks.push({
      oldStart: Number(hunk[1]),
      newStart: Number(hunk[2]),
      heading: (hunk[3] ?? '').trim(),
      lines: [],
      oldLines: 0,
      newLines: 0,
    });
  } else if (!EXTENDED.test(text)) takeHunkLine(fileOf(files, path), text, mailLine);
}

/** `--- a/mm/rmap.c` starts a file unless `diff --git` just did; `+++ b/mm/rmap.c` names its new side. */
function takeSide(files: OpenFile[], mark: string, name: string): void {
  const open = files.at(-1);
  const fresh = open !== undefined && open.hunks.length === 0;
  if (mark === '---') {
    if (!fresh) files.push({ oldPath: name, path: name, hunks: [] });
  } else if (fresh) {
    if (name !== '/dev/null') open.path = name;
  } else files.push({ oldPath: name, path: name, hunks: [] });
}

function fileOf(files: OpenFile[], path: string): OpenFile {
  const open = files.at(-1) ?? { path, oldPath: path, hunks: [] };
  if (files.length === 0) files.push(open);
  return open;
}

function takeHunkLine(file: OpenFile, text: string, mailLine: number): void {
  const open = file.hunks.at(-1) ?? { oldStart: 0, newStart: 0, heading: '', lines: [], oldLines: 0, newLines: 0 };
  if (file.hunks.length === 0) file.hunks.push(open);
  const first = text[0] ?? ' ';
  const mark: Mark | undefined = first === ' ' || first === '+' || first === '-' ? first : undefined;
  open.lines.push({
    mark: mark ?? ' ',
    text: mark === undefined ? text : text.slice(1),
    old: mark === '+' ? undefined : open.oldStart + open.oldLines,
    new: mark === '-' ? undefined : open.newStart + open.newLines,
    mailLine,
  });
  if (mark !== '+') open.oldLines += 1;
  if (mark !== '-') open.newLines += 1;
}

function closeFile({ path, oldPath, hunks }: OpenFile): FileChange {
  return { path, oldPath, kind: 'modify', oldBlob: undefined, newBlob: undefined, hunks: hunks.map(closeHunk) };
}

function closeHunk({ oldStart, newStart, heading, lines, oldLines, newLines }: OpenHunk): Hunk {
  return { oldStart, oldLines, newStart, newLines, heading, lines };
}

/**
 * The file that a subject is about, by the kernel's custom of naming it first.
 *
 * ```
 * Re: [PATCH 09/12] mm/khugepaged: retract_page_tables() without mmap or vma lock
 *                   ^ mm/khugepaged.c
 * ```
 *
 * @returns The empty string where it names none.
 */
export function pathIn(subject: string): string {
  const named = /(?:^|[\]:]\s*)((?:[\w-]+\/)+[\w.-]+):\s/.exec(subject)?.[1];
  if (named === undefined) return '';
  return /\.\w+$/.test(named) ? named : `${named}.c`;
}
