import { existsSync, readFileSync } from 'node:fs';
import { parse, TomlError } from 'smol-toml';
import { done, type Outcome, refused } from '../../complaint.ts';
import { SETTINGS } from './setting.ts';

/** A value of the configuration file, and the line that it stands in, from 1. */
export interface FileValue {
  readonly value: string | number | boolean;
  readonly line: number;
}

/** What the configuration file sets, by name. */
export type FileValues = ReadonlyMap<string, FileValue>;

/** Reads a configuration file: TOML with a value for each setting. A file that is not there sets nothing. */
export function readSettings(path: string): Outcome<FileValues> {
  if (!existsSync(path)) return done(new Map());
  try {
    return valuesOf(path, readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof TomlError) {
      const [reason = ''] = error.message.split('\n');
      return wrong(
        path,
        error.line,
        reason.replace('Invalid TOML document: ', ''),
        'Write `name = value`, texts in "quotes".',
      );
    }
    if (!(error instanceof Error && 'code' in error)) throw error;
    return refused({
      kind: 'input',
      message: `cannot read the configuration file ${path}`,
      causes: [error.message],
      hint: 'Make it a file that you may read, or move it away.',
    });
  }
}

function wrong(path: string, line: number, cause: string, hint: string): ReturnType<typeof refused> {
  return refused({ kind: 'input', message: `${path}:${line} is no valid setting`, causes: [cause], hint });
}

function valuesOf(path: string, text: string): Outcome<FileValues> {
  const values = new Map<string, FileValue>();
  for (const [name, value] of Object.entries(parse(text))) {
    const line = lineOf(name, text);
    if (!(name in SETTINGS)) {
      return wrong(path, line, `there is no setting ${name}`, `It may be ${Object.keys(SETTINGS).join(', ')}.`);
    }
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      return wrong(
        path,
        line,
        `${name} is no text, number, true or false`,
        'Give it one value; settings have no tables.',
      );
    }
    values.set(name, { value, line });
  }
  return done(values);
}

/** The line that sets a name: the parser knows the lines of mistakes alone. */
function lineOf(name: string, text: string): number {
  const at = text.split('\n').findIndex((line) => line.replace(/^[\s["']+/, '').startsWith(name));
  return at + 1;
}
