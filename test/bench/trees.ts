import { openKernelTree } from '../../src/ingest/kernel-tree.ts';
import type { KernelTree } from '../../src/lift/sides.ts';

/** A kernel's sources and the release that they are. */
export interface Tree {
  readonly version: string;
  readonly sources: KernelTree;
}

/** Opens trees that are named as `6.1=DIR`. */
export function openTrees(named: readonly string[]): readonly Tree[] {
  return named.map((one) => {
    const [version = '', folder] = one.split('=');
    if (folder === undefined) throw new Error(`expected VERSION=DIR instead of ${one}`);
    const opened = openKernelTree(folder);
    if (!opened.ok) throw new Error(opened.complaint.message);
    return { version, sources: opened.value };
  });
}

/** For a kernel version the tree that is nearest to it in releases. */
export function nearestTree(trees: readonly Tree[]): (kernel: string) => KernelTree | undefined {
  return (kernel) => {
    const away = ({ version }: Tree) => Math.abs(place(version) - place(kernel));
    return trees.toSorted((a, b) => away(a) - away(b))[0]?.sources;
  };
}

/** Releases in a row: no major version since 3 has more than 20 minor ones. */
function place(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return 20 * major + minor;
}
