import { blank, closing, mask } from './mask.ts';
import { type BranchChoice, chooseBranches, type Defined } from './preprocess.ts';
import { ATTRIBUTE_CALLS, ATTRIBUTES } from './wrappers.ts';

/** Kernel C made readable to a parser that runs no preprocessor. */
export interface Normalised {
  /** As long as the text that came in, character for character. */
  readonly code: string;
  readonly choices: readonly BranchChoice[];
}

/**
 * Rewrites what only the preprocessor understands, so that each character stays where it was.
 *
 * Attribute macros go, a loop macro becomes `while`, `struct page` as an argument becomes one word, `SYSCALL_DEFINE`
 * becomes a function head, of each `#if` one branch stays, comments and the insides of literals go. Since nothing moves,
 * an offset in the tree is an offset in the source, and the source still says which macro stood there.
 */
export function normalise(text: string, defined: Defined = () => undefined): Normalised {
  const { code, choices } = chooseBranches(mask(text), defined);
  const rewritten = [attributes, systemCalls, definingMacros, caseRanges, loopMacros, typeArguments].reduce(
    (before, rewrite) => rewrite(before),
    code,
  );
  return { code: rewritten, choices };
}

const ATTRIBUTE = new RegExp(`\\b(?:${ATTRIBUTES.join('|')})\\b`, 'g');
const ATTRIBUTE_CALL = new RegExp(`\\b(?:${ATTRIBUTE_CALLS.join('|')})\\s*\\(`, 'g');

function attributes(code: string): string {
  const withoutCalls = replaceCalls(code, ATTRIBUTE_CALL, (call) => blank(call));
  return withoutCalls.replace(ATTRIBUTE, blank).replace(/^__[a-z_]+[ \t]*$/gm, blank);
}

/**
 *     SYSCALL_DEFINE3(madvise, unsigned long, start, size_t, len_in, int, behavior)
 *     long            madvise (unsigned long  start, size_t  len_in, int  behavior)
 */
function systemCalls(code: string): string {
  return replaceCalls(code, /^(?:COMPAT_)?SYSCALL_DEFINE\d\s*\(/gm, (call) => {
    const open = call.indexOf('(');
    const [name = '', ...rest] = call.slice(open + 1, -1).split(',');
    const pairs = rest.map((argument, index) => (index === 0 ? argument : `${index % 2 === 1 ? ' ' : ','}${argument}`));
    return `${'long'.padEnd(open)} ${name}(${pairs.join('')})`;
  });
}

/** `static DEFINE_FOO(x);` within a function: a call, once the word before it is gone. */
function definingMacros(code: string): string {
  return code.replace(
    /^([ \t]+)(static[ \t]+)(?=[A-Z][A-Z0-9_]*[ \t]*\()/gm,
    (_, before, word) => before + blank(word),
  );
}

/** `case A ... B:` is a range: the dots become an operator, and the source tells it from a real one. */
function caseRanges(code: string): string {
  return code.replace(/(\bcase\b[^:;{}\n]{0,200}?)\.\.\./g, '$1 | ');
}

/** Words that open a bracket and a block without being a loop macro. */
const NO_LOOP = new Set(['if', 'for', 'while', 'switch', 'do', 'else', 'return', 'sizeof', 'typeof', 'defined']);
const LOOP_NAME = /for_?each/;
const STATEMENT_CALL = /(^[ \t]+|[;{}][ \t]*)((?:else[ \t]+)?)([A-Za-z_]\w{4,})([ \t]*\()/gm;

/**
 *     list_for_each_entry(page, list, lru) {
 *     while              (page, list, lru) {
 *
 * A call at the start of a statement that a block follows, or with `for_each` or `foreach` in its name any statement:
 * nothing else in C has that form.
 */
function loopMacros(code: string): string {
  return code.replace(STATEMENT_CALL, (match, start, otherwise, name, open, offset: number) => {
    if (NO_LOOP.has(name)) return match;
    const end = closing(code, offset + match.length - 1);
    const next = end === undefined ? undefined : /\S/.exec(code.slice(end + 1, end + 200))?.[0];
    const isLoop = next === '{' || (LOOP_NAME.test(name) && next !== undefined && !/[;,)=.-]/.test(next));
    return isLoop ? `${start}${otherwise}${'while'.padEnd(name.length)}${open}` : match;
  });
}

/**
 *     container_of(work, struct foo,  work)
 *     container_of(work, struct_foo,  work)
 *
 * A type as an argument, told by the comma or bracket that follows it where a declared name would stand. `sizeof` and
 * casts, which the grammar knows, have their type alone in the bracket.
 */
function typeArguments(code: string): string {
  return code.replace(
    /(\b\w+[ \t]*\(\s*|,\s*)(?:const[ \t]+)?(struct|union|enum|unsigned)([ \t]+)(\w+)([ \t]*)(\**)(?=\s*[,)])/g,
    (whole, before: string, word: string, gap: string, name: string, space: string, stars: string) => {
      if (/^(?:sizeof|typeof|__typeof__|offsetof)\b/.test(before) || /^\(/.test(before)) return whole;
      const constant = whole.slice(before.length, whole.length - (word + gap + name + space + stars).length);
      return `${before}${blank(constant)}${word}${gap.replace(/[ \t]/g, '_')}${name}${space}${blank(stars)}`;
    },
  );
}

/** Replaces each call that `head` (a pattern that ends with its bracket) opens by text of the same length. */
function replaceCalls(code: string, head: RegExp, replace: (call: string) => string): string {
  const pieces: string[] = [];
  let done = 0;
  for (const match of code.matchAll(head)) {
    if (match.index < done) continue;
    const end = closing(code, match.index + match[0].length - 1);
    if (end === undefined) continue;
    const call = code.slice(match.index, end + 1);
    const replaced = replace(call);
    pieces.push(code.slice(done, match.index), replaced.length === call.length ? replaced : blank(call));
    done = end + 1;
  }
  pieces.push(code.slice(done));
  return pieces.join('');
}
