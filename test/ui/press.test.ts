import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replyDraft } from '../../src/checks/reply.ts';
import { BINDINGS } from '../../src/ui/bindings.ts';
import type { MessageItem, Request } from '../../src/ui/data.ts';
import { frame } from '../../src/ui/frame.ts';
import { viewIn } from '../../src/ui/move.ts';
import { contentOf } from '../../src/ui/panes.ts';
import {
  answeredCommand,
  answeredCompletion,
  changed,
  checked,
  failedToLoad,
  press,
  received,
  resized,
  rested,
  started,
  told,
  written,
} from '../../src/ui/press.ts';
import { panesOf, visibleRows } from '../../src/ui/room.ts';
import { widthOf } from '../../src/ui/rows.ts';
import { type Effect, initialState, paneOf, requestName, type State, type Step, topView } from '../../src/ui/state.ts';
import { UNICODE } from '../../src/ui/theme.ts';
import { PAGE } from './fixture.ts';
import { answered as replied } from './fixture-data.ts';
import { answer, answered, EVENT, inMotion, played, SIZE, screens, text, under } from './play.ts';

describe('opening and going back', () => {
  test('Enter opens a thread, then a claim, then its trace; q goes back each time', () => {
    const trace = played('\rj.\r/after  \r\r');
    expect(screens(trace)).toEqual(['threads', 'thread', 'claim', 'trace']);
    expect(screens(played('\rj.\r/after  \r\rqq'))).toEqual(['threads', 'thread']);
  });

  test('q quits on the first screen, Q and Ctrl-c from anywhere', () => {
    for (const keys of ['q', '\rQ', '\r\x03']) {
      const done: Effect[] = [];
      played(keys, done);
      expect(done).toEqual([{ kind: 'quit' }]);
    }
  });

  test('Esc clears the search, then leaves the pane, then the screen, and never quits', () => {
    const state = played('\r\t/mail\r');
    const focus = topView(state).focus;
    expect([topView(state).needle, focus]).toEqual(['mail', 'reader']);
    expect(topView(played('\r\t/mail\r\x1b\x1b')).focus).toBe('tree');
    expect(screens(played('\r\t/mail\r\x1b\x1b\x1b\x1b\x1b\x1b'))).toEqual(['threads']);
  });

  test('a thread that nobody has says so', () => {
    const place = { screen: 'thread', threadId: 'nobody@example.org' } as const;
    expect(under(answered(answeredCommand(played(''), { kind: 'screen', place })))).toBe('This could not be read.');
  });

  test('a thread is found by any of its mails, and opens on that mail', () => {
    const mail = { kind: 'mail', threadId: 'reply@example.org', messageId: 'reply@example.org' } as const;
    expect(under(answered(answeredCommand(played(''), mail)))).toContain('Bo Birch');
  });
});

