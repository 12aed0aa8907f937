import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crewOf } from '../../src/ingest/crew.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { noProgress } from '../../src/ingest/progress.ts';
import type { Source } from '../../src/ingest/source.ts';
import type { Issue } from '../../src/issue.ts';
import type { Connection } from '../../src/store/connection.ts';
import { readRaw } from '../../src/store/raw.ts';
import { dump } from '../store/dump.ts';
import { newStore } from '../store/stores.ts';
import { type Draft, mbox, memorySource, SMALL_THREAD } from './archives.ts';

const never = new AbortController().signal;
const crew = crewOf(1, never);

async function ingested(...sources: readonly Source[]): Promise<Connection> {
  const store = await newStore();
  for (const source of sources) await ingest(store, [source], crew, noProgress, never);
  return store;
}

/** The dump without what tells the sources themselves. */
async function content(store: Connection): Promise<string[]> {
  return (await dump(store)).filter((line) => !/^(?:source|delivery) /.test(line));
}

test('stores mails, threads, series, patches, claims and words', async () => {
  const store = await ingested(memorySource('a.mbox', mbox(SMALL_THREAD)));
  expect(await store.all('SELECT thread_id, subject, messages, ghosts, people FROM v_thread ORDER BY date')).toEqual([
    {
      thread_id: 'v1@example.org',
      subject: '[PATCH] mm/rmap: drop the reference earlier',
      messages: 3,
      ghosts: 0,
      people: 2,
    },
    {
      thread_id: 'v2@example.org',
      subject: '[PATCH v2] mm/rmap: drop the reference earlier',
      messages: 1,
      ghosts: 0,
      people: 1,
    },
  ]);
  expect(
    await store.all('SELECT series_id, version, parts, received, link_reason FROM v_series ORDER BY version'),
  ).toEqual([
    { series_id: 'v1@example.org', version: 1, parts: 1, received: 1, link_reason: null },
    { series_id: 'v1@example.org', version: 2, parts: 1, received: 1, link_reason: 'title' },
  ]);
  expect(
    await store.all(
      'SELECT message_id, version, path, function, old_start, added, removed FROM v_hunk ORDER BY version',
    ),
  ).toEqual([
    {
      message_id: 'v1@example.org',
      version: 1,
      path: 'mm/rmap.c',
      function: 'drop_rmap',
      old_start: 10,
      added: 2,
      removed: 1,
    },
    {
      message_id: 'v2@example.org',
      version: 2,
      path: 'mm/rmap.c',
      function: 'drop_rmap',
      old_start: 10,
      added: 2,
      removed: 1,
    },
  ]);
  expect(
    await store.all(
      "SELECT anchor_path, anchor_function, anchor_line FROM v_claim WHERE message_id = 'review@example.org'",
    ),
  ).toContainEqual({ anchor_path: 'mm/rmap.c', anchor_function: 'drop_rmap', anchor_line: '+	unlock_page(page);' });
  expect(
    await store.all(
      "SELECT m.message_id FROM message_text t JOIN message m ON m.id = t.rowid WHERE message_text MATCH 'own : order'",
    ),
  ).toEqual([{ message_id: 'answer@example.org' }]);
  expect(
    await store.all("SELECT DISTINCT name FROM v_link WHERE link = 'symbol' AND claim_id IS NULL ORDER BY name"),
  ).toEqual([{ name: 'put_page' }, { name: 'unlock_page' }]);
});

test('a later version in a thread of its own shows in the ledger of an earlier claim, whichever came first', async () => {
  const rewritten = SMALL_THREAD.map((draft) =>
    draft.id === 'v2@example.org'
      ? { ...draft, text: draft.text.replaceAll('+\tunlock_page(page);', '+\tfolio_unlock(folio);') }
      : draft,
  );
  const inOrder = rewritten.map((draft) => memorySource(draft.id, mbox([draft])));
  const ledger = 'SELECT status, version, message_id FROM v_claim_event ORDER BY claim_id, event';
  const one = await (await ingested(...inOrder)).all<{ status: string; version: number | null; message_id: string }>(
    ledger,
  );
  const other = await (await ingested(...inOrder.toReversed())).all(ledger);
  expect(one.map((event) => event.status)).toEqual([
    'open',
    'promised',
    expect.stringMatching(/^(?:changed|superseded)$/),
  ]);
  expect(one.at(-1)).toMatchObject({ version: 2, message_id: 'v2@example.org' });
  expect(other).toEqual(one);
});

