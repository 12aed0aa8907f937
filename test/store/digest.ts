import { createHash } from 'node:crypto';
import { byText } from '../../src/order.ts';
import type { Connection } from '../../src/store/connection.ts';

/** Rows that are read at a time. */
const PAGE = 2000;

/** Columns whose values depend on the order in which rows were added, and tell nothing. */
const ARBITRARY: readonly string[] = ['message.id'];

/**
 * The content of a database too large to be dumped: of each table the number of its rows, and a hash that their order leaves
 * as it is. The text index is given as its words with the number of mails and places of each.
 *
 * @param without tables, or columns as `table.column`, that are left out
 */
export async function digest(connection: Connection, without: readonly string[] = []): Promise<Record<string, string>> {
  const left = new Set([...ARBITRARY, ...without]);
  const tables = await connection.all<{ name: string }>(
    `SELECT name FROM sqlite_schema
     WHERE type = 'table' AND name NOT LIKE 'message_text%' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    if (!left.has(name))
      found[name] = await digestOf(connection, `"${name}"`, (column) => left.has(`${name}.${column}`));
  }
  await connection.exec('CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, message_text, col)');
  found.words = await digestOf(connection, 'temp.words', () => false);
  await connection.exec('DROP TABLE temp.words');
  return found;
}

async function digestOf(
  connection: Connection,
  table: string,
  isLeftOut: (column: string) => boolean,
): Promise<string> {
  const hashes: string[] = [];
  for (let rows: object[] = [{}], at = 0; rows.length > 0; at += PAGE) {
    rows = await connection.all<object>(`SELECT * FROM ${table} LIMIT ? OFFSET ?`, [PAGE, at]);
    for (const row of rows) {
      const hash = createHash('sha256');
      for (const [column, value] of Object.entries(row)) {
        if (!isLeftOut(column))
          hash.update(`\0${column}\0`).update(value instanceof Uint8Array ? value : `${typeof value} ${value}`);
      }
      hashes.push(hash.digest('base64'));
    }
  }
  const whole = createHash('sha256').update(hashes.sort(byText).join('\n')).digest('hex');
  return `${hashes.length} rows ${whole}`;
}