describe('reading', () => {
  test('. and , walk the claims of the thread, at the lines of the patch and in the replies', () => {
    const seen = ['', '.', '..', '...', '....'].map((dots) => under(played(`\rj${dots}`)));
    expect(seen.map((text) => text.slice(0, 24))).toEqual([
      '•03-02 └ 1/1 mm/khugepag',
      '┃ ✗ concern: This leaves',
      '┃ ? hedged question: Cou',
      'This leaves the device w',
      'Could somebody put entri',
    ]);
    expect(under(played('\rj....,'))).toContain('This leaves the device');
  });

  test(') stops at open and confirmed concerns alone, and says where there is none further', () => {
    const state = played('\rj))))))');
    expect(under(state)).toContain('Could somebody');
    expect(state.notice?.text).toBe('no open or confirmed concern further down');
  });

  test('} and { walk the hunks', () => {
    expect(under(played('\rj}'))).toContain('@@ -1640,9');
    expect(under(played('\rj}}'))).toContain('@@ -1702,4');
    expect(under(played('\rj}}{'))).toContain('@@ -1640,9');
  });

  test('hunks and files are looked for in the mails that follow too', () => {
    expect(under(played('\r}'))).toContain('@@ -1640,9');
    expect(under(played('\r>'))).toContain('@@ -1640,9');
    expect(played('\r}}}').notice?.text).toBe('no hunk further down');
  });

  test('T folds quotes one level deep, then all, and is remembered for the next mail', () => {
    const shown = (state: State) =>
      frame(state)
        .map((line) => line.map(({ text }) => text).join(''))
        .join('\n');
    const reply = '\rjjjj';
    expect(shown(played(reply))).toContain('││ Does the table have to be empty here?');
    expect(shown(played(`${reply}T`))).toContain('▸ 2 quoted lines  Does the table');
    expect(shown(played(`${reply}TT`))).toContain('▸ 10 quoted lines');
    expect(shown(played('\rTTjjjj'))).toContain('▸ 10 quoted lines');
    expect(shown(played(`${reply}TTT`))).toContain('││ Does the table have to be empty here?');
  });

  test('z folds a quote and unfolds it again, with the cursor on it', () => {
    const folded = played('\rjjjj\t/Yes, the scan\rz');
    expect(under(folded)).toContain('▸ 10 quoted lines');
    expect(under(played('\rjjjj\t/Yes, the scan\rzz'))).toContain('On Tue, 3 Mar 2026');
  });

  test('a search finds what is folded away and unfolds it', () => {
    expect(under(played('\rTTjjjj\t/Yes, the\r'))).toContain('Yes, the scan made sure of it.');
  });

  test('a search goes round and says so; one without a match says so too', () => {
    const state = played('\rjjjj\tG/table\rnnnnn');
    expect(state.notice?.text).toContain('search went on at the top');
    expect(played('\r/zebra\r').notice?.text).toBe('“zebra” is not in this pane');
  });

  test('h in the tree folds replies, then goes to the mail above', () => {
    const folded = played('\rjjjjh');
    expect(under(folded)).toContain('Bo Birch +1');
    expect(under(played('\rjjjjhh'))).toContain('○ Cy Cole');
  });
});

describe('traces', () => {
  const trace = '\rj.t';

  test('s and p step, r runs to the end, and the ends say so', () => {
    expect(under(played(`${trace}ss`))).toContain('pmdp_huge_get_and_clear');
    expect(under(played(`${trace}ssp`))).toContain('pmd_lock');
    expect(under(played(`${trace}r`))).toContain('device reads table 1');
    expect(played(`${trace}rs`).notice?.text).toContain('it breaks the property');
    expect(played(`${trace}p`).notice?.text).toContain('first step');
  });

  test('v says why the other side has no trace', () => {
    expect(played(`${trace}v`).notice?.text).toBe('before the patch: holds, so there is no trace');
  });

  test('y copies the command that runs it again', () => {
    const done: Effect[] = [];
    played(`${trace}y`, done);
    expect(done).toEqual([{ kind: 'copy', text: 'mmlore replay sva-device/SMMU-TABLE~03120abcDEF' }]);
  });

  test("R drafts a reply that quotes the line and shows the trace, and speaks in nobody's name", () => {
    const done: Effect[] = [];
    played(`${trace}R`, done);
    const [effect] = done;
    const text = effect?.kind === 'reply' ? replyDraft(effect.reply) : '';
    expect(text).toMatch(/^In-Reply-To: <\S+>$/m);
    expect(text).toContain('> +\tpmd = pmdp_huge_get_and_clear(mm, addr, pmdp);');
    expect(text).toContain('mmlore replay sva-device/SMMU-TABLE~03120abcDEF');
    expect(text).toContain('device reads table 1');
    expect(text).not.toMatch(/-by:/);
  });
});

