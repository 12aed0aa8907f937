import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ThreadItem, ThreadPage } from '../../src/ui/data.ts';
import { frame } from '../../src/ui/frame.ts';
import { press, received, started } from '../../src/ui/press.ts';
import { widthOf } from '../../src/ui/rows.ts';
import { initialState } from '../../src/ui/state.ts';
import { UNICODE } from '../../src/ui/theme.ts';
import { PAGE } from './fixture.ts';
import { fixtureData } from './fixture-data.ts';
import { answer, answered, Player } from './play.ts';

const NASTY = [
  '\x1b[2J\x1b[1;1Hyou are root',
  '\x1b]0;title\x07\x1b]52;c;cm0gLXJm\x07',
  'if (user\u202e ⁦admin⁩ \u2066) ok',
  '\ttabs\t\there',
  '中文说明 全角 ｆｕｌｌ',
  `zalgo${'\u0301\u0302'.repeat(60)} text`,
  '👩‍👩‍👧‍👦 family 🇩🇪 flag ❤️',
  'a\rb\bc\x7fd\x00e\u009b31m',
  'half \ud83d pair',
  'line\u2028separator',
  'x'.repeat(3000),
].join('\n');

/** The fixture with something nasty wherever a mail has words. */
function nastyPage(nasty: string): ThreadPage {
  const line = nasty.replaceAll('\n', ' ');
  return {
    ...PAGE,
    subject: line,
    messages: PAGE.messages.map((message) => ({
      ...message,
      subject: line,
      fromName: line,
      fromEmail: line,
      text: `${nasty}\n${nasty.replace(/^/gm, '> ')}\n${message.text}`,
    })),
    claims: PAGE.claims.map((claim) => ({
      ...claim,
      evidence: line,
      fromName: line,
      concepts: [line],
      cues: [line],
      anchor: claim.anchor && { ...claim.anchor, path: line, line, function: line },
    })),
    checks: PAGE.checks.map((check) => ({ ...check, why: line, function: line, world: line, property: line })),
  };
}

test('nothing in a mail reaches the terminal as a command, on any screen', async () => {
  const page = nastyPage(NASTY);
  const thread: ThreadItem = {
    threadId: page.threadId,
    subject: page.subject,
    fromName: page.subject,
    lastDate: page.subject,
    messages: 1,
    patches: 0,
    open: 0,
    unanswered: 0,
    confirmed: 0,
    unread: 1,
  };
  const player = new Player(100, 30, {
    data: fixtureData({ threads: async () => [thread], thread: async () => page }),
    color: true,
  });
  // The terminal in memory throws at any sequence that the screen does not send by itself, and at text over the edge.
  for (const keys of [
    '\r',
    'j',
    '\t',
    '    ',
    '\t',
    'q',
    '\r',
    'c',
    'j',
    '\r',
    '\t',
    'q',
    '?',
    'q',
    '/you',
    '\r',
    'Fzebra\r',
  ])
    await player.type(keys);
  await player.type('Q');
  expect((await player.ended).ok).toBe(true);
  expect(player.terminal.written.join('')).not.toContain('\u202e');
});

test('frames fit whatever mails say', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 40, max: 130 }), (text, columns) => {
      const page = nastyPage(text);
      const start = initialState({ columns, rows: 30 }, UNICODE, page.threadId);
      let state = answered(started(start), [], (request) =>
        request.kind === 'thread' ? { request, value: page } : answer(request),
      );
      for (const key of ['j', 'Tab', 'Tab', 'PgDn', 'j', 'Enter']) {
        state = press(state, key).state;
        for (const line of frame(state)) expect(line.reduce((sum, part) => sum + widthOf(part.text), 0)).toBe(columns);
      }
    }),
    { numRuns: 60 },
  );
});

describe('a long list', () => {
  const many = (count: number): ThreadItem[] =>
    Array.from({ length: count }, (_, index) => ({
      threadId: `t${index}@example.org`,
      subject: `[PATCH ${index}] mm: change number ${index}`,
      fromName: 'Ada Amber',
      lastDate: '2026-03-04T15:00:00Z',
      messages: index % 50,
      patches: 1,
      open: 0,
      unanswered: 0,
      confirmed: 0,
      unread: 0,
    }));

  /** Microseconds of the processor for some keys with their frames, the least of a few goes. */
  function keyTime(count: number): number {
    const answer = { request: { kind: 'threads', query: {} }, value: many(count) } as const;
    const { state: start } = received(initialState({ columns: 120, rows: 40 }, UNICODE), answer);
    const goes = Array.from({ length: 5 }, () => {
      const began = process.cpuUsage();
      let state = start;
      for (const key of [...'jjjj    jjjjkkkk', 'G', 'k', 'k', 'Ctrl-u', 'g', 'Ctrl-d']) {
        state = press(state, key).state;
        frame(state);
      }
      return process.cpuUsage(began).user;
    });
    return Math.min(...goes);
  }

  test('of 100,000 rows scrolls like one of 100', () => {
    keyTime(100);
    const short = keyTime(100);
    const long = keyTime(100_000);
    expect(long).toBeLessThan(short * 4 + 20_000);
  });
});
