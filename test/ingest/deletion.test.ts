import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crewOf } from '../../src/ingest/crew.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { noProgress } from '../../src/ingest/progress.ts';
import type { Source, SourcePiece } from '../../src/ingest/source.ts';
import type { Connection } from '../../src/store/connection.ts';
import { dump } from '../store/dump.ts';
import { newStore } from '../store/stores.ts';
import { type Draft, mbox, memorySource, SMALL_THREAD } from './archives.ts';

const never = new AbortController().signal;
const crew = crewOf(1, never);

/** Two threads that one mail joins, a ghost between, and two versions of a patch. */
const THREADS: readonly Draft[] = [
  ...SMALL_THREAD,
  {
    id: 'deep@example.org',
    subject: 'Re: x',
    text: '> quoted\n\nI think that this may race.',
    minute: 70,
    references: ['v1@example.org', 'review@example.org', 'lost@example.org'],
  },
  { id: 'other@example.org', subject: 'Re: x', text: 'No.', minute: 80, inReplyTo: 'lost@example.org' },
  {
    id: 'both@example.org',
    subject: 'Re: x',
    text: 'Reviewed-by: Ada Reviewer <ada@example.org>',
    minute: 90,
    references: ['v2@example.org', 'other@example.org'],
  },
  {
    id: 'v3@example.org',
    from: 'Bo Author <bo@example.net>',
    subject: '[PATCH v3] mm/rmap: drop the reference earlier',
    text: SMALL_THREAD.find(({ id }) => id === 'v2@example.org')?.text ?? '',
    minute: 100,
  },
];

/** An inbox that got some mails and lost others: each change has the position of its place. */
function inbox(name: string, changes: readonly (readonly ['m' | 'd', Draft])[]): Source {
  return {
    name,
    fingerprint: String(changes.length),
    size: undefined,
    growsAtEnd: true,
    async *pieces(after): AsyncGenerator<SourcePiece> {
      for (const [at, [kind, draft]] of changes.entries()) {
        if (after !== undefined && at <= Number(after)) continue;
        for await (const piece of memorySource(name, mbox([draft])).pieces(undefined)) {
          if (piece.kind === 'issue') throw new Error(`expected a mail, got ${piece.issue.says}`);
          const { raw } = piece;
          const origin = { source: `${name}:${at}`, offset: 0 };
          const place = { raw, origin, position: String(at), read: at };
          yield kind === 'm' ? { ...place, kind: 'mail', issues: [] } : { ...place, kind: 'deletion', issues: [] };
        }
      }
    },
  };
}

const added = (drafts: readonly Draft[]) => drafts.map((draft) => ['m', draft] as const);
const deleted = (drafts: readonly Draft[]) => drafts.map((draft) => ['d', draft] as const);

async function content(store: Connection): Promise<string[]> {
  return (await dump(store)).filter((line) => !/^(?:source|delivery) /.test(line));
}

async function contentAfter(...sources: readonly Source[]): Promise<string[]> {
  const store = await newStore();
  for (const source of sources) await ingest(store, [source], crew, noProgress, never);
  const found = await content(store);
  await store.close();
  return found;
}

test(
  'whichever mails an archive takes back, the rest stands as if they had never been there',
  { timeout: 120_000 },
  () =>
    fc.assert(
      fc.asyncProperty(fc.subarray([...THREADS.keys()], { minLength: 1 }), async (gone) => {
        const lost = gone.map((at) => THREADS[at] as Draft);
        const rest = THREADS.filter((_, at) => !gone.includes(at));
        const whole = added(THREADS);
        expect(await contentAfter(inbox('i', whole), inbox('i', [...whole, ...deleted(lost)]))).toEqual(
          await contentAfter(inbox('i', added(rest))),
        );
      }),
      { numRuns: 40 },
    ),
);

describe('a mail that an archive takes back', () => {
  const [patch, review] = THREADS as readonly [Draft, Draft];

  test('leaves a ghost where others answer it, with what they quote of it', async () => {
    const store = await newStore();
    const whole = added(SMALL_THREAD);
    await ingest(store, [inbox('i', whole)], crew, noProgress, never);
    const again = await ingest(store, [inbox('i', [...whole, ['d', review]])], crew, noProgress, never);
    expect(again.sources).toMatchObject([{ messages: 0, new: 0, removed: 1, issues: [] }]);
    expect(
      await store.all('SELECT message_id, is_ghost, text FROM v_message WHERE thread_id = ? ORDER BY depth', [
        'v1@example.org',
      ]),
    ).toMatchObject([
      { message_id: 'v1@example.org', is_ghost: 0 },
      { message_id: 'review@example.org', is_ghost: 1, text: expect.stringMatching(/^This unlocks a page/) },
      { message_id: 'answer@example.org', is_ghost: 0 },
    ]);
    expect(await store.all("SELECT * FROM message_text WHERE message_text MATCH 'own : unlocks'")).toEqual([]);
  });

  test('stays where another list delivered it, and that list alone is named', async () => {
    const store = await newStore();
    const byVger = { ...patch, list: 'linux-kernel.vger.kernel.org' };
    const vger = added([byVger]);
    await ingest(store, [inbox('mm', added([patch])), inbox('vger', vger)], crew, noProgress, never);
    const before = await content(store);
    await ingest(store, [inbox('vger', [...vger, ['d', byVger]])], crew, noProgress, never);
    expect(await store.all('SELECT message_id, list_ids, is_ghost FROM v_message')).toEqual([
      { message_id: patch.id, list_ids: '["linux-mm.kvack.org"]', is_ghost: 0 },
    ]);
    expect((await content(store)).filter((line) => line.startsWith('claim '))).toEqual(
      before.filter((line) => line.startsWith('claim ')),
    );
  });

  test('takes along the text that only its list had: the other list’s becomes the one that counts', async () => {
    const store = await newStore();
    const byVger = { ...patch, list: 'linux-kernel.vger.kernel.org' };
    const changed = { ...patch, list: 'lists.example.org', text: `${patch.text}\nsent by a list that adds words\n` };
    const vger = added([byVger]);
    await ingest(store, [inbox('vger', vger), inbox('other', added([changed]))], crew, noProgress, never);
    await ingest(store, [inbox('vger', [...vger, ['d', byVger]])], crew, noProgress, never);
    expect(await content(store)).toEqual(await contentAfter(inbox('other', added([changed]))));
  });

  test('is there again where the archive adds it again', async () => {
    const whole = added(SMALL_THREAD);
    const back = [...whole, ['d', review] as const, ['m', review] as const];
    expect(await contentAfter(inbox('i', whole), inbox('i', back))).toEqual(await contentAfter(inbox('i', whole)));
  });

  test('and that was never read changes nothing', async () => {
    const rest = added(SMALL_THREAD.filter((draft) => draft !== review));
    expect(await contentAfter(inbox('i', rest), inbox('i', [...rest, ['d', review]]))).toEqual(
      await contentAfter(inbox('i', rest)),
    );
  });

  test('is not taken from an inbox whose name begins alike', async () => {
    const store = await newStore();
    await ingest(store, [inbox('list2', added([patch]))], crew, noProgress, never);
    await ingest(store, [inbox('list', deleted([patch]))], crew, noProgress, never);
    expect(await store.get('SELECT count(*) AS n FROM copy')).toEqual({ n: 1 });
  });
});
