import type { HunkChanges } from '../lift/hunk-changes.ts';
import type { FileChange } from '../patch/patch.ts';
import { given } from './bulk.ts';
import type { Writer } from './connection.ts';

/** The diff of one mail, as rows. */
export interface PatchRows {
  readonly messageId: string;
  readonly patchId: string;
  readonly files: readonly FileRows[];
}

export interface FileRows extends Omit<FileChange, 'hunks'> {
  readonly hunks: readonly HunkRow[];
}

export interface HunkRow {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly function: string | undefined;
  readonly heading: string;
  readonly added: number;
  readonly removed: number;
  /** Zero-based lines of the mail's text, the `@@` line first. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly changeHash: string;
  /** What its changed lines call, and which primitives of the model these are. */
  readonly symbols: readonly string[];
  readonly primitives: readonly string[];
  /** What these calls are about. */
  readonly concepts: readonly string[];
  /** What becomes of the steps that it names. */
  readonly changes: HunkChanges;
}

/** Replaces the diffs of some mails. */
export async function putPatches(
  connection: Writer,
  messageIds: readonly string[],
  patches: readonly PatchRows[],
): Promise<void> {
  await connection.run('DELETE FROM patch WHERE message_id IN (SELECT value FROM json_each(?))', [
    JSON.stringify(messageIds),
  ]);
  const files = patches.flatMap(({ messageId, files }) =>
    files.map((file, index) => ({ messageId, file: index, ...file })),
  );
  const hunks = files.flatMap(({ messageId, file, hunks }) =>
    hunks.map((hunk, index) => ({ messageId, file, hunk: index, ...hunk })),
  );

  await connection.run(
    `INSERT INTO patch (message_id, patch_id, files, added, removed)
     SELECT p ->> 'messageId', p ->> 'patchId', p ->> 'files', p ->> 'added', p ->> 'removed'
     FROM ${given('p')}`,
    [JSON.stringify(patches.map(patchRow))],
  );
  await connection.run(
    `INSERT INTO file_change (message_id, file, path, old_path, kind, old_blob, new_blob)
     SELECT f ->> 'messageId', f ->> 'file', f ->> 'path', f ->> 'oldPath', f ->> 'kind', f ->> 'oldBlob', f ->> 'newBlob'
     FROM ${given('f')}`,
    [JSON.stringify(files.map(({ hunks, ...file }) => file))],
  );
  await connection.run(
    `INSERT INTO hunk (message_id, file, hunk, old_start, old_lines, new_start, new_lines, function, heading, added,
       removed, first_line, last_line, change_hash, symbols, primitives, concepts, changes)
     SELECT h ->> 'messageId', h ->> 'file', h ->> 'hunk', h ->> 'oldStart', h ->> 'oldLines', h ->> 'newStart',
            h ->> 'newLines', h ->> 'function', h ->> 'heading', h ->> 'added', h ->> 'removed', h ->> 'firstLine',
            h ->> 'lastLine', h ->> 'changeHash', h -> 'symbols', h -> 'primitives',
            h -> 'concepts', h -> 'changes'
     FROM ${given('h')}`,
    [JSON.stringify(hunks)],
  );
}

function patchRow({ messageId, patchId, files }: PatchRows) {
  const hunks = files.flatMap((file) => file.hunks);
  return {
    messageId,
    patchId,
    files: files.length,
    added: hunks.reduce((sum, hunk) => sum + hunk.added, 0),
    removed: hunks.reduce((sum, hunk) => sum + hunk.removed, 0),
  };
}
