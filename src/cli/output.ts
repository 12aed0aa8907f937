import { type Command, Option } from 'commander';
import { display, displayJson } from '../display.ts';
import type { DocumentName, Fields } from '../schema/documents.ts';
import { SCHEMA_VERSION } from '../schema/version.ts';
import type { Session } from './context.ts';
import { type Column, table } from './table.ts';

/** How a listing is written. */
export interface FormatOptions {
  readonly json?: boolean;
  readonly jsonLines?: boolean;
  readonly csv?: boolean;
}

/** Adds `--json` to a reading command, and where its rows are many the forms for streams and spreadsheets. */
export function addFormats(command: Command, forms: 'json' | 'all'): Command {
  if (forms === 'json') return command.option('--json', 'print one JSON document');
  return command
    .option('--json', 'print one JSON document, or with --json=lines one object a line')
    .addOption(new Option('--json-lines').hideHelp())
    .addOption(new Option('--csv', 'print comma-separated values').conflicts(['json', 'jsonLines']));
}

/** Writes one JSON document; `schema` names its form and version, and `mmlore schema` prints that form. */
export function writeJson<Name extends DocumentName>(session: Session, name: Name, fields: Fields<Name>): void {
  session.stdout.write(`${displayJson({ schema: `mmlore.${name}/${SCHEMA_VERSION}`, ...fields }, 2)}\n`);
}

/** The rows of a document that is a list of them under its own name. */
type RowOf<Name extends DocumentName> =
  Fields<Name> extends Readonly<Record<Name, readonly (infer Row)[]>> ? Row : never;

/** Writes rows in the form that was asked for: a table, one JSON document, an object a line, or CSV. */
export function writeRows<Name extends DocumentName, R extends RowOf<Name> & object>(
  session: Session,
  options: FormatOptions,
  name: Name,
  rows: readonly R[],
  columns: readonly Column<R>[],
): void {
  const { stdout } = session;
  if (options.jsonLines) for (const row of rows) stdout.write(`${displayJson(row)}\n`);
  else if (options.json) writeJson(session, name, { [name]: rows } as Fields<Name>);
  else if (options.csv) stdout.write(csv(rows));
  else if (rows.length > 0) stdout.write(table(columns, rows, screenWidth(session)));
  else session.stderr.write('Nothing found.\n');
}

/** A terminal that is narrower, or that does not say (0 columns), is taken for one of this width. */
const NARROWEST = 40;
const USUAL = 80;

/** Columns of the terminal; undefined where stdout is none, and nothing may be cut. */
export function screenWidth(session: Session): number | undefined {
  if (session.stdout.isTTY !== true) return undefined;
  return Math.max(NARROWEST, session.stdout.columns || USUAL);
}

/** RFC 4180, with LF line ends. */
function csv(rows: readonly object[]): string {
  return [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
    .map((cells) => `${cells.map(csvCell).join(',')}\n`)
    .join('');
}

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = display(typeof value === 'object' ? JSON.stringify(value) : String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