test('a second ingest is a no-op', async () => {
  const source = memorySource('a.mbox', mbox(SMALL_THREAD));
  const store = await ingested(source);
  const before = await dump(store);
  expect(await ingest(store, [source], crew, noProgress, never)).toEqual({
    sources: [{ source: 'a.mbox', messages: 0, new: 0, removed: 0, unchanged: true, issues: [] }],
    derived: 0,
    interrupted: false,
  });
  expect(await dump(store)).toEqual(before);
});

test('the same mail under another name adds a delivery and nothing else', async () => {
  const store = await ingested(memorySource('a.mbox', mbox(SMALL_THREAD)));
  const before = await content(store);
  const again = await ingest(store, [memorySource('b.mbox', mbox(SMALL_THREAD))], crew, noProgress, never);
  expect(again).toMatchObject({ sources: [{ messages: 4, new: 0 }], derived: 0 });
  expect(await content(store)).toEqual(before);
});

test('an archive that grew is read again, and only its new mail is new', async () => {
  const store = await ingested(memorySource('a.mbox', mbox(SMALL_THREAD.slice(0, 2)), '1'));
  const grown = await ingest(store, [memorySource('a.mbox', mbox(SMALL_THREAD), '2')], crew, noProgress, never);
  expect(grown).toMatchObject({ sources: [{ messages: 4, new: 2 }] });
  expect(await content(store)).toEqual(await content(await ingested(memorySource('a.mbox', mbox(SMALL_THREAD)))));
});

test('two lists that deliver one mail make one message, whose text is the one of the list that changes nothing', async () => {
  const [patch] = SMALL_THREAD as [Draft];
  const byVger = memorySource('vger', mbox([{ ...patch, list: 'linux-kernel.vger.kernel.org' }]));
  const footer = `${patch.text}\n_______________________________________________\nlinux-mm mailing list\nlinux-mm@lists.example.org\n`;
  const byOther = memorySource('other', mbox([{ ...patch, text: footer, list: 'linux-mm.lists.example.org' }]));
  const one = await ingested(byVger, byOther);
  const other = await ingested(byOther, byVger);
  expect(await one.all("SELECT list_ids, text LIKE '%mailing list%' AS footer FROM v_message")).toEqual([
    { list_ids: '["linux-kernel.vger.kernel.org","linux-mm.lists.example.org"]', footer: 0 },
  ]);
  expect(await dump(one)).toEqual(await dump(other));
});

describe('the same mail in any order, in one or many runs, gives the same database', () => {
  const far: readonly Draft[] = [
    ...SMALL_THREAD,
    {
      id: 'deep@example.org',
      subject: 'Re: x',
      text: '> > quoted\n\nYes.',
      minute: 70,
      references: ['v1@example.org', 'lost@example.org', 'lost2@example.org'],
    },
    { id: 'other@example.org', subject: 'Re: x', text: 'No.', minute: 80, inReplyTo: 'lost2@example.org' },
    {
      id: 'lost2@example.org',
      subject: 'Re: x',
      text: 'Found again.',
      minute: 75,
      references: ['v1@example.org', 'lost@example.org'],
    },
    {
      id: 'both@example.org',
      subject: 'Re: x',
      text: 'Both.',
      minute: 90,
      references: ['v2@example.org'],
      inReplyTo: 'other@example.org',
    },
  ];

  test('for random orders and random cuts into runs', { timeout: 60_000 }, async () => {
    const whole = await content(await ingested(memorySource('all', mbox(far))));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...far.keys()], { minLength: far.length }),
        fc.array(fc.integer({ min: 1, max: far.length - 1 }), { maxLength: 3 }),
        async (order, cuts) => {
          const mails = order.map((index) => far[index] as Draft);
          const ends = [...new Set(cuts)].sort((a, b) => a - b);
          const runs = [0, ...ends].map((start, i) => mails.slice(start, ends[i] ?? mails.length));
          const store = await ingested(...runs.map((run, i) => memorySource(`run ${i}`, mbox(run))));
          expect(await content(store)).toEqual(whole);
          await store.close();
        },
      ),
      { numRuns: 25 },
    );
  });
});

