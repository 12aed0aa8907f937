import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import { done, type Outcome, refused } from '../complaint.ts';
import type { TreeFile } from '../lift/sides.ts';
import type { FileChange } from '../patch/patch.ts';

/** mm/memory.c has 220 kB; a blob above this is no source that a patch changes. */
const LARGEST_FILE = 16 * 1024 * 1024;

/**
 * Opens a kernel tree to read the files that a patch changes, as they stood before it.
 *
 * In a git repository that is the blob which the diff's `index` line names, where the repository has it; else, and in a plain
 * directory, the file as it lies there.
 */
export function openKernelTree(folder: string): Outcome<TreeFile> {
  if (!existsSync(join(folder, 'mm')) && !existsSync(join(folder, '.git')) && !existsSync(join(folder, 'objects'))) {
    return refused({
      kind: 'input',
      message: `there is no kernel tree at ${folder}`,
      causes: ['it has neither a folder mm nor a git repository'],
      hint: 'Give the folder that holds mm/, or a clone of the kernel.',
    });
  }
  return done((change) => blobOf(folder, change) ?? fileOf(folder, change));
}

function blobOf(folder: string, { oldBlob }: FileChange): string | undefined {
  // From a mail: git must not take it for an option or another kind of name.
  if (oldBlob === undefined || !/^[\da-f]{6,64}$/.test(oldBlob)) return undefined;
  try {
    return execFileSync('git', ['-C', folder, 'cat-file', 'blob', oldBlob], {
      encoding: 'utf8',
      maxBuffer: LARGEST_FILE,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}

function fileOf(folder: string, { path, oldPath }: FileChange): string | undefined {
  const name = normalize(oldPath ?? path);
  // The path comes from a mail, and may not lead out of the tree.
  if (isAbsolute(name) || name.startsWith('..')) return undefined;
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}
