/** Lines around a change in a diff. */
const CONTEXT = 3;

/** The diff that turns one text of a file into another: one hunk around all that differs. */
export function diffOf(path: string, before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const first = Math.max(0, start - CONTEXT);
  const last = Math.min(end, CONTEXT);
  const lines = [
    ...old.slice(first, start).map((line) => ` ${line}`),
    ...old.slice(start, old.length - end).map((line) => `-${line}`),
    ...now.slice(start, now.length - end).map((line) => `+${line}`),
    ...old.slice(old.length - end, old.length - end + last).map((line) => ` ${line}`),
  ];
  const size = (text: readonly string[]) => text.length - end + last - first;
  return `diff --git a/${path} b/${path}
--- a/${path}
+++ b/${path}
@@ -${first + 1},${size(old)} +${first + 1},${size(now)} @@
${lines.join('\n')}
`;
}
