/** What a subject says about the place of a mail in a series. */
export interface Subject {
  readonly isReply: boolean;
  /** It announces a patch or a cover: brackets with PATCH, RFC, a version or `n/m`. */
  readonly isPatch: boolean;
  /** Undefined where none is stated. */
  readonly version: number | undefined;
  /** 0 is the cover. */
  readonly part: number | undefined;
  readonly parts: number | undefined;
  readonly isRfc: boolean;
  readonly isResend: boolean;
  /** Other words in the brackets: trees and lists, `net-next`, `-mm`, `dpdk-dev`. */
  readonly prefixes: readonly string[];
  /** What follows the brackets. */
  readonly title: string;
}

interface Found {
  isPatch: boolean;
  version: number | undefined;
  part: number | undefined;
  parts: number | undefined;
  isRfc: boolean;
  isResend: boolean;
  prefixes: string[];
}

/** `Re:` in the languages and spellings of mail programs, `Fwd:` too. */
const REPLY = /^\s*(?:(?:re|aw|sv|vs|fw|fwd|antw|antwort|rép|回复|答复|转发)(?:\[\d{1,3}\])?\s*[:：])\s*/i;
/** `[PATCH v2 1/3]`, `[PATCH 1/2]:`; brackets in a subject do not nest. */
const BRACKETS = /^\s*\[([^[\]]{0,200})\]\s*:?\s*/;
/** `mm: fix x (v3)` and `mm: fix x, v3`, from before there were brackets for it. */
const TRAILING_VERSION = /(?<![\s,(])[\s,(]+v(\d{1,3})\)?\s*$/i;

/** What each word in the brackets means; the first that fits counts. */
const WORDS: readonly { readonly pattern: RegExp; readonly take: (found: Found, match: RegExpExecArray) => void }[] = [
  {
    // a letter too many is a slip: [PATCHi v2]
    pattern: /^(?:git-)?patch(?:es|set|[a-z])?$/i,
    take: (found) => {
      found.isPatch = true;
    },
  },
  {
    pattern: /^(patch|rfc)[-_.:]?v(\d{1,3})(?:\.\d+)?$/i,
    take: (found, [, word = '', version]) => {
      found.isPatch = true;
      found.isRfc ||= word.toLowerCase() === 'rfc';
      found.version = Number(version);
    },
  },
  {
    pattern: /^rfc$/i,
    take: (found) => {
      found.isPatch = true;
      found.isRfc = true;
    },
  },
  {
    pattern: /^(?:resend|repost|resubmit|resent)$/i,
    take: (found) => {
      found.isResend = true;
    },
  },
  {
    pattern: /^(?:v|ver|version|rev|take)\.?(\d{1,3})(?:\.\d+)?[a-z]?$/i,
    take: (found, [, version]) => {
      found.version = Number(version);
    },
  },
  {
    pattern: /^(\d{1,4})\/(\d{1,4}|[nx])$/i,
    take: (found, [, part, parts = '']) => {
      found.isPatch = true;
      found.part = Number(part);
      found.parts = /\d/.test(parts) ? Number(parts) : undefined;
    },
  },
];

/**
 * Reads a subject: reply marks, brackets in any order, number and case, version, part and parts.
 *
 *     Re: [dpdk-dev] [RFC/PATCH -mm v3 02/10] mm: do it
 *          prefix     rfc        prefix v3 part 2 of 10
 */
export function readSubject(subject: string): Subject {
  let rest = subject.trim();
  let isReply = false;
  const found: Found = {
    isPatch: false,
    version: undefined,
    part: undefined,
    parts: undefined,
    isRfc: false,
    isResend: false,
    prefixes: [],
  };
  for (;;) {
    const reply = REPLY.exec(rest);
    const brackets = reply === null ? BRACKETS.exec(rest) : null;
    const opening = reply ?? brackets;
    if (opening === null) break;
    isReply ||= reply !== null;
    for (const word of wordsOf(brackets?.[1] ?? '')) takeWord(found, word);
    rest = rest.slice(opening[0].length);
  }
  if (found.isPatch && found.version === undefined) found.version = trailingVersion(rest);
  return { ...found, isReply, title: rest.trim().replace(/\s+/g, ' ') };
}

/** A title without what changes from version to version, for comparing. */
export function bareTitle(title: string): string {
  return title.replace(TRAILING_VERSION, '').trim().toLowerCase();
}

/** Gives the version that a title ends in, `switch to iterators v2`, for covers without brackets. */
export function trailingVersion(title: string): number | undefined {
  return stated(TRAILING_VERSION.exec(title)?.[1]);
}

function takeWord(found: Found, word: string): void {
  for (const { pattern, take } of WORDS) {
    const match = pattern.exec(word);
    if (match !== null) {
      take(found, match);
      return;
    }
  }
  found.prefixes.push(word);
}

/** `PATCH/RFC` is two words, `1/2` is one; Mercurial writes `1 of 2`, some write `v 2`. */
function wordsOf(brackets: string): readonly string[] {
  return brackets
    .replace(/(\d+)\s{1,4}of\s{1,4}(\d+)/gi, '$1/$2')
    .replace(/(\d)\s?\/\s?(\d)/g, '$1/$2')
    .replace(/\bv\s(\d)/gi, 'v$1')
    .replace(/([a-z])\/([a-z])/gi, '$1 $2')
    .replace(/(patch|rfc)(\d+\/)/gi, '$1 $2')
    .split(/[\s,;:]+/)
    .filter((word) => word !== '');
}

function stated(version: string | undefined): number | undefined {
  return version === undefined ? undefined : Number(version);
}
