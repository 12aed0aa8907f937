/** Compares kernel versions such as `5.7` and `6.12.41`: negative where `a` is older, 0 where they are one. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A range of kernel versions, both ends included; undefined for no limit. */
export interface VersionRange {
  readonly since?: string;
  readonly until?: string;
}

/** Says whether a kernel version lies in a range. */
export function isWithin(version: string, { since, until }: VersionRange): boolean {
  return (
    (since === undefined || compareVersions(version, since) >= 0) &&
    (until === undefined || compareVersions(version, until) <= 0)
  );
}
