/** What a piece of text is, for its looks: code names roles, never colours. */
export type Role =
  | 'plain'
  | 'muted'
  | 'title'
  | 'focus'
  | 'key'
  | 'quote1'
  | 'quote2'
  | 'quote3'
  | 'quote4'
  | 'quoteDeep'
  | 'add'
  | 'del'
  | 'hunk'
  | 'file'
  | 'trailer'
  | 'claim'
  | 'good'
  | 'bad'
  | 'unknown'
  | 'person'
  | 'note'
  | 'bot'
  | 'actor'
  | 'match'
  | 'error';

/** The 16 colours of the terminal's own theme, in Ink's names. */
export interface Style {
  readonly color?: 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan';
  readonly bold?: true;
  readonly dimColor?: true;
  readonly underline?: true;
  readonly inverse?: true;
}

export const STYLES: Readonly<Record<Role, Style>> = {
  plain: {},
  muted: { dimColor: true },
  title: { bold: true },
  focus: { color: 'cyan', bold: true },
  key: { bold: true },
  quote1: { color: 'cyan' },
  quote2: { color: 'blue' },
  quote3: { color: 'cyan', dimColor: true },
  quote4: { color: 'blue', dimColor: true },
  quoteDeep: { color: 'magenta', dimColor: true },
  add: { color: 'green' },
  del: { color: 'red' },
  hunk: { color: 'magenta' },
  file: { color: 'yellow', bold: true },
  trailer: { color: 'yellow' },
  claim: { color: 'yellow', underline: true },
  good: { color: 'green', bold: true },
  bad: { color: 'red', bold: true },
  unknown: { color: 'yellow' },
  person: { bold: true },
  note: { color: 'magenta', bold: true },
  bot: { dimColor: true },
  actor: { color: 'cyan' },
  match: { color: 'yellow', inverse: true },
  error: { color: 'red' },
};

const QUOTE_ROLES: readonly Role[] = ['plain', 'quote1', 'quote2', 'quote3', 'quote4'];

/** Gives the role of text at a quote depth; 0 is the sender's own. */
export function quoteRole(depth: number): Role {
  return QUOTE_ROLES[depth] ?? 'quoteDeep';
}

/** Line drawing and marks, so that a terminal without UTF-8 still has all of them. */
export interface Glyphs {
  readonly cursor: string;
  readonly cursorElsewhere: string;
  readonly rule: string;
  readonly bar: string;
  readonly ellipsis: string;
  readonly crumb: string;
  readonly dot: string;
  readonly dash: string;
  readonly arrow: string;
  readonly open: string;
  readonly closed: string;
  readonly leaf: string;
  readonly ghost: string;
  readonly unread: string;
  readonly good: string;
  readonly bad: string;
  readonly unknown: string;
  readonly comment: string;
  readonly branch: string;
  readonly corner: string;
  readonly trunk: string;
}

export const UNICODE: Glyphs = {
  cursor: '▌',
  cursorElsewhere: '▏',
  rule: '─',
  bar: '│',
  ellipsis: '…',
  crumb: '›',
  dot: '·',
  dash: '–',
  arrow: '→',
  open: '▾',
  closed: '▸',
  leaf: ' ',
  ghost: '○',
  unread: '•',
  good: '✓',
  bad: '✗',
  unknown: '?',
  comment: '┃',
  branch: '├',
  corner: '└',
  trunk: '│',
};

export const ASCII: Glyphs = {
  cursor: '>',
  cursorElsewhere: '.',
  rule: '-',
  bar: '|',
  ellipsis: '~',
  crumb: '>',
  dot: '-',
  dash: '-',
  arrow: '->',
  open: '-',
  closed: '+',
  leaf: ' ',
  ghost: 'o',
  unread: '*',
  good: 'ok',
  bad: 'X',
  unknown: '?',
  comment: '|',
  branch: '|',
  corner: '`',
  trunk: '|',
};

/**
 * Chooses the marks that a terminal can draw.
 *
 * @param environment `LC_ALL`, `LC_CTYPE` and `LANG` decide, in that order, as in the C library.
 * @returns `UNICODE` where the locale is UTF-8, else `ASCII`.
 */
export function glyphsFor(environment: Readonly<Record<string, string | undefined>>): Glyphs {
  const locale = [environment.LC_ALL, environment.LC_CTYPE, environment.LANG].find((value) => value);
  return /utf-?8/i.test(locale ?? '') ? UNICODE : ASCII;
}