test('an interrupted ingest goes on where it stopped', async () => {
  const source = memorySource(
    'a.mbox',
    mbox(Array.from({ length: 600 }, (_, i) => ({ id: `${i}@example.org`, subject: `mail ${i}`, text: `text ${i}` }))),
  );
  const store = await newStore();
  const interruption = new AbortController();
  const progress = { ...noProgress, read: () => interruption.abort() };
  expect(await ingest(store, [source], crewOf(1, interruption.signal), progress, interruption.signal)).toMatchObject({
    interrupted: true,
    derived: 0,
  });
  expect(await store.get('SELECT count(*) AS n FROM message')).toEqual({ n: 256 });
  const rest = await ingest(store, [source], crew, noProgress, never);
  expect(rest).toMatchObject({ sources: [{ messages: 344, new: 344 }], derived: 600, interrupted: false });
  expect(await content(store)).toEqual(await content(await ingested(source)));
});

describe('what is wrong with a source as a whole', () => {
  const drafts = Array.from({ length: 300 }, (_, i) => ({ id: `${i}@example.org`, subject: `mail ${i}`, text: 'x' }));
  const missing = { code: 'source.missing-blob', says: 'the blob 1 is not in the repository', where: 'i:1' };
  const wrong = "SELECT code, says, location, source FROM v_issue WHERE code LIKE 'source.%'";
  const told = [{ code: missing.code, says: missing.says, location: missing.where, source: 'i' }];

  /** An inbox whose first change cannot be read: a run that goes on after it does not find that again. */
  function inbox(fingerprint: string, issues: readonly Issue[]): Source {
    const mails = memorySource('i', mbox(drafts), fingerprint);
    return {
      ...mails,
      growsAtEnd: true,
      async *pieces(after) {
        if (after === undefined) for (const issue of issues) yield { kind: 'issue', issue, position: '-1', read: 0 };
        yield* mails.pieces(after);
      },
    };
  }

  test('is kept where the run that found it was interrupted, and where the source grows', async () => {
    const store = await newStore();
    const interruption = new AbortController();
    const progress = { ...noProgress, read: () => interruption.abort() };
    await ingest(store, [inbox('1', [missing])], crewOf(1, interruption.signal), progress, interruption.signal);
    expect(await store.all(wrong)).toEqual(told);
    for (const fingerprint of ['1', '2']) {
      await ingest(store, [inbox(fingerprint, [missing])], crew, noProgress, never);
      expect(await store.all(wrong)).toEqual(told);
    }
  });

  test('is forgotten where the source is read from its start and it is mended', async () => {
    const store = await ingested({ ...inbox('1', [missing]), growsAtEnd: false });
    expect(await store.all(wrong)).toEqual(told);
    await ingest(store, [{ ...inbox('2', []), growsAtEnd: false }], crew, noProgress, never);
    expect(await store.all(wrong)).toEqual([]);
  });
});

test('every mail comes back byte for byte, whatever its encoding', async () => {
  const drafts: Draft[] = [
    ...SMALL_THREAD,
    { id: 'empty@example.org', subject: 'nothing', text: '' },
    { id: 'utf8@example.org', subject: 'umlauts', text: 'Für die Größe: 中文.' },
  ];
  const encoded =
    'From mboxrd@z Thu Jan  1 00:00:00 1970\nMessage-ID: <qp@example.org>\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nGr=C3=B6=C3=9Fe =3D 1\n';
  const content = mbox(drafts) + encoded;
  const store = await ingested(memorySource('a.mbox', content));
  const raws = await Promise.all(
    [...drafts.map((draft) => draft.id), 'qp@example.org'].map((id) => readRaw(store, id)),
  );
  const whole = raws.map(
    (raw) => `From mboxrd@z Thu Jan  1 00:00:00 1970\n${raw?.toString('utf8').replace(/^(>*From )/gm, '>$1')}`,
  );
  expect(whole.map((text) => text.trimEnd()).join('\n\n')).toBe(content.trimEnd().replace(/\n{3,}/g, '\n\n'));
  expect(await store.get('SELECT sum(ends_with_text) AS n FROM copy')).toEqual({ n: 6 });
});
