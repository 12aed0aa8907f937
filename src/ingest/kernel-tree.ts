import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import { done, type Outcome, refused } from '../complaint.ts';
import { elsewhereIn } from '../lift/elsewhere.ts';
import type { KernelTree } from '../lift/sides.ts';
import type { FileChange } from '../patch/patch.ts';

/** mm/memory.c has 220 kB; a blob above this is no source that a patch changes. */
const LARGEST_FILE = 16 * 1024 * 1024;

/**
 * Opens a kernel tree to read the files that a patch changes, as they stood before it, and what they call of other files.
 *
 * In a git repository a changed file is the blob which the diff's `index` line names, where the repository has it; else, and in
 * a plain directory, the file as it lies there. Other files are taken as they lie there, or from what HEAD names.
 */
export function openKernelTree(folder: string): Outcome<KernelTree> {
  if (!existsSync(join(folder, 'mm')) && !existsSync(join(folder, '.git')) && !existsSync(join(folder, 'objects'))) {
    return refused({
      kind: 'input',
      message: `there is no kernel tree at ${folder}`,
      causes: ['it has neither a folder mm nor a git repository'],
      hint: 'Give the folder that holds mm/, or a clone of the kernel.',
    });
  }
  return done({
    file: (change) => namedBlob(folder, change) ?? fileAt(folder, change.oldPath ?? change.path),
    elsewhere: elsewhereIn((path) => fileAt(folder, path) ?? blob(folder, `HEAD:${path}`)),
  });
}

function namedBlob(folder: string, { oldBlob }: FileChange): string | undefined {
  // From a mail: git must not take it for an option or another kind of name.
  return oldBlob !== undefined && /^[\da-f]{6,64}$/.test(oldBlob) ? blob(folder, oldBlob) : undefined;
}

function blob(folder: string, name: string): string | undefined {
  try {
    return execFileSync('git', ['-C', folder, 'cat-file', 'blob', name], {
      encoding: 'utf8',
      maxBuffer: LARGEST_FILE,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}

function fileAt(folder: string, path: string): string | undefined {
  const name = normalize(path);
  // The path comes from a mail, and may not lead out of the tree.
  if (isAbsolute(name) || name.startsWith('..')) return undefined;
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}
