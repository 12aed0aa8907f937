import { describe, expect, test } from 'vitest';
import type { Comparison, VersionItem } from '../../src/ui/data.ts';
import { comparisonRequest } from '../../src/ui/lookup.ts';
import { answeredCommand, answeredCompletion, checked, press, received, told, written } from '../../src/ui/press.ts';
import { type Effect, pageOf, type State, topView } from '../../src/ui/state.ts';
import { COMPARISON } from './fixture-data.ts';
import { answered, EVENT, played, screens, text, under } from './play.ts';

describe('a newcomer, who knows no key but those that the bottom row of the screen names', () => {
  const SIZES = [
    { columns: 80, rows: 24 },
    { columns: 120, rows: 40 },
    { columns: 200, rows: 60 },
  ] as const;
  const hints = (state: State) => text(state).split('\n').at(-1) ?? '';

  /** Presses keys, each of which the screen must name with these words. */
  function guided(size: (typeof SIZES)[number], steps: readonly (readonly [key: string, hint: string])[]): State {
    let state = played('', [], size);
    for (const [key, hint] of steps) {
      // What was done is said in the place of the hints until the next key.
      expect(hints({ ...state, notice: undefined })).toContain(` ${key} ${hint}`);
      state = answered(press(state, key));
    }
    return state;
  }

  test.each(SIZES)('finds a confirmed concern and its trace from the start: $columns×$rows', (size) => {
    const steps = [
      ['c', 'claims'],
      ['o', 'sort'],
      ['t', 'trace'],
      ['r', 'run to the end'],
    ] as const;
    expect(steps.length).toBeLessThanOrEqual(8);
    const concern = guided(size, steps.slice(0, 2));
    expect([under(concern), concern.notice?.text]).toEqual([
      expect.stringMatching(/^✗ confirmed .*concern/),
      'confirmed first',
    ]);
    const quiet: State = { ...concern, notice: undefined };
    expect(hints(quiet)).toContain(' t trace');
    const traced = answered(press(quiet, 't'));
    expect(hints(traced)).toContain(' r run to the end');
    const trace = answered(press(traced, 'r'));
    expect([screens(trace), text(trace)]).toEqual([
      ['threads', 'claims', 'trace'],
      expect.stringContaining('✗ breaks SMMU-TABLE'),
    ]);
  });

  test.each(SIZES)('finds them through a thread, too: $columns×$rows', (size) => {
    const thread = guided(size, [
      ['o', 'sort'],
      ['Enter', 'open'],
    ]);
    expect(hints(thread)).toContain(' ) next concern');
    const onConcern = answered(press(thread, ')'));
    expect(hints(onConcern)).toContain(' t trace');
    expect(screens(answered(press(onConcern, 't'))).at(-1)).toBe('trace');
  });
});

describe('commands', () => {
  test('what is typed after : goes to the command line, and a screen shows what came of it', () => {
    const done: Effect[] = [];
    const typed = played(':claims --kind commitment\r', done);
    expect(done).toEqual([{ kind: 'command', line: 'claims --kind commitment' }]);
    const place = { screen: 'claims', threadId: undefined, query: { kind: 'commitment' } } as const;
    const state = answered(answeredCommand(typed, { kind: 'screen', place }));
    expect([under(state), state.notice]).toEqual([expect.stringContaining('You are right'), undefined]);
  });

  test('output that is no screen is shown as it was printed, made safe, and can be searched', () => {
    const text = 'first\nsecond \x1b[31mred\u202e\nthird';
    const state = answered(answeredCommand(played(''), { kind: 'output', command: 'model', text }));
    expect(under([...'/second', 'Enter'].reduce((now, key) => press(now, key).state, state))).toBe(
      'second ^[[31mred<U+202E>',
    );
    expect(answeredCommand(played(''), { kind: 'failed', says: 'no' }).state.notice).toEqual({
      text: 'no',
      role: 'error',
    });
  });

  test('Tab completes as far as it is clear, and shows what may follow', () => {
    const done: Effect[] = [];
    const typed = played(':claims --k\t', done);
    expect(done).toEqual([{ kind: 'complete', line: 'claims --k' }]);
    const two = answeredCompletion(typed, 'claims --k', ['--kind', '--kinder']).state;
    expect([two.prompt?.text, two.prompt?.candidates]).toEqual(['claims --kind', ['--kind', '--kinder']]);
    expect(answeredCompletion(typed, 'claims --k', ['--kind']).state.prompt?.text).toBe('claims --kind ');
    expect(answeredCompletion(typed, 'typed before', ['x']).state.prompt?.text).toBe('claims --k');
  });

  test(':q quits, :b goes back', () => {
    const done: Effect[] = [];
    expect(screens(played('\r:b\r', done))).toEqual(['threads']);
    played(':q\r', done);
    expect(done).toEqual([{ kind: 'quit' }]);
  });
});

