import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildThreads } from '../../src/thread/build.ts';
import type { Thread, ThreadNode } from '../../src/thread/thread.ts';
import { filesOf, messagesOf, withoutMail } from '../mail/mails.ts';
import { message } from './messages.ts';

/** A tree as text: ids, ghosts in brackets, children in parentheses. */
function drawn({ root }: Thread): string {
  const draw = ({ messageId, message: mail, children }: ThreadNode): string => {
    const name = mail === undefined ? `[${messageId}]` : messageId;
    return children.length === 0 ? name : `${name}(${children.map(draw).join(' ')})`;
  };
  return draw(root);
}

const threads = (...messages: Parameters<typeof message>[0][]) => buildThreads(messages.map(message)).map(drawn);

describe('joining', () => {
  test('by References, by In-Reply-To where there are none', () => {
    expect(
      threads(
        { messageId: 'a' },
        { messageId: 'b', references: ['a'] },
        { messageId: 'c', references: ['a', 'b'], inReplyTo: ['b'] },
        { messageId: 'd', inReplyTo: ['a'] },
      ),
    ).toEqual(['a(b(c) d)']);
  });

  test('a subject joins nothing', () => {
    expect(threads({ messageId: 'a', subject: 'x' }, { messageId: 'b', subject: 'Re: x' })).toEqual(['a', 'b']);
  });

  test('mails that nobody delivered are ghosts, in the chain that others name', () => {
    expect(threads({ messageId: 'd', references: ['a', 'b', 'c'] })).toEqual(['[a]([b]([c](d)))']);
    expect(threads({ messageId: 'd', references: ['a', 'b'] }, { messageId: 'e', references: ['a', 'b'] })).toEqual([
      '[a]([b](d e))',
    ]);
  });

  test('a mail that comes later fills its ghost', () => {
    expect(threads({ messageId: 'c', references: ['a', 'b'] }, { messageId: 'b', references: ['a'] })).toEqual([
      '[a](b(c))',
    ]);
  });

  test('children stand by date, ghosts by their first child', () => {
    expect(
      threads(
        { messageId: 'a', date: '2020-01-01T00:00:00.000Z' },
        { messageId: 'late', references: ['a'], date: '2020-01-04T00:00:00.000Z' },
        { messageId: 'early', references: ['a'], date: '2020-01-02T00:00:00.000Z' },
        { messageId: 'x', references: ['a', 'ghost'], date: '2020-01-03T00:00:00.000Z' },
      ),
    ).toEqual(['a(early [ghost](x) late)']);
  });

  test('a mail with two Message-IDs is answered under both', () => {
    const headers = new Map([['message-id', ['<a>', '<also-a>']]]);
    expect(threads({ messageId: 'a', headers }, { messageId: 'b', inReplyTo: ['also-a'] })).toEqual(['a(b)']);
  });

  test('In-Reply-To wins where it is delivered and the last reference is not, or where References name it earlier', () => {
    expect(threads({ messageId: 'a' }, { messageId: 'b', references: ['a--typo'], inReplyTo: ['a'] })).toEqual([
      'a(b)',
    ]);
    expect(
      threads(
        { messageId: 'a' },
        { messageId: 'b', references: ['a'] },
        { messageId: 'c', references: ['b', 'a'], inReplyTo: ['b'] },
      ),
    ).toEqual(['a(b(c))']);
  });
});

describe('hostile references', () => {
  test('a cycle is cut, and every mail keeps a place', () => {
    const built = buildThreads([
      message({ messageId: 'a', references: ['c'] }),
      message({ messageId: 'b', references: ['a'] }),
      message({ messageId: 'c', references: ['b'] }),
      message({ messageId: 'd', references: ['d'] }),
    ]);
    expect(built.map(drawn)).toEqual(['c(a(b))', 'd']);
    expect(built.flatMap(idsOf).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(built.flatMap(({ issues }) => issues.map(({ code, where }) => `${code} ${where}`))).toEqual([
      'thread.cycle c',
    ]);
  });

  test('a chain of 20,000 replies is built without recursion', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) =>
      message({ messageId: `${at}`, inReplyTo: at === 0 ? [] : [`${at - 1}`] }),
    );
    const [thread] = buildThreads(chain);
    expect(thread && idsOf(thread)).toHaveLength(20_000);
  });
});

function idsOf({ root }: Thread): string[] {
  const nodes: ThreadNode[] = [root];
  for (let at = 0; at < nodes.length; at += 1) for (const child of nodes[at]?.children ?? []) nodes.push(child);
  return nodes.filter((node) => node.message !== undefined).map((node) => node.messageId);
}

