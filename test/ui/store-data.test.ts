import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UiData } from '../../src/ui/data.ts';
import { filterClaims, queryOfFilter } from '../../src/ui/filter.ts';
import { openStoreData } from '../../src/ui/store-data.ts';
import { mmlore } from '../cli/cli.ts';
import { writeDatabase } from './database.ts';
import { PAGE, STEPS } from './fixture.ts';

const TAIL_PAGE = fileURLToPath(new URL('../../corpus/tail-page-rmap.mbox', import.meta.url));
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
    const page = await data.read<'thread'>({ kind: 'thread', id: 'reply@example.org' });
    const messages = PAGE.messages.map((message) => ({ ...message, seriesId: undefined, version: undefined }));
    const checks = PAGE.checks.map((check) => ({ ...check, version: undefined }));
    const none = { places: new Map(), read: new Set(), notes: new Map() };
    expect(page).toEqual({ ...PAGE, messages, checks, ...none });
  });

  test('no thread where there is none', async () => {
    expect(await data.read<'thread'>({ kind: 'thread', id: 'nobody@example.org' })).toBeUndefined();
  });

  test('the list of threads with what is open and confirmed', async () => {
    expect(await data.read<'threads'>({ kind: 'threads', query: {} })).toEqual([
      {
        threadId: 'cover@example.org',
        subject: PAGE.subject,
        fromName: 'Ada Amber',
        lastDate: '2026-03-04T15:00:00Z',
        messages: 5,
        patches: 1,
        open: 1,
        unanswered: 0,
        confirmed: 1,
        unread: 5,
      },
    ]);
  });

  test('marks and notes, through a connection of their own', async () => {
    const version = await data.version();
    await data.mark({ messageIds: ['cover@example.org', 'bot@example.org'] }, true);
    await data.mark({ messageIds: ['bot@example.org'] }, false);
    await data.writeNote({ messageId: 'reply@example.org', claimId: 'c-empty' }, 'mine');
    await data.writeNote({ messageId: 'reply@example.org', claimId: undefined }, 'on the mail');
    const page = await data.read<'thread'>({ kind: 'thread', id: 'cover@example.org' });
    expect(page?.read).toEqual(new Set(['cover@example.org']));
    expect(page?.notes).toEqual(
      new Map([
        ['c-empty', 'mine'],
        ['reply@example.org', 'on the mail'],
      ]),
    );
    const unread = async () => (await data.read<'threads'>({ kind: 'threads', query: {} })).map((item) => item.unread);
    expect(await unread()).toEqual([4]);
    await data.mark({ threadId: 'cover@example.org' }, true);
    expect(await unread()).toEqual([0]);
    expect(await data.version()).not.toBe(version);
  });

  test('two versions of a series of the corpus, with the claims of the earlier one and where they are now', async () => {
    const db = join(folder, 'versions.db');
    const { exitCode } = await mmlore({ home: folder }, '--db', db, 'ingest', TAIL_PAGE);
    expect(exitCode).toBe(0);
    const outcome = await openStoreData(db);
    if (!outcome.ok) throw new Error(outcome.complaint.message);
    const [series] = await outcome.value.read<'series'>({ kind: 'series', query: {} });
    expect(series?.versions.map(({ version }) => version)).toEqual([1, 2, 3]);
    const request = { kind: 'comparison', seriesId: series?.seriesId ?? '', from: undefined, to: undefined } as const;
    const newest = await outcome.value.read<'comparison'>(request);
    expect([newest?.from.version, newest?.to.version]).toEqual([2, 3]);
    const heads = series?.versions.map(({ head }) => head) ?? [];
    const first = await outcome.value.read<'comparison'>({ ...request, from: heads[0], to: heads[2] });
    expect([first?.from.version, first?.to.version, first?.before.length, first?.after.length]).toEqual([1, 3, 1, 1]);
    const tail = first?.claims.find(({ evidence }) => evidence.startsWith('The page can be a tail'));
    expect(first?.places.get(tail?.claimId ?? '')).toMatchObject({ version: 3, fate: 'changed' });
    await outcome.value.close();
  });

  test('a comparison of a series that has one version is none', async () => {
    const request = { kind: 'comparison', seriesId: 'cover@example.org', from: undefined, to: undefined } as const;
    expect(await data.read<'comparison'>(request)).toBeUndefined();
  });

  test('the claims of all threads, newest first', async () => {
    const { items, isWhole } = await data.read<'claims'>({ kind: 'claims', query: {} });
    expect([items.map(({ claimId }) => claimId), isWhole]).toEqual([['c-promise', 'c-empty', 'c-stale'], true]);
  });

  test.each([
    'kind:concern',
    'kind:con',
    'KIND:concern status:open',
    'status:confirmed',
    'person:bo',
    'person:"BO BIRCH" stale',
    'person:é',
    'path:khuge function:drop',
    'nonsense:x kind:question',
  ])('what the database finds for a filter holds all that the filter keeps: %s', async (filter) => {
    const all = await data.read<'claims'>({ kind: 'claims', query: {} });
    const found = await data.read<'claims'>({ kind: 'claims', query: queryOfFilter(filter) });
    expect(filterClaims(found.items, filter)).toEqual(filterClaims(all.items, filter));
  });

  test('a trace', async () => {
    expect(await data.read<'trace'>({ kind: 'trace', checkId: 'k-smmu', side: 'after' })).toEqual(STEPS);
    expect(await data.read<'trace'>({ kind: 'trace', checkId: 'k-smmu', side: 'before' })).toEqual([]);
  });

  test('what a property demands, and nothing of one that is not there', async () => {
    expect(await data.read<'property'>({ kind: 'property', name: 'TABLE-LOCKLESS' })).toMatch(
      /page table that was freed/,
    );
    expect(await data.read<'property'>({ kind: 'property', name: 'NO-SUCH' })).toBe('');
  });

  test('patches by their Message-IDs, without those that are not there', async () => {
    const patches = await data.read<'patches'>({
      kind: 'patches',
      messageIds: ['patch@example.org', 'nobody@example.org'],
    });
    expect([...patches]).toEqual([
      [
        'patch@example.org',
        { threadId: 'cover@example.org', version: 1, subject: expect.stringContaining('[PATCH 1/1]') },
      ],
    ]);
  });

  test('a search that cannot be read says why', async () => {
    await expect(data.read<'search'>({ kind: 'search', query: 'd:nonsense' })).rejects.toThrow(/date/);
  });
});

test('a database that is not there is a complaint', async () => {
  const opened = await openStoreData(join(folder, 'missing.db'));
  expect(opened.ok ? '' : opened.complaint.message).toContain('there is no database at');
});
