import { join } from 'node:path';
import { expect, test } from 'vitest';
import { open } from '../src/library.ts';
import { reviewedHome } from './cli/review.ts';

async function opened() {
  return open(join(await reviewedHome(), 'mmlore', 'mmlore.db'));
}

test('rows of each kind, typed', async () => {
  const lore = await opened();
  expect((await lore.threads()).map((row) => row.thread_id)).toEqual(['v2@example.org', 'v1@example.org']);
  expect((await lore.series({ thread: 'v2@example.org' })).map((row) => row.version)).toEqual([2]);
  expect((await lore.thread('v1@example.org')).map((row) => row.depth)).toEqual([0, 1, 2]);
  const [claim] = await lore.claims({ kind: 'concern', verdict: 'confirmed' });
  expect(claim?.concepts).toEqual(['refcount', 'locking']);
  expect((await lore.events(claim?.claim_id ?? '')).map((row) => row.status)).toEqual([
    'open',
    'promised',
    'confirmed',
  ]);
  expect(await lore.places(claim?.claim_id ?? '')).toEqual([]);
  const checks = await lore.checks({ claim: claim?.claim_id ?? '' });
  expect(checks.map((row) => `${row.side} ${row.result}`)).toEqual(['before holds', 'after violated']);
  expect((await lore.traces(checks)).map((trace) => trace.steps.length)).toEqual([2]);
  expect((await lore.tags({ thread: 'v1@example.org' })).map((row) => row.key)).toEqual(['Signed-off-by']);
  expect((await lore.message('review@example.org'))?.is_ghost).toBe(false);
  expect(await lore.message('nobody@example.org')).toBeUndefined();
  expect(Buffer.from((await lore.raw('v1@example.org')) ?? []).toString()).toContain(
    '\nMessage-ID: <v1@example.org>\n',
  );
  expect((await lore.search('nq:free')).map((row) => row.message_id)).toEqual(['review@example.org']);
  const rows = await lore.query<{ kind: string }>('SELECT kind FROM v_claim WHERE from_name = ?', ['Bo Author']);
  expect(rows).toEqual([{ kind: 'commitment' }]);
  await lore.close();
});

test('what cannot be done says why, and the way out', async () => {
  await expect(open('/nowhere/at/all.db')).rejects.toMatchObject({
    message: 'there is no database at /nowhere/at/all.db',
    complaint: { kind: 'store', hint: expect.stringContaining('mmlore ingest') },
  });
  const lore = await opened();
  await expect(lore.query('DELETE FROM claim')).rejects.toMatchObject({ complaint: { kind: 'input' } });
  await expect(lore.search('-x')).rejects.toMatchObject({
    complaint: { message: 'the query says only what not to find' },
  });
  await lore.close();
});
