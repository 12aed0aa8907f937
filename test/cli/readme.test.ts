import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../src/store/connection.ts';
import { openStore } from '../../src/store/open.ts';
import { mmlore } from './cli.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const CORPUS = fileURLToPath(new URL('../../corpus/', import.meta.url));

/** Each statement of the README's SQL, by the comment above it. */
const QUERIES = Array.from(README.matchAll(/^```sql\n([^`]*)^```/gm), ([, block = '']) => block)
  .flatMap((block) => block.split(/;\n/))
  .map((statement) => statement.trim())
  .filter((statement) => statement !== '')
  .map((statement) => {
    const [comment = '', ...sql] = statement.split('\n');
    return [comment.replace(/^-- /, ''), sql.join('\n')] as const;
  });

/** Questions to which the corpus has no answer: nothing in it stays a promise, and all of it can be read. */
const NO_ROWS = new Set([
  'What was promised and not yet seen in a later version',
  'What could not be read as it should, by kind',
]);

/** The corpus with the checks of two worlds, one of which breaks a property behind a concern. */
async function corpusDatabase(home: string): Promise<Connection> {
  const names = readdirSync(CORPUS).filter((name) => name.endsWith('.mbox'));
  await mmlore({ home }, 'ingest', ...names.map((name) => join(CORPUS, name)));
  for (const world of ['wp-tail', 'retract-sva']) await mmlore({ home }, 'check', '--world', world);
  const opened = await openStore(join(home, 'mmlore', 'mmlore.db'), 'read');
  if (!opened.ok) throw new Error(opened.complaint.message);
  return opened.value;
}

describe('questions of the README', { timeout: 120_000 }, () => {
  let connection: Connection;
  let checkId: string;
  beforeAll(async () => {
    const home = mkdtempSync(join(tmpdir(), 'mmlore-test-'));
    connection = await corpusDatabase(home);
    const violated = await connection.get<{ check_id: string }>(
      "SELECT check_id FROM v_check WHERE side = 'after' AND result = 'violated' ORDER BY check_id LIMIT 1",
    );
    checkId = violated?.check_id ?? '';
    return async () => {
      await connection.close();
      rmSync(home, { recursive: true });
    };
  }, 120_000);

  test('each is one statement below what it asks', () => {
    expect(QUERIES.length).toBeGreaterThanOrEqual(10);
    expect(QUERIES.filter(([asks, sql]) => asks === '' || !/^(?:SELECT|WITH)\b/.test(sql))).toEqual([]);
  });

  test.each(QUERIES)('%s', async (asks, sql) => {
    const rows = await connection.all(sql, sql.includes('?') ? [checkId] : []);
    expect(rows.length > 0).toBe(!NO_ROWS.has(asks));
  });

  test('every view is in the list with its columns, and no other', async () => {
    const views = await connection.all<{ name: string; columns: string }>(
      `SELECT v.name, (SELECT group_concat(c.name, ', ') FROM pragma_table_info(v.name) c) AS columns
       FROM sqlite_schema v WHERE v.type = 'view' AND v.name GLOB 'v_*' ORDER BY v.name`,
    );
    const listed = [...README.matchAll(/^\| `(v_\w+)` \| (.+) \|$/gm)].map(([, name, columns]) => ({ name, columns }));
    expect(listed.toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1))).toEqual(views);
  });
});
