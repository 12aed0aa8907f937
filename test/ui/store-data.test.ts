import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UiData } from '../../src/ui/data.ts';
import { openStoreData } from '../../src/ui/store-data.ts';
import { writeDatabase } from './database.ts';
import { PAGE, STEPS } from './fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'mmlore-ui-'));
let data: UiData;

beforeAll(async () => {
  await writeDatabase(join(folder, 'mmlore.db'));
  const opened = await openStoreData(join(folder, 'mmlore.db'));
  if (!opened.ok) throw new Error(opened.complaint.message);
  data = opened.value;
});

afterAll(async () => {
  await data.close();
  rmSync(folder, { recursive: true });
});

describe('the data of the screens from a database', () => {
  test('a thread with all that its screens show, by any of its mails', async () => {
    const page = await data.thread('reply@example.org');
    const messages = PAGE.messages.map((message) => ({ ...message, version: undefined }));
    const checks = PAGE.checks.map((check) => ({ ...check, version: undefined }));
    expect(page).toEqual({ ...PAGE, messages, checks });
  });

  test('no thread where there is none', async () => {
    expect(await data.thread('nobody@example.org')).toBeUndefined();
  });

  test('the list of threads with what is open and confirmed', async () => {
    expect(await data.threads()).toEqual([
      {
        threadId: 'cover@example.org',
        subject: PAGE.subject,
        fromName: 'Ada Amber',
        lastDate: '2026-03-04T15:00:00Z',
        messages: 5,
        patches: 1,
        open: 1,
        confirmed: 1,
      },
    ]);
  });

  test('the claims of all threads, newest first', async () => {
    const { items, isWhole } = await data.claims();
    expect([items.map(({ claimId }) => claimId), isWhole]).toEqual([['c-promise', 'c-empty', 'c-stale'], true]);
  });

  test('a trace', async () => {
    expect(await data.trace('k-smmu', 'after')).toEqual(STEPS);
    expect(await data.trace('k-smmu', 'before')).toEqual([]);
  });

  test('a search that cannot be read says why', async () => {
    await expect(data.search('d:nonsense')).rejects.toThrow(/date/);
  });
});

test('a database that is not there is a complaint', async () => {
  const opened = await openStoreData(join(folder, 'missing.db'));
  expect(opened.ok ? '' : opened.complaint.message).toContain('there is no database at');
});
