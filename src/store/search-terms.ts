import { done, type Outcome, refused } from '../complaint.ts';

/** One term of a query: `dfn:mm/rmap.c`, `-q:"page table"`, `retract*`. */
export interface Term {
  /** The prefix without its colon; empty for a bare word. */
  readonly prefix: string;
  readonly text: string;
  readonly negated: boolean;
}

/** A query as alternatives of which each is a list of terms that must all fit: `a b OR c` → [[a, b], [c]]. */
export type SearchQuery = readonly (readonly Term[])[];

/** The prefixes, with what each looks at; those of lore.kernel.org that this database can answer. */
export const PREFIXES: Readonly<Record<string, string>> = {
  s: 'subject',
  f: 'sender, name or address',
  d: 'date, or dates: d:20230501..20230601, d:2023-05-01..',
  b: 'text, quotes and diffs with it',
  nq: 'text without quotes',
  q: 'quoted text',
  dfn: 'path of a file that the diff changes',
  dfhh: 'function, or what follows the @@ of a hunk',
  patchid: 'patch id, as `git patch-id --stable` prints it',
  m: 'Message-ID',
  l: 'list, such as linux-mm.kvack.org',
};

/** Prefixes of lore.kernel.org that this search does not have: what they look at is not kept apart here. */
const ELSEWHERE = new Set('t c tc a bs dfa dfb dfctx dfpre dfpost dfblob rt dt mid changed gitn'.split(' '));

/** `-nq:"a phrase"`, `word*`: a sign, a prefix, and quoted or plain text. */
const TERM = /(-)?(?:([a-z]+):)?(?:"([^"]*)"(\*?)|(\S+))/y;

/**
 * Reads a query in the form that lore.kernel.org takes: terms side by side must all fit, `OR` parts alternatives, `NOT` or
 * `-` negates the term behind it, quotes make a phrase, `*` at its end lets a word go on.
 */
export function readQuery(text: string): Outcome<SearchQuery> {
  const alternatives: Term[][] = [[]];
  let negateNext = false;
  for (let at = skipBlanks(text, 0); at < text.length; at = skipBlanks(text, TERM.lastIndex)) {
    TERM.lastIndex = at;
    const match = TERM.exec(text);
    if (match === null) break;
    const [whole, sign, prefix = '', phrase, star = '', word] = match;
    if (whole === 'OR') alternatives.push([]);
    else if (whole === 'NOT') negateNext = true;
    else if (whole !== 'AND') {
      if (ELSEWHERE.has(prefix)) return noPrefix(prefix);
      const known = prefix === '' || prefix in PREFIXES;
      // `mm:` in a subject is no prefix: the whole is then a word
      const term = known
        ? { prefix, text: phrase === undefined ? (word ?? '') : `${phrase}${star}` }
        : { prefix: '', text: whole.replace(/^-/, '') };
      alternatives.at(-1)?.push({ ...term, negated: sign === '-' || negateNext });
      negateNext = false;
    }
  }
  const given = alternatives.filter((terms) => terms.length > 0);
  if (given.some((terms) => terms.every((term) => term.negated))) {
    return refused({
      kind: 'input',
      message: 'the query says only what not to find',
      hint: 'Add a word that is to be found.',
    });
  }
  return given.length > 0
    ? done(given)
    : refused({ kind: 'input', message: 'the query is empty', hint: 'Give a word, or `mmlore search --help`.' });
}

function noPrefix(prefix: string): Outcome<never> {
  const names = Object.keys(PREFIXES).map((one) => `${one}:`);
  return refused({
    kind: 'input',
    message: `the search has no prefix ${prefix}:`,
    hint: `It has ${names.join(' ')}; in quotes, "${prefix}:…" is looked for as it stands.`,
  });
}

/** What stands before a colon in a query as a prefix does, and is none: it is looked for as a word. */
export function unknownPrefixes(text: string): string[] {
  const before = Array.from(text.matchAll(/(?:^|\s)-?([a-z]+):/g), ([, prefix = '']) => prefix);
  return [...new Set(before)].filter((prefix) => !(prefix in PREFIXES));
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? '')) at += 1;
  return at;
}
