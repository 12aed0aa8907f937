import type { Command } from 'commander';
import type { Session } from '../context.ts';
import { addFormats, type FormatOptions, screenWidth, writeJson } from '../output.ts';
import { expectDone } from '../refusal.ts';
import { readSources, type Settled, settle } from '../settings/settle.ts';
import { painter } from '../style.ts';
import { type Column, table } from '../table.ts';

const EXAMPLES = `
Examples:
  $ mmlore config
  $ MMLORE_JOBS=1 mmlore config --json

A line of the file is \`name = value\`, as in TOML: db = "~/mail/mm.db", jobs = 2, kernel = "6.10". The command line goes
before the environment, the environment before the file.`;

/** `mmlore config`: each setting, its value and where that comes from. */
export function define(command: Command, session: Session): void {
  command.description(
    'List the settings, the value of each and where it comes from: a default, the file, the environment.',
  );
  addFormats(command, 'json')
    .addHelpText('after', EXAMPLES)
    .action(async (options: FormatOptions) => {
      const sources = expectDone(readSources(session));
      const { commands } = await session.program('all');
      const own = command.parent === null ? [] : [command.parent];
      const settings = expectDone(settle([...own, ...commands], sources));
      if (options.json) return writeJson(session, 'config', { file: sources.file, settings });
      session.stderr.write(`The configuration file is ${sources.file}\n`);
      session.stdout.write(table(columns(session), settings, screenWidth(session)));
    });
}

function columns(session: Session): Column<Settled>[] {
  const paint = painter(session);
  return [
    { title: 'SETTING', text: (row) => row.name, paint: (cell) => paint('heading', cell) },
    { title: 'VALUE', shrinkTo: 12, text: (row) => String(row.value ?? '') },
    { title: 'FROM', shrinkTo: 12, text: (row) => (row.from === '' ? row.origin : `${row.origin}, ${row.from}`) },
    { title: 'WHAT IT IS FOR', shrinkTo: 20, text: (row) => row.says, paint: (cell) => paint('muted', cell) },
  ];
}
