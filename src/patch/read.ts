import parseDiff from 'parse-diff';
import { readLines } from '../body/lines.ts';
import type { Issue } from '../issue.ts';
import type { FileChange, Hunk, HunkLine, Mark, Patch } from './patch.ts';
import { type DiffLine, type HunkText, splitDiff } from './split.ts';

/**
 * Reads the diff that a mail's sender wrote: whole, with line numbers of both sides and lines of the mail.
 *
 * Only unquoted lines count. A hunk whose header lies about its length is read as long as it is, a line that a mailer
 * wrapped is joined again, each with an issue.
 *
 * @param messageId Message-ID of the mail, without angle brackets.
 * @param text The mail's decoded text.
 * @returns A patch without files where the mail holds no diff.
 */
export function readPatch(messageId: string, text: string): Patch {
  if (!/^(?:@@ ?-\d|diff -|--- |Binary |Index: )/m.test(text)) return { messageId, files: [], issues: [] };
  const own = readLines(text).map((line) => ({
    text: line.depth === 0 ? line.text : undefined,
    mailLine: line.number,
  }));
  return readDiff(messageId, own);
}

/**
 * Reads the diff that stands in lines, which may be a quoted mail's with its marks taken off.
 *
 * @param messageId Message-ID of the mail that holds the diff.
 * @param lines Its lines; a line whose text is undefined is somebody else's and ends a hunk.
 */
function readDiff(messageId: string, lines: readonly DiffLine[]): Patch {
  const issues: Issue[] = [];
  const files: FileChange[] = [];
  for (const section of splitDiff(lines, (code, says, mailLine) =>
    issues.push({ code, says, where: `${messageId}:${mailLine + 1}` }),
  )) {
    const text = [...section.header, ...section.hunks.flatMap((hunk) => [hunk.header, ...hunk.lines.map(whole)])].join(
      '\n',
    );
    const parsed = parseDiff(text)[0];
    if (parsed === undefined) continue;
    files.push({
      ...namesOf(parsed, section.header),
      ...blobsOf(section.header),
      hunks: parsed.chunks.map((chunk, index) => hunkOf(chunk, section.hunks[index])),
    });
  }
  return { messageId, files, issues };
}

function whole(line: HunkText['lines'][number]): string {
  return line.mark + line.text;
}

/** Joins parse-diff's numbers with the lines of the mail that they came from, one change a line. */
function hunkOf(chunk: parseDiff.Chunk, source: HunkText | undefined): Hunk {
  const lines: HunkLine[] = [];
  for (const [index, change] of chunk.changes.entries()) {
    const from = source?.lines[index];
    if (from === undefined || from.mark === '\\') continue;
    const mark: Mark = from.mark;
    lines.push({ mark, text: from.text, ...numbersOf(change), mailLine: from.mailLine });
  }
  const { oldStart, oldLines, newStart, newLines } = chunk;
  return { oldStart, oldLines, newStart, newLines, heading: source?.heading ?? '', lines };
}

function numbersOf(change: parseDiff.Change): Pick<HunkLine, 'old' | 'new'> {
  if (change.type === 'normal') return { old: change.ln1, new: change.ln2 };
  return change.type === 'add' ? { old: undefined, new: change.ln } : { old: change.ln, new: undefined };
}

/** Paths and kind of a file section: names of parse-diff, kind from git's extended header. */
function namesOf(parsed: parseDiff.File, header: readonly string[]): Pick<FileChange, 'path' | 'oldPath' | 'kind'> {
  const field = (name: string): string | undefined => {
    const line = header.find((one) => one.startsWith(name));
    return line?.slice(name.length).trim();
  };
  const index = field('Index: ');
  const [from, to] = withoutRoot(
    field('rename from ') ?? parsed.from ?? index,
    field('rename to ') ?? parsed.to ?? index,
  );
  const gone = parsed.deleted === true || to === '/dev/null';
  const fresh = parsed.new === true || from === '/dev/null';
  const path = (gone ? from : to) ?? from ?? '';
  return { path, oldPath: fresh ? undefined : (from ?? path), kind: kindOf(header, gone, fresh, parsed.chunks.length) };
}

function kindOf(header: readonly string[], gone: boolean, fresh: boolean, hunks: number): FileChange['kind'] {
  if (header.some((line) => line.startsWith('Binary files ') || line === 'GIT binary patch')) return 'binary';
  if (gone) return 'delete';
  if (fresh) return 'add';
  if (header.some((line) => line.startsWith('rename '))) return 'rename';
  return hunks === 0 && header.some((line) => /^(?:old|new) mode /.test(line)) ? 'mode' : 'modify';
}

/** Takes the tree's root off names such as `linux-2.6.orig/mm/rmap.c`, where both sides differ in it alone. */
function withoutRoot(from: string | undefined, to: string | undefined): [string | undefined, string | undefined] {
  if (from === undefined || to === undefined || from === to) return [from, to];
  const [oldRest, newRest] = [from, to].map((path) => path.slice(path.indexOf('/') + 1));
  if (oldRest === newRest && from.includes('/') && to.includes('/')) return [oldRest, newRest];
  return from === `${to}.orig` ? [to, to] : [from, to];
}

function blobsOf(header: readonly string[]): Pick<FileChange, 'oldBlob' | 'newBlob'> {
  const match = header
    .map((line) => /^index ([\da-f]{6,})\.\.([\da-f]{6,})/.exec(line))
    .find((found) => found !== null);
  return { oldBlob: match?.[1], newBlob: match?.[2] };
}