describe('what one keeps for oneself', () => {
  const page = (state: State) => pageOf(state, 'cover@example.org');

  test('m marks a mail as read and goes on, or takes the mark away', () => {
    const done: Effect[] = [];
    const state = played('\rjm', done);
    expect(done).toEqual([{ kind: 'mark', which: { messageIds: ['patch@example.org'] }, isRead: true }]);
    expect([page(state)?.read.has('patch@example.org'), under(state)]).toEqual([
      true,
      expect.stringContaining('kernel test robot'),
    ]);
    expect(page(played('\rm'))?.read.size).toBe(0);
  });

  test('M marks the whole thread, from its own screen and from the list', () => {
    const done: Effect[] = [];
    expect(page(played('\rM', done))?.read.size).toBe(5);
    played('M', done);
    expect(page(played('\rMM', done))?.read.size).toBe(0);
    const thread = (isRead: boolean) => ({ kind: 'mark', which: { threadId: 'cover@example.org' }, isRead });
    expect(done).toEqual([thread(true), thread(true), thread(true), thread(false)]);
  });

  test('E opens the note on the claim under the cursor, else on the mail', () => {
    const done: Effect[] = [];
    played('\rj..E', done);
    played('\rjE', done);
    expect(done).toEqual([
      {
        kind: 'note',
        on: { messageId: 'reply@example.org', claimId: 'c-empty' },
        text: 'Ask about MADV_POPULATE.\nSee the v1 thread.',
      },
      { kind: 'note', on: { messageId: 'patch@example.org', claimId: undefined }, text: '' },
    ]);
  });

  test('what is kept is read again everywhere that shows it', () => {
    const state = played('\r');
    const { effects } = written(state, 'the note was kept');
    expect(effects).toEqual([{ kind: 'load', request: { kind: 'thread', id: 'cover@example.org' } }]);
    const back = press(written(state, undefined).state, 'q');
    expect(back.effects).toEqual([{ kind: 'load', request: { kind: 'threads', query: {} } }]);
  });
});

describe('comparing versions', () => {
  test('V shows what differs, and what was claimed with its line carried and its verdicts on both', () => {
    const state = played('\rjV');
    expect(screens(state)).toEqual(['threads', 'thread', 'compare']);
    expect(text(state)).toContain('v1  │+       pmd = pmdp_huge_get_and_clear(mm, addr, pmdp);');
    expect(text(state)).toContain('v2  │+       pmd = pmdp_collapse_flush(vma, addr, pmdp);');
    expect(text(state)).toContain('┃ Bo Birch  v1 ✗ confirmed  v2 ✓ refuted  its line was changed');
    expect(text(state)).toContain('2 claims of v1; confirmed in v1: 1, in v2: 0');
  });

  test('. goes to the claims, Enter to their pages, t to their traces', () => {
    expect(under(played('\rjV.'))).toContain('Bo Birch');
    expect(screens(played('\rjV.\r')).at(-1)).toBe('claim');
    expect(screens(played('\rjV.t')).at(-1)).toBe('trace');
  });

  test('Enter on a line opens its mail at that line', () => {
    const state = played('LV/notifier_invalidate_range_start\r\r');
    expect(screens(state).at(-1)).toBe('thread');
    expect(topView(state).place).toEqual({ screen: 'thread', threadId: 'patch-v2@example.org' });
    const gone = played('LV/huge_get_and_clear\r\r');
    expect(under(gone)).toBe('+       pmd = pmdp_huge_get_and_clear(mm, addr, pmdp);');
  });

  test('two versions of one number are told apart, and so are their verdicts', () => {
    const again = (one: VersionItem) => ({ ...one, version: 1 });
    const { versions, from, to, checks } = COMPARISON;
    const comparison: Comparison = {
      ...COMPARISON,
      versions: versions.map(again),
      from: again(from),
      to: again(to),
      checks: checks.map((check) => ({ ...check, version: 1 })),
    };
    const seen = text(
      answered(
        received(played('LV'), {
          request: comparisonRequest({
            screen: 'compare',
            seriesId: 'cover@example.org',
            from: undefined,
            to: undefined,
          }),
          value: comparison,
        }),
      ),
    );
    expect(seen).toContain('series › v1#1 and v1#2');
    expect(seen).toContain('┃ Bo Birch  v1#1 ✗ confirmed  v1#2 ✓ refuted');
    expect(seen).toContain('2 claims of v1#1; confirmed in v1#1: 1, in v1#2: 0');
    expect(seen).toContain('v1#2│+       pmd = pmdp_collapse_flush(vma, addr, pmdp);');
  });

  test('z shows what both versions have, and folds it again', () => {
    const folded = played('LV/both have\r');
    expect(under(folded)).toMatch(/▸ \d+ lines that both have/);
    expect(under([...'z'].reduce((now, key) => press(now, key).state, folded))).not.toContain('both have');
  });

  test('V compares with the versions further back in turn', () => {
    const { versions, from, to } = COMPARISON;
    const third = { ...to, head: 'patch-v3@example.org', version: 3 };
    const three: Comparison = { ...COMPARISON, versions: [...versions, third], from: to, to: third };
    const of = (one: Comparison, place: { from: string | undefined; to: string | undefined }) => ({
      request: comparisonRequest({ screen: 'compare', seriesId: 'cover@example.org', ...place }),
      value: one,
    });
    const shown = answered(received(played('LV'), of(three, { from: undefined, to: undefined })));
    const wider = press(shown, 'V');
    expect(topView(wider.state).place).toMatchObject({ from: from.head, to: third.head });
    const again = answered(received(wider.state, of({ ...three, from }, { from: from.head, to: third.head })));
    expect(topView(press(again, 'V').state).place).toMatchObject({ from: to.head, to: third.head });
    expect(played('LVV').notice?.text).toBe('there is no version further back');
  });

  test('] and [ say where the versions end; a series of one version says so', () => {
    expect(played('LV]').notice?.text).toBe('these are the last versions');
    expect(played('LV[').notice?.text).toBe('these are the first versions');
    expect(under(played('LjV'))).toBe('This could not be read.');
  });
});

