/** A word of a text in small letters, or one of the marks `?`, `!`; identifiers keep their `_`. */
export type Token = string;

/** Words, numbers, question and exclamation marks; `uffd-wp` is two words, `don't` one. */
const TOKEN = /[a-z_][a-z0-9_]*(?:'[a-z]+)?|\d[\w.]*|[?!]/g;

/** Splits a text into the tokens that phrases are matched on. */
export function tokensOf(text: string): readonly Token[] {
  return text.replaceAll('’', "'").toLowerCase().match(TOKEN) ?? [];
}

/**
 * Phrases under a name, written to be read: words in small letters with blanks between, a comma between two phrases.
 *
 * | mark | stands for |
 * | --- | --- |
 * | `a\|b` | one of the words |
 * | `*` | none to four words |
 * | `^` | the beginning of the unit |
 * | `$` | its end |
 */
export interface Phrasing {
  readonly name: string;
  readonly says: string;
}

interface Step {
  readonly words: readonly string[];
  /** How many tokens may stand before the word. */
  readonly gap: number;
}

interface Phrase {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** Phrases by the word that they begin with, so that a text is read once however many phrases there are. */
export type PhraseIndex = ReadonlyMap<string, Beginnings>;

/** Phrases that begin with one word, in the order of the table. */
interface Beginnings {
  /** Those that may go on with any word. */
  readonly open: readonly Phrase[];
  /** By a word that some of them need next: these and the open ones. */
  readonly next: ReadonlyMap<string, readonly Phrase[]>;
}

/** A phrase that was found, with the words that stand in the text. */
export interface PhraseHit {
  readonly name: string;
  readonly words: string;
  /** Index of the first token. */
  readonly at: number;
}

const GAP = 4;

/** Prepares a table of phrases for `phrasesIn`. Throws on a phrase that can never be found: a mistake in the table. */
export function indexPhrases(table: readonly Phrasing[]): PhraseIndex {
  const index = new Map<string, Phrase[]>();
  for (const { name, says } of table) {
    for (const written of says.split(',')) {
      const phrase = readPhrase(name, written);
      for (const word of phrase.steps[0]?.words ?? []) {
        const list = index.get(word);
        if (list === undefined) index.set(word, [phrase]);
        else list.push(phrase);
      }
    }
  }
  return new Map(Array.from(index, ([word, phrases]) => [word, beginningsOf(phrases)]));
}

function beginningsOf(phrases: readonly Phrase[]): Beginnings {
  const words = new Set(phrases.flatMap((phrase) => neededNext(phrase) ?? []));
  const next = Array.from(words, (word): [string, Phrase[]] => [
    word,
    phrases.filter((phrase) => neededNext(phrase)?.includes(word) ?? true),
  ]);
  return { open: phrases.filter((phrase) => neededNext(phrase) === undefined), next: new Map(next) };
}

/** The words of which one has to stand right after the first one; undefined where any may. */
function neededNext({ steps: [, second] }: Phrase): readonly string[] | undefined {
  return second?.gap === 0 ? second.words : undefined;
}

function readPhrase(name: string, written: string): Phrase {
  const parts = written.split(/\s+/).filter((part) => part !== '');
  const atStart = parts[0] === '^';
  const atEnd = parts.at(-1) === '$';
  const steps: Step[] = [];
  let gap = 0;
  for (const part of parts.slice(atStart ? 1 : 0, atEnd ? -1 : undefined)) {
    if (part === '*') gap = GAP;
    else {
      steps.push({ words: part.split('|').map((word) => tokenOf(word, written)), gap });
      gap = 0;
    }
  }
  if (steps.length === 0 || steps[0]?.gap !== 0) throw new TypeError(`expected a phrase with a first word: ${written}`);
  return { name, steps, atStart, atEnd };
}

/** A word that `tokensOf` would never give can never be found. */
function tokenOf(word: string, written: string): Token {
  const [token, ...others] = tokensOf(word);
  if (token !== word || others.length > 0) throw new TypeError(`expected words as texts are split into: ${written}`);
  return token;
}

/** Finds the phrases of a table in a text; each name once, in the order of the text. */
export function phrasesIn(tokens: readonly Token[], index: PhraseIndex): readonly PhraseHit[] {
  const hits: PhraseHit[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const beginnings = index.get(tokens[at] ?? '');
    if (beginnings === undefined) continue;
    for (const phrase of beginnings.next.get(tokens[at + 1] ?? '') ?? beginnings.open) {
      if (phrase.atStart && at > 0) continue;
      const end = matchFrom(tokens, at, phrase);
      if (end === undefined || hits.some(({ name }) => name === phrase.name)) continue;
      hits.push({ name: phrase.name, words: tokens.slice(at, end).join(' '), at });
    }
  }
  return hits;
}

/** Index after the last token of the phrase; each gap is filled with as few tokens as will do. */
function matchFrom(tokens: readonly Token[], at: number, phrase: Phrase): number | undefined {
  let next = at;
  for (const step of phrase.steps) {
    const limit = Math.min(next + step.gap, tokens.length - 1);
    while (next <= limit && !step.words.includes(tokens[next] ?? '')) next += 1;
    if (next > limit) return undefined;
    next += 1;
  }
  if (!phrase.atEnd) return next;
  return tokens.slice(next).every((token) => token === '?' || token === '!') ? next : undefined;
}
