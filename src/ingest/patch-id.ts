import { createHash } from 'node:crypto';
import type { FileChange, Patch } from '../patch/patch.ts';

/**
 * Computes what `git patch-id --stable` prints for a diff: a hash that line numbers, blanks and the order of files leave
 * as it is.
 *
 * Differs from git's where the diff carries a file mode other than 100644, which a `Patch` does not keep.
 *
 * Source: builtin/patch-id.c of git 2.39.
 */
export function patchIdOf(patch: Patch): string {
  const sum = new Uint8Array(20);
  for (const file of patch.files) addInto(sum, createHash('sha1').update(hashedText(file)).digest());
  return Buffer.from(sum).toString('hex');
}

/** The lines that git hashes, blanks taken out: `diff--gita/mm/rmap.cb/mm/rmap.c---a/mm/rmap.c+++b/mm/rmap.c…`. */
function hashedText({ path, oldPath, kind, hunks }: FileChange): string {
  const from = oldPath ?? path;
  const header = [
    `diff --git a/${from} b/${path}`,
    ...(kind === 'add' ? ['new file mode 100644'] : []),
    ...(kind === 'delete' ? ['deleted file mode 100644'] : []),
    kind === 'add' ? '--- /dev/null' : `--- a/${from}`,
    kind === 'delete' ? '+++ /dev/null' : `+++ b/${path}`,
  ];
  const lines = hunks.flatMap((hunk) => hunk.lines.map((line) => `${line.mark}${line.text}`));
  return [...header, ...lines].join('').replace(/[ \t\n\v\f\r]+/g, '');
}

/** Adds one hash to the sum, the first byte the lowest, as git does. */
function addInto(sum: Uint8Array, hash: Uint8Array): void {
  let carry = 0;
  for (let i = 0; i < sum.length; i += 1) {
    carry += (sum[i] ?? 0) + (hash[i] ?? 0);
    sum[i] = carry & 0xff;
    carry >>= 8;
  }
}
