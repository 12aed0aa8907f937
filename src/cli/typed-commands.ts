import { CommanderError } from 'commander';
import { findThing, findThread } from '../store/find.ts';
import type { CheckFilter } from '../store/view-checks.ts';
import { listChecks } from '../store/view-checks.ts';
import type { CommandResult, Commands } from '../ui/command.ts';
import { normaliseFormat } from './arguments.ts';
import { claimFilter } from './claim-filter.ts';
import { complete } from './completion/complete.ts';
import type { Session } from './context.ts';
import { withDatabase } from './database.ts';
import { runInProcess } from './own-process.ts';
import { expectDone, Refusal } from './refusal.ts';

/**
 * The commands that can be typed on a screen: those of the command line, read by its own parser. One that a screen can
 * show opens that screen; any other runs in a process of its own and its output is shown.
 */
export function commandsOf(session: Session): Commands {
  return {
    complete: async (line) => {
      const words = wordsOf(line);
      if (line === '' || /\s$/.test(line)) words.push('');
      const { candidates } = complete(await session.program(words), words);
      return candidates.map(({ value }) => value);
    },
    run: (line, signal) => runTyped(line, session, signal).catch(failureOf),
  };
}

/** A command line as the parser read it. */
interface Parsed {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  /** The words behind the name. */
  readonly rest: readonly string[];
}

type Shower = (parsed: Parsed, session: Session) => CommandResult | Promise<CommandResult>;

/** The commands that screens show. */
const SCREENS: Readonly<Record<string, Shower>> = {
  threads: ({ options }) => ({ kind: 'screen', place: { screen: 'threads', query: options } }),
  series: ({ options }) => ({ kind: 'screen', place: { screen: 'series', query: options } }),
  claims: async ({ options }, session) => {
    const query = await withDatabase(session, 'read', (connection) => claimFilter(options, connection));
    return { kind: 'screen', place: { screen: 'claims', threadId: undefined, query } };
  },
  search: ({ args }) => ({ kind: 'screen', place: { screen: 'search', query: args.join(' ') } }),
  show: ({ args }, session) => shown(args[0] ?? '', session),
  ui: ({ args }, session) =>
    args[0] === undefined ? { kind: 'screen', place: { screen: 'threads', query: {} } } : shown(args[0], session),
  check: ({ rest }) => ({ kind: 'check', words: rest }),
};

/** Options that ask for output that no screen is. */
const FORMATS = ['json', 'jsonLines', 'csv', 'explain'];

async function runTyped(line: string, session: Session, signal: AbortSignal): Promise<CommandResult> {
  const words = normaliseFormat(wordsOf(line));
  let printed = '';
  let parsed: (Parsed & { readonly name: string }) | undefined;
  const program = await session.program(words);
  for (const command of [program, ...program.commands]) {
    command.configureOutput({
      writeOut: (text) => {
        printed += text;
      },
      writeErr: () => undefined,
    });
  }
  for (const command of program.commands) {
    const name = command.name();
    command.action(() => {
      parsed = { name, args: command.args, options: command.opts(), rest: words.slice(words.indexOf(name) + 1) };
    });
  }
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0)
      return { kind: 'output', command: line, text: printed };
    throw error;
  }
  if (parsed === undefined) return { kind: 'output', command: line, text: printed };
  const { name, options } = parsed;
  const show = FORMATS.some((format) => options[format] === true) ? undefined : SCREENS[name];
  if (show !== undefined) return show(parsed, session);
  const ran = await runInProcess(['--no-color', '--db', session.globals().db, ...words], signal);
  return { kind: 'output', command: line, text: `${ran.stdout}${ran.stderr}`.trimEnd() };
}

/** The screen of what a person names. */
function shown(name: string, session: Session): Promise<CommandResult> {
  return withDatabase(session, 'read', async (connection): Promise<CommandResult> => {
    const { kind, id } = expectDone(await findThing(connection, name));
    const threadId = expectDone(await findThread(connection, id));
    switch (kind) {
      case 'thread':
        return { kind: 'screen', place: { screen: 'thread', threadId } };
      case 'message':
        return { kind: 'mail', threadId, messageId: id };
      case 'claim':
        return { kind: 'screen', place: { screen: 'claim', threadId, claimId: id } };
      case 'check': {
        const sides = await listChecks(connection, { check: id } satisfies CheckFilter);
        const broken = sides.findLast(({ result }) => result === 'violated');
        const claimId = sides[0]?.claim_id;
        if (broken !== undefined)
          return { kind: 'screen', place: { screen: 'trace', threadId, checkId: id, side: broken.side } };
        if (claimId) return { kind: 'screen', place: { screen: 'claim', threadId, claimId } };
        return { kind: 'screen', place: { screen: 'thread', threadId } };
      }
    }
  });
}

/** Splits a line into words as a shell does: blanks part them, quotes and backslashes keep what they hold. */
function wordsOf(line: string): string[] {
  const pieces = line.matchAll(/((?:\\.|"(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s"'\\])+)/g);
  return Array.from(pieces, ([word]) => unquoted(word));
}

function unquoted(word: string): string {
  return word.replace(
    /\\(.)|"((?:[^"\\]|\\.)*)"?|'([^']*)'?/g,
    (_, escaped?: string, double?: string, single?: string) =>
      escaped ?? double?.replace(/\\(.)/g, '$1') ?? single ?? '',
  );
}

/** Why a command could not be done, on one line. */
function failureOf(error: unknown): CommandResult {
  if (error instanceof Refusal) {
    const { message, causes = [], hint } = error.complaint;
    return { kind: 'failed', says: [message, ...causes, ...(hint === undefined ? [] : [hint])].join('; ') };
  }
  const says = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', says: says.replace(/^error: /, '').replace(/\s+/g, ' ') };
}
