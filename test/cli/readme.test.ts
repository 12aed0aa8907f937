import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../src/store/connection.ts';
import { openStore } from '../../src/store/open.ts';
import { mbox, SMALL_THREAD } from '../ingest/archives.ts';
import { QUERIES } from '../readme-queries.ts';
import { mmlore } from './cli.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const CORPUS = fileURLToPath(new URL('../../corpus/', import.meta.url));

/** The small thread, but that its second version is the first again: the change that was promised is not there. */
const BROKEN_PROMISE = SMALL_THREAD.map((draft, _index, [first]) =>
  draft.id === 'v2@example.org' ? { ...draft, text: first?.text ?? '' } : draft,
);

/** A mail in a charset that nobody knows. */
const STRANGE_MAIL =
  'From: Ada Reviewer <ada@example.org>\nMessage-ID: <strange@example.org>\nSubject: hello\nContent-Type: text/plain; charset=x-nobody-knows\n\nText.\n';

/**
 * The corpus with the checks of two worlds, one of which breaks a property behind a concern; and what no thread of it has: a
 * promise that was not kept, and a mail that cannot be read whole.
 */
async function corpusDatabase(home: string): Promise<Connection> {
  const names = readdirSync(CORPUS).filter((name) => name.endsWith('.mbox'));
  writeFileSync(join(home, 'promise.mbox'), mbox(BROKEN_PROMISE));
  writeFileSync(join(home, 'strange.eml'), STRANGE_MAIL);
  const more = [join(home, 'promise.mbox'), join(home, 'strange.eml')];
  await mmlore({ home }, 'ingest', ...names.map((name) => join(CORPUS, name)), ...more);
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

  test.each(QUERIES)('%s', async (_asks, sql) => {
    const rows = await connection.all(sql, sql.includes('?') ? [checkId] : []);
    expect(rows.length).toBeGreaterThan(0);
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
