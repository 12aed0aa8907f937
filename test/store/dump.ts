import { byText } from '../../src/order.ts';
import type { Connection } from '../../src/store/connection.ts';

/** Columns whose values depend on the order in which rows were added, and tell nothing. */
const ARBITRARY = new Set(['message.id']);

/**
 * Everything that a database holds, one line a row, sorted: equal for two databases with the same content.
 *
 * The text index is given as its words with the number of mails and places of each.
 */
export async function dump(connection: Connection): Promise<string[]> {
  const tables = await connection.all<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'message_text%' AND name NOT LIKE 'sqlite_%'",
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const rows = await connection.all<Record<string, unknown>>(`SELECT * FROM "${name}"`);
    lines.push(
      ...rows.map(
        (row) =>
          `${name} ${JSON.stringify(
            Object.entries(row)
              .filter(([column]) => !ARBITRARY.has(`${name}.${column}`))
              .map(printable),
          )}`,
      ),
    );
  }
  await connection.exec('CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab (main, message_text, col)');
  const words = await connection.all<object>('SELECT * FROM temp.words');
  await connection.exec('DROP TABLE temp.words');
  return [...lines, ...words.map((row) => `word ${JSON.stringify(row)}`)].sort(byText);
}

function printable([column, value]: [string, unknown]): string {
  return `${column}=${value instanceof Uint8Array ? Buffer.from(value).toString('base64') : JSON.stringify(value)}`;
}
