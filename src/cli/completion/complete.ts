import type { Argument, Command, Option } from 'commander';
import { OneOf } from '../one-of.ts';

/** A word that may stand where the cursor is. */
export interface Candidate {
  readonly value: string;
  readonly says: string;
}

/** What may stand where the cursor is: some words, or the name of a file. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly files: boolean;
}

/** Placeholders of options and arguments that take the name of a file or folder. */
const PATHS = /^(?:file|dir|source|what)$/;

/**
 * Completes a command line from the command tree.
 *
 * @param words what stands behind `mmlore`, the last word as far as it is typed
 */
export function complete(program: Command, words: readonly string[]): Completion {
  const typed = words.at(-1) ?? '';
  const place = placeBehind(program, words.slice(0, -1));
  const { open, command } = place;
  if (open !== undefined) return starting(typed.replace(/^=/, ''), valuesOf(open));
  const [flag = '', ...value] = typed.split('=');
  const given = value.length === 0 ? undefined : optionNamed([command, program], flag);
  if (given !== undefined) {
    const { candidates, files } = valuesOf(given);
    return starting(typed, { candidates: candidates.map((one) => ({ ...one, value: `${flag}=${one.value}` })), files });
  }
  if (typed.startsWith('-') && !place.onlyArguments)
    return starting(typed, { candidates: flagsOf(program, command), files: false });
  if (command === program) return starting(typed, { candidates: commandsOf(program, place.isHelp), files: false });
  return starting(typed, valuesOf(command.registeredArguments[place.arguments] ?? command.registeredArguments.at(-1)));
}

/** Where on its command line the cursor is. */
interface Place {
  readonly command: Command;
  /** The option whose value the cursor is at. */
  readonly open: Option | undefined;
  /** Arguments before the cursor. */
  readonly arguments: number;
  readonly onlyArguments: boolean;
  /** Behind `help`, where another command's name belongs. */
  readonly isHelp: boolean;
}

function placeBehind(program: Command, words: readonly string[]): Place {
  let place: Place = { command: program, open: undefined, arguments: 0, onlyArguments: false, isHelp: false };
  // bash takes `--kind=concern` for three words.
  for (const word of words) if (word !== '=') place = after(place, word, program);
  return place;
}

function after(place: Place, word: string, program: Command): Place {
  const { command } = place;
  if (place.open !== undefined) return { ...place, open: undefined };
  if (word === '--') return { ...place, onlyArguments: true };
  if (word.startsWith('-') && !place.onlyArguments) {
    const option = optionNamed([command, program], word);
    return { ...place, open: option?.required ? option : undefined };
  }
  if (command !== program) return { ...place, arguments: place.arguments + 1 };
  if (word === 'help') return { ...place, isHelp: true };
  return { ...place, command: program.commands.find((one) => one.name() === word) ?? command };
}

function optionNamed(commands: readonly Command[], flag: string): Option | undefined {
  return commands.flatMap((command) => command.options).find((option) => option.long === flag || option.short === flag);
}

function valuesOf(taker: Option | Argument | undefined): Completion {
  if (taker === undefined) return { candidates: [], files: false };
  const names = taker instanceof OneOf ? taker.names : taker.argChoices;
  if (names !== undefined) return { candidates: names.map((value) => ({ value, says: '' })), files: false };
  const placeholder = 'flags' in taker ? (/[<[]([a-z]+)/.exec(taker.flags)?.[1] ?? '') : taker.name();
  return { candidates: [], files: PATHS.test(placeholder) };
}

function flagsOf(program: Command, command: Command): Candidate[] {
  const help = program.createHelp();
  const options = new Set([...help.visibleOptions(command), ...help.visibleOptions(program)]);
  const flags = [...options].flatMap(({ long, short, description }) =>
    [long, short].flatMap((value) => (value?.startsWith('--') ? [{ value, says: description }] : [])),
  );
  return flags.filter(({ value }, at) => flags.findIndex((other) => other.value === value) === at);
}

function commandsOf(program: Command, isHelp: boolean): Candidate[] {
  const commands = program.commands.map((command) => ({ value: command.name(), says: command.summary() }));
  return isHelp ? commands : [...commands, { value: 'help', says: 'print help for a command' }];
}

function starting(typed: string, { candidates, files }: Completion): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(typed)), files };
}
