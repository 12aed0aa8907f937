import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { done, type Outcome, refused } from '../../complaint.ts';
import type { Fields } from '../../schema/documents.ts';
import type { Context } from '../context.ts';
import { settingsFile } from '../paths.ts';
import { type FileValues, readSettings } from './file.ts';
import { Setting } from './setting.ts';

/** A setting with its value and where that comes from. */
export type Settled = Fields<'config'>['settings'][number];

/** Where values may come from beside the command line. */
export interface Sources {
  readonly env: Context['env'];
  readonly file: string;
  readonly values: FileValues;
}

/** Reads where settings may come from. */
export function readSources({ env }: Pick<Context, 'env'>): Outcome<Sources> {
  const file = settingsFile({ env });
  const read = readSettings(file);
  return read.ok ? done({ env, file, values: read.value }) : read;
}

type Given = Pick<Settled, 'origin' | 'from'> & { readonly value: string | number | boolean };

/**
 * Sets the settings of some commands that the command line does not set: from the environment, else from the
 * configuration file. What neither has keeps its default.
 *
 * @returns each setting once, by name
 */
export function settle(commands: readonly Command[], sources: Sources): Outcome<Settled[]> {
  const settled = new Map<string, Settled>();
  for (const command of commands) {
    for (const option of command.options.filter((one) => one instanceof Setting)) {
      const key = option.attributeName();
      const given = command.getOptionValueSource(key) === 'cli' ? undefined : givenFor(option, sources);
      if (given !== undefined) {
        const read = readValue(option, given, sources);
        if (!read.ok) return read;
        command.setOptionValueWithSource(key, read.value, 'config');
      }
      settled.set(option.setting, settledOf(option, command, given));
    }
  }
  return done([...settled.values()]);
}

function givenFor({ setting, kind, negate }: Setting, { env, file, values }: Sources): Given | undefined {
  const text = env[kind.variable];
  if (text !== undefined && text !== '') {
    // NO_COLOR is true where it is there, whatever it holds.
    return { origin: 'environment', from: kind.variable, value: negate ? false : text };
  }
  const line = values.get(setting);
  return line === undefined ? undefined : { origin: 'file', from: `${file}:${line.line}`, value: line.value };
}

function readValue(option: Setting, given: Given, sources: Sources): Outcome<unknown> {
  const { value } = given;
  try {
    if (option.negate || option.isBoolean()) {
      if (typeof value === 'boolean') return done(value);
      throw new InvalidArgumentError('It is true or false.');
    }
    if (typeof value === 'boolean' || (option.kind.isText && typeof value === 'number')) {
      throw new InvalidArgumentError('It is a text in quotes.');
    }
    const text = option.kind.isPath ? pathOf(String(value), given, sources) : String(value);
    return done(option.parseArg === undefined ? text : option.parseArg(text, undefined));
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    return refused({
      kind: 'input',
      message: `${given.from} is no valid setting`,
      causes: [`${option.setting} is ${JSON.stringify(value)}`],
      hint: error.message,
    });
  }
}

/** `~/x`, and in the configuration file a path relative to it; a variable's path is relative to where the command runs. */
function pathOf(path: string, { origin }: Given, { env, file }: Sources): string {
  if (path.startsWith('~/')) return resolve(env.HOME ?? homedir(), path.slice(2));
  return origin === 'file' ? resolve(dirname(file), path) : path;
}

function settledOf(option: Setting, command: Command, given: Given | undefined): Settled {
  const key = option.attributeName();
  const source = command.getOptionValueSource(key);
  const origin = given?.origin ?? (source === 'cli' ? 'flag' : 'default');
  return {
    name: option.setting,
    value: command.getOptionValue(key) ?? null,
    origin,
    from: given?.from ?? (origin === 'flag' ? (option.long ?? '') : ''),
    says: option.description,
  };
}
