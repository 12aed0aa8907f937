import type { Comparison, VersionItem } from './data.ts';

/**
 * What a version of a series is called: `v3`; where several were sent under one number, `v3#1` and `v3#2`.
 *
 * @param versions All of the series, in their order.
 */
export function versionName(versions: readonly VersionItem[], { head, version }: VersionItem): string {
  const same = versions.filter((one) => one.version === version);
  return same.length < 2 ? `v${version}` : `v${version}#${same.findIndex((one) => one.head === head) + 1}`;
}

/** What the two versions of a comparison are called, `v2 and v3`. */
export function versionNames({ versions, from, to }: Comparison): string {
  return `${versionName(versions, from)} and ${versionName(versions, to)}`;
}
