import { statSync } from 'node:fs';
import process from 'node:process';
import type { Command } from 'commander';
import type { Connection } from '../../store/connection.ts';
import { inspect } from '../../store/inspect.ts';
import { EXIT, type Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { addFormats, type FormatOptions, writeJson } from '../output.ts';
import { databasePath } from '../paths.ts';

/** `mmlore doctor`: is the database sound, and what takes its space. */
export function define(command: Command, session: Session): void {
  command.description('Check the database and say what takes its space.');
  addFormats(command, 'json').action(async (options: FormatOptions) => {
    const path = databasePath(session.globals(), session);
    const found = await withDatabase(session, 'read', (connection: Connection) => inspect(connection));
    const facts = { database: path, bytes: statSync(path).size, node: process.version, ...found };
    if (found.problems.length > 0) session.end(EXIT.input);
    if (options.json) writeJson(session, 'doctor', facts);
    else session.stdout.write(doctorText(facts));
  });
}

type Facts = Awaited<ReturnType<typeof inspect>> & {
  readonly database: string;
  readonly bytes: number;
  readonly node: string;
};

function doctorText(facts: Facts): string {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  return [
    `database  ${facts.database}, ${megabytes(facts.bytes)}, schema ${facts.version}`,
    `node      ${facts.node}, SQLite ${facts.sqlite}`,
    `mail      ${facts.messages} mails, ${megabytes(facts.rawBytes)} unpacked, ${facts.pending} waiting to be derived`,
    `check     ${facts.problems.length === 0 ? 'sound' : facts.problems.join('; ')}`,
    'space',
    ...facts.tables.map(({ name, bytes }) => `  ${megabytes(bytes).padStart(9)}  ${name}`),
    '',
  ].join('\n');
}