describe('lists', () => {
  test('f narrows while it is typed; Esc gives the old filter back', () => {
    expect(under(played('fwide'))).toContain('说明 a wide subject');
    expect(topView(played('fwide\x1b')).filter).toBe('');
    expect(topView(played('fwide\r')).filter).toBe('wide');
    expect(under(played('fzebra'))).toContain('No thread matches');
  });

  test('a filter on claims of which only the newest are there asks the database for what it can look for', () => {
    const items = PAGE.claims;
    const partly = (request: Request) =>
      request.kind === 'claims' ? replied(request, { items, isWhole: false }) : answer(request);
    const list = ['c', 'f', ...'kind:concern function:drop'].reduce(
      (state, key) => answered(press(state, key), [], partly),
      played(''),
    );
    expect(screens(list)).toEqual(['threads', 'claims']);
    const asked = press(list, 'Enter');
    expect(asked.effects).toEqual([{ kind: 'load', request: { kind: 'claims', query: { kind: 'concern' } } }]);
    expect([topView(asked.state).filter, screens(asked.state)]).toEqual([
      'kind:concern function:drop',
      ['threads', 'claims', 'claims'],
    ]);
    expect(screens(answered(press(asked.state, 'q'), [], partly))).toEqual(['threads', 'claims']);
  });

  test('the claims of all threads are filtered by their fields', () => {
    expect(under(played('cfkind:question\r'))).toContain('Could somebody');
    expect(under(played('cfstatus:confirmed\r'))).toContain('This leaves');
  });

  test('o sorts the list, with the cursor at its top', () => {
    expect([played('o').notice?.text, under(played('jo'))]).toEqual(['confirmed first', under(played(''))]);
    expect([played('ooooo').notice?.text, under(played('ooooo'))]).toEqual([
      'longest first',
      expect.stringContaining('说明 a wide subject'),
    ]);
    expect(under(played('oooooo'))).toBe(under(played('')));
    expect(under(played('co'))).toContain('This leaves');
  });

  test('? lists the keys of the screen; Enter runs one', () => {
    const state = played('?ffind the\x7f\x7f\x7f\rG');
    expect(topView(state).place).toEqual({ screen: 'help', of: 'threads' });
    expect(screens(played('?fkeys of\r/list the keys\r\r'))).toEqual(['threads', 'help']);
    expect(screens(played('?/list the claims\r\r'))).toEqual(['threads', 'claims']);
  });

  test('a key that does nothing says so', () => {
    expect(played('%').notice?.text).toBe('% does nothing here; ? lists the keys');
  });
});

test('each row of a pane keeps its place when the terminal is sized', () => {
  const wide = played('\rj..');
  const narrow = answered(resized(wide, { columns: 60, rows: 20 }));
  const again = answered(resized(narrow, { columns: 200, rows: 60 }));
  const line = under(wide).slice(0, 30);
  expect(line).toBe('┃ ? hedged question: Could som');
  expect([under(narrow).slice(0, 30), under(again).slice(0, 30)]).toEqual([line, line]);
});

