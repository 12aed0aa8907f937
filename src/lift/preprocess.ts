import { blank } from './mask.ts';

/** A conditional of the preprocessor, and which of its branches is read. */
export interface BranchChoice {
  /** Line of the `#if`, `#elif` or `#else`, from 1 within the text. */
  readonly line: number;
  /** `ifdef CONFIG_NUMA`, `else` */
  readonly condition: string;
  readonly taken: boolean;
}

/** Whether a macro is defined; undefined where nobody knows: then options of the configuration are set, and nothing else is. */
export type Defined = (name: string) => boolean | undefined;

interface Conditional {
  /** A branch of this conditional has been read: the rest is left out. */
  done: boolean;
  /** The branch that the reader stands in is read, outer conditionals apart. */
  reading: boolean;
}

/**
 * Blanks all preprocessor lines, and of each conditional all branches but one.
 *
 * Options of the configuration are taken to be set, macros by which an architecture puts its own function in place of
 * the general one are not; what was chosen is listed, so that a result can say what it assumes. Takes masked text; the result has its length. An `#else` or `#endif` without
 * its `#if`, as in a hunk, ends nothing.
 */
export function chooseBranches(code: string, defined: Defined): { code: string; choices: BranchChoice[] } {
  const choices: BranchChoice[] = [];
  const open: Conditional[] = [];
  const lines = code.split('\n');
  let continued = false;
  for (const [index, line] of lines.entries()) {
    const directive: RegExpExecArray | null = continued ? null : DIRECTIVE.exec(line);
    const isDirective: boolean = continued || directive !== null;
    const reading = open.every((conditional) => conditional.reading);
    if (directive?.[1] !== undefined) {
      const name = directive[1];
      const rest = (directive[2] ?? '').trim();
      if (follow(name, rest, open, defined)) {
        const taken = open.at(-1)?.reading ?? false;
        choices.push({ line: index + 1, condition: `${name} ${rest}`.trim(), taken });
      }
    }
    if (isDirective || !reading) lines[index] = blank(line);
    continued = isDirective && line.endsWith('\\');
  }
  return { code: lines.join('\n'), choices };
}

const DIRECTIVE = /^[ \t]*#[ \t]*([a-z]+)\b(.*)$/;

/** Follows one directive; true where it opened a branch. */
function follow(name: string, rest: string, open: Conditional[], defined: Defined): boolean {
  const last = open.at(-1);
  switch (name) {
    case 'if':
    case 'ifdef':
    case 'ifndef': {
      const holds = name === 'if' ? evaluate(rest, defined) : isDefined(rest, defined) === (name === 'ifdef');
      open.push({ done: holds, reading: holds });
      return true;
    }
    case 'elif':
    case 'else':
      if (last === undefined) return false;
      last.reading = !last.done && (name === 'else' || evaluate(rest, defined));
      last.done ||= last.reading;
      return true;
    case 'endif':
      open.pop();
      return false;
    default:
      return false;
  }
}

function isDefined(name: string, defined: Defined): boolean {
  return defined(name.trim()) ?? name.trim().startsWith('CONFIG_');
}

/** Whether an `#if` expression holds: `||` and `&&` over macros; one that is neither `defined()` nor 0 is taken to. */
function evaluate(expression: string, defined: Defined): boolean {
  return expression.split('||').some((any) =>
    any.split('&&').every((term) => {
      const isNegated = (term.match(/!(?!=)/g) ?? []).length % 2 === 1;
      return holds(term.replaceAll('!', ''), defined) !== isNegated;
    }),
  );
}

function holds(term: string, defined: Defined): boolean {
  const tested = /\b(?:defined|IS_ENABLED|IS_BUILTIN)\s*\(?\s*(\w+)/.exec(term)?.[1];
  if (tested !== undefined) return isDefined(tested, defined);
  const name = /^[\s()]*([A-Za-z_]\w*)[\s()]*$/.exec(term)?.[1];
  return name === undefined ? !/^[\s()]*0[\s()]*$/.test(term) : (defined(name) ?? true);
}
