import { statSync } from 'node:fs';
import process from 'node:process';
import type { Command } from 'commander';
import { displayLine } from '../../display.ts';
import type { Fields } from '../../schema/documents.ts';
import { inspect } from '../../store/inspect.ts';
import { EXIT, type Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { addFormats, type FormatOptions, writeJson } from '../output.ts';
import { findTools } from '../tools.ts';
import { packageVersion } from '../version.ts';

const EXAMPLES = `
Examples:
  $ mmlore doctor                    is the database sound, and what takes its space
  $ mmlore --db old.db doctor --json`;

/** `mmlore doctor`: is the database sound, what takes its space, and which programs are there to work with. */
export function define(command: Command, session: Session): void {
  command.description(
    'Check the database, say what takes its space, and which of the programs are there that mmlore works with.',
  );
  addFormats(command, 'json')
    .addHelpText('after', EXAMPLES)
    .action(async (options: FormatOptions) => {
      const database = session.globals().db;
      const found = await withDatabase(session, 'read', inspect);
      const tools = (await findTools(session)).map((tool) => ({ ...tool, version: tool.version ?? null }));
      const { size: bytes } = statSync(database);
      const facts = { mmlore: packageVersion(), node: process.version, database, bytes, ...found, tools };
      if (found.problems.length > 0) session.end(EXIT.input);
      if (options.json) writeJson(session, 'doctor', facts);
      else session.stdout.write(doctorText(facts));
    });
}

function doctorText(facts: Fields<'doctor'>): string {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const ratio = facts.raw_bytes === 0 ? '' : `, ${(facts.bytes / facts.raw_bytes).toFixed(2)} times the mail`;
  return [
    `program   mmlore ${facts.mmlore}, Node ${facts.node}, SQLite ${facts.sqlite}`,
    `database  ${facts.database}, ${megabytes(facts.bytes)}${ratio}, schema ${facts.schema_version}`,
    `mail      ${facts.messages} mails, ${megabytes(facts.raw_bytes)} unpacked, ${facts.pending} waiting to be derived`,
    `check     ${facts.problems.length === 0 ? 'sound' : facts.problems.join('; ')}`,
    'space',
    ...facts.tables.map(
      ({ name, bytes, share }) => `  ${megabytes(bytes).padStart(9)}  ${percent(share).padStart(6)}  ${name}`,
    ),
    'programs',
    ...facts.tools.map(({ name, purpose, version }) => `  ${name.padEnd(8)}${version ?? `not found: ${purpose}`}`),
  ]
    .map((line) => `${displayLine(line)}\n`)
    .join('');
}