describe('whatever is typed', () => {
  const bound = BINDINGS.flatMap(({ keys }) => keys).filter((key) => key !== 'Ctrl-z');
  const key = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...bound) },
    { weight: 1, arbitrary: fc.constantFrom('x', 'é', 'a', 'k', 'i', ':', 'Backspace', 'Delete') },
  );
  const keys = fc.array(key, { maxLength: 60 });
  const size = fc.record({ columns: fc.integer({ min: 20, max: 220 }), rows: fc.integer({ min: 3, max: 70 }) });

  /** What comes without a key: a changed database, news of checks and their end, the outcome of commands. */
  const NEWS: readonly ((state: State) => Step)[] = [
    changed,
    (state) => told(state, [EVENT]),
    (state) => checked(state, '1 check ran', true),
    (state) => answeredCommand(state, { kind: 'output', command: 'model', text: 'one\ntwo\nthree' }),
    (state) => answeredCommand(state, { kind: 'failed', says: 'no' }),
    (state) => answeredCompletion(state, 'c', ['check', 'claims']),
    (state) => written(state, 'the note was kept'),
  ];

  /** The cursor of each pane is on one of its rows, and seen. */
  function expectInSight(state: State): void {
    for (const name of panesOf(topView(state))) {
      const view = viewIn(state, name);
      const { rows } = contentOf(state, view, name);
      const { cursor, top } = paneOf(view, name);
      expect(cursor).toBeGreaterThanOrEqual(0);
      expect(cursor).toBeLessThan(rows.length);
      expect(top).toBeLessThanOrEqual(cursor);
      expect(cursor - top).toBeLessThan(visibleRows(state, view, name));
    }
  }

  test('no key throws, cursors stay on rows and in sight, and every frame fits', () => {
    fc.assert(
      fc.property(keys, fc.array(size, { minLength: 1, maxLength: 3 }), (typed, sizes) => {
        let state = played('', [], sizes[0]);
        for (const [index, one] of typed.entries()) {
          const step = press(state, one);
          // Whoever lets a pane wait asks to be told when the cursor rests.
          if (step.state.rest !== undefined) expect(step.effects).toContainEqual({ kind: 'rest' });
          state = index % 3 === 0 ? inMotion(step) : answered(step);
          const news = NEWS[index % (NEWS.length * 5)];
          if (news !== undefined) state = answered(news(state));
          if (index % 17 === 16) state = answered(resized(state, sizes[index % sizes.length] ?? state.size));
          const lines = frame(state);
          expect(lines).toHaveLength(state.size.rows);
          for (const line of lines)
            expect(line.reduce((sum, { text }) => sum + widthOf(text), 0)).toBe(state.size.columns);
          expectInSight(state);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('comes to the same screen however fast the keys follow each other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('j', 'k', ' ', 'G', 'Ctrl-d'), key), { maxLength: 40 }),
        (typed) => {
          const slow = typed.reduce((state, one) => answered(press(state, one)), played(''));
          const fast = typed.reduce((state, one) => inMotion(press(state, one)), played(''));
          expect(text(answered(rested(fast)))).toBe(text(slow));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('Esc often enough leads to the first screen', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 12 }), (typed) => {
        let state = typed.reduce((now, one) => answered(press(now, one)), played(''));
        for (let times = 0; times < 50; times++) state = answered(press(state, 'Esc'));
        expect(screens(state)).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('keys that are typed while a screen is still read', () => {
  const ahead = ['Enter', 'j', '.', 't', 's', 's'];

  test('work on what comes', () => {
    const waiting = started(initialState(SIZE, UNICODE));
    const steps = ahead.reduce<Step>((step, key) => {
      const next = press(step.state, key);
      return { state: next.state, effects: [...step.effects, ...next.effects] };
    }, waiting);
    expect(steps.state.ahead).toEqual(ahead);
    expect(under(answered(steps))).toContain('pmdp_huge_get_and_clear');
  });

  test('the key for a trace waits for the thread of the claim', () => {
    const listed = played('co');
    const loaded = new Map(listed.shelf.loaded);
    loaded.delete(requestName({ kind: 'thread', id: 'cover@example.org' }));
    const awaited = new Set([requestName({ kind: 'thread', id: 'cover@example.org' })]);
    const onClaim = { ...listed, shelf: { ...listed.shelf, awaited, loaded } };
    const waiting = press(onClaim, 't').state;
    expect([waiting.ahead, screens(waiting)]).toEqual([['t'], ['threads', 'claims']]);
    const after = answered(received(waiting, { request: { kind: 'thread', id: 'cover@example.org' }, value: PAGE }));
    expect(screens(after)).toEqual(['threads', 'claims', 'trace']);
  });

  test('the key for a trace waits for what the checks that just ended found', () => {
    const ended = checked(played('\rj.x'), '1 check ran', true).state;
    const back = press(ended, 'q').state;
    const waiting = ['t', 's'].reduce((state, key) => press(state, key).state, back);
    expect([waiting.ahead, screens(waiting)]).toEqual([
      ['t', 's'],
      ['threads', 'thread'],
    ]);
    const after = answered(received(waiting, { request: { kind: 'thread', id: 'cover@example.org' }, value: PAGE }));
    expect(text(after)).toContain('step 2 of 6');
  });

  test('are forgotten where one goes back', () => {
    const { state } = press(press(played('\r:show nobody\r'), 'q').state, 'q');
    expect(state.ahead).toEqual([]);
  });
});

describe('a database that changes underneath', () => {
  const later: MessageItem = {
    messageId: 'early@example.org',
    parentId: 'cover@example.org',
    depth: 1,
    fromName: 'Di Dogwood',
    fromEmail: 'di@example.org',
    date: '2026-03-02T09:00:30Z',
    subject: 'Re: [PATCH 0/1] mm/khugepaged: free empty page tables sooner',
    isBot: false,
    isGhost: false,
    seriesId: undefined,
    version: undefined,
    text: 'A mail that came late.\n',
    hunks: [],
  };

  test('is shown without losing the place', () => {
    const before = played('\rjjjj');
    const [cover, ...rest] = PAGE.messages;
    const page = { ...PAGE, messages: cover === undefined ? rest : [cover, later, ...rest] };
    const after = answered(changed(before), [], (request) =>
      request.kind === 'thread' ? { request, value: page } : answer(request),
    );
    expect(under(after)).toBe(under(before));
    expect(paneOf(topView(after), 'tree').cursor).toBe(paneOf(topView(before), 'tree').cursor + 1);
  });

  test('stays readable where it cannot be read for a while', () => {
    const before = played('\rj');
    const { state } = failedToLoad(before, { kind: 'thread', id: 'cover@example.org' }, 'database is locked');
    expect(under(state)).toBe(under(before));
    expect(state.notice?.text).toBe('could not read: database is locked');
  });
});