test('Enter on a step of a trace leads to its line of the patch, or says where its text is', () => {
  expect(under(played('\rj.tss\r'))).toBe('+       pmd = pmdp_huge_get_and_clear(mm, addr, pmdp);');
  expect(played('\rj.t\r').notice?.text).toBe('nothing opens here');
});

test('the last step of a trace says what the property that it breaks demands', () => {
  expect(text(played('\rj.tr'))).toContain('│     No device walks a page table that was\n');
  expect(text(played('\rj.t'))).not.toContain('No device walks');
});

describe('running checks', () => {
  test.each([
    ['on a thread of the list', 'x', ['--', 'cover@example.org']],
    ['on a mail of the tree', '\rjx', ['--', 'cover@example.org']],
    ['on a claim', '\rj.x', ['--function', 'drop_empty_table', '--', 'cover@example.org']],
    ['on a hunk', '\rj}}x', ['--function', 'scan_file', '--', 'cover@example.org']],
    ['with X on a claim', '\rj.X', ['--', 'cover@example.org']],
  ])('x %s', (_, keys, words) => {
    const done: Effect[] = [];
    const state = played(keys, done);
    expect([done, screens(state).at(-1), state.checking?.status]).toEqual([
      [{ kind: 'check', words }],
      'checks',
      'running',
    ]);
  });

  test('a patch of another thread is told by its version and subject, and Enter opens it', () => {
    const state = answered(told(played('\rjx'), [EVENT, { ...EVENT, messageId: 'patch-v2@example.org' }]));
    expect(text(state)).toContain(' v1 drop_empty_table()  mm/khugepaged.c\n');
    expect(text(state)).toContain(
      ' v2 drop_empty_table()  mm/khugepaged.c  [PATCH v2] mm/khugepaged: drop empty tables',
    );
    const opened = ['/', '[', 'P', 'Enter', 'Enter'].reduce((now, key) => answered(press(now, key)), state);
    expect(topView(opened).place).toEqual({ screen: 'thread', threadId: 'patch-v2@example.org' });
  });

  test('Esc stops them before it does anything else, once; meanwhile no others start', () => {
    const running = played('\rjx');
    expect(press(running, 'X').effects).toEqual([]);
    const back = press(press(running, 'q').state, 'X');
    expect([screens(back.state).at(-1), back.effects]).toEqual(['checks', []]);
    const stopped = press(running, 'Esc');
    expect([stopped.effects, stopped.state.checking?.status, screens(stopped.state)]).toEqual([
      [{ kind: 'stop' }],
      'stopped',
      ['threads', 'thread', 'checks'],
    ]);
    expect(screens(press(stopped.state, 'Esc').state)).toEqual(['threads', 'thread']);
    expect(told(stopped.state, [EVENT]).state.checking?.runs.size).toBe(0);
  });

  test('each run is shown as it goes, then how it ended, and Enter leads to its trace', () => {
    let state = played('\rjx');
    state = answered(told(state, [EVENT, { ...EVENT, states: 1234, seconds: 0.4 }]));
    expect(text(state)).toContain('running, Esc stops: 0 runs ended, 1,234 states so far');
    expect(text(state)).toMatch(/SMMU-TABLE +sva-device +· waiting +… 1,234/);
    state = answered(told(state, [{ ...EVENT, states: 2000, seconds: 0.5, result: 'violated' }]));
    expect(text(state)).toMatch(/· waiting +✗ violated +2,000 states, 0\.5 s/);
    state = answered(checked(state, '1 check ran, 1 confirms a concern', true));
    expect(text(state)).toContain('1 check ran, 1 confirms a concern');
    expect(screens(['G', 'Enter'].reduce((now, key) => answered(press(now, key)), state)).at(-1)).toBe('trace');
  });

  test('their end is said, and what is seen is read again', () => {
    const { state, effects } = checked(played('\rx'), '7 checks ran, 1 confirms a concern', true);
    expect([state.checking?.status, state.notice?.text]).toEqual(['ended', '7 checks ran, 1 confirms a concern']);
    expect(effects).toEqual([{ kind: 'load', request: { kind: 'thread', id: 'cover@example.org' } }]);
  });
});