describe('the order of ingestion', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const mail = fc
    .record({
      messageId: fc.constantFrom(...ids),
      references: fc.array(fc.constantFrom(...ids, 'ghost', 'other'), { maxLength: 4 }),
      inReplyTo: fc.array(fc.constantFrom(...ids, 'ghost'), { maxLength: 1 }),
      date: fc.constantFrom(undefined, '2020-01-01T00:00:00.000Z', '2020-01-02T00:00:00.000Z'),
      listIds: fc.constantFrom(['linux-mm.kvack.org'], ['linux-kernel.vger.kernel.org']),
    })
    .map((said) => ({ ...said, contentHash: JSON.stringify([said.references, said.inReplyTo, said.date]) }));

  test('does not matter, cycles and copies included', () => {
    fc.assert(
      fc.property(fc.array(mail, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (mails, numbers) => {
        const messages = mails.map(message);
        const keyed = messages.map((one) => ({ one, key: numbers.next().value ?? 0 }));
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
        expect(buildThreads(shuffled).map(drawn)).toEqual(buildThreads(messages).map(drawn));
      }),
    );
  });

  test('every mail has exactly one place', () => {
    fc.assert(
      fc.property(fc.array(mail, { maxLength: 12 }), (mails) => {
        const placed = buildThreads(mails.map(message)).flatMap(idsOf);
        expect(placed).toHaveLength(new Set(placed).size);
        expect(new Set(placed)).toEqual(new Set(mails.map(({ messageId }) => messageId)));
      }),
    );
  });
});

describe.skipIf(withoutMail !== '')(`real threads${withoutMail}`, () => {
  test.each(filesOf('mail/threads', '.mbox.gz'))(
    '%s is one thread, with ghosts only where it is incomplete',
    async (path) => {
      const built = buildThreads(await messagesOf(path));
      expect(built).toHaveLength(1);
      expect(built.map(drawn).join().includes('[')).toBe(path.includes('INCOMPLETE'));
    },
  );

  test('any order of all real threads together gives the same trees', async () => {
    const messages = await messagesOf(...filesOf('mail/threads', '.mbox.gz'));
    const other = [...messages].sort((a, b) => (a.contentHash < b.contentHash ? -1 : 1));
    expect(buildThreads(other).map(drawn)).toEqual(buildThreads(messages).map(drawn));
  });
});

describe.skipIf(withoutMail !== '')(`notmuch's cases${withoutMail}`, () => {
  const folder = 'mail/fixtures/notmuch';

  test('parent-priority: In-Reply-To repairs a mistyped reference, and References in the wrong order', async () => {
    const messages = await messagesOf(...filesOf(`${folder}/threading/parent-priority`, ''));
    const trees = buildThreads(messages).map(drawn);
    expect(trees[0]).toBe('B00-root@example.org(B01-child@example.org(B01-grand-child@example.org))');
  });

  test('ghost-root: mails that share a ghost are one thread', async () => {
    const names = filesOf(`${folder}/threading/ghost-root`, '').filter((name) => /root$|child\d?$/.test(name));
    const trees = buildThreads(await messagesOf(...names)).map(drawn);
    expect(trees).toEqual([
      '000-real-root@example.org(001-child@example.org([nonexistent-message@example.org](001-fake-message-root@example.org) ' +
        '001-grand-child@example.org(001-great-grand-child@example.org) 001-grand-child2@example.org))',
    ]);
  });

  test('ghost-root: a ticket that no mail is, and the mails that name it, are one thread', async () => {
    const names = filesOf(`${folder}/threading/ghost-root`, '').filter((name) => /\/15\d+/.test(name));
    expect(buildThreads(await messagesOf(...names))).toHaveLength(1);
  });

  test('loop: two mails that answer each other are one thread', async () => {
    const built = buildThreads(await messagesOf(...filesOf(`${folder}/broken/loop`, '')));
    expect(built.map(drawn)).toEqual(['mid-loop-21@example.org(mid-loop-12@example.org)']);
  });

  test('lkml: each of 210 files has its mail in the one place of its Message-ID', async () => {
    const messages = await messagesOf(...filesOf(`${folder}/lkml`, ''));
    expect(messages).toHaveLength(210);
    const ids = new Set(messages.map(({ messageId }) => messageId));
    expect(new Set(buildThreads(messages).flatMap(idsOf))).toEqual(ids);
  });
});
