/** Rewrites `--json=lines` for commander, whose options with an optional value would swallow the argument behind `--json`. */
export function normaliseFormat(args: readonly string[]): string[] {
  return args.map((arg) => (arg === '--json=lines' ? '--json-lines' : arg));
}
