import { describe, expect, test } from 'vitest';
import { frame } from '../../src/ui/frame.ts';
import { rowText } from '../../src/ui/rows.ts';
import { fixtureData, type OtherAnswers } from './fixture-data.ts';
import { Player, played } from './play.ts';

/** A story: what is typed, in parts that people can read. */
const STORIES: Readonly<Record<string, readonly string[]>> = {
  threads: [],
  thread: ['\r'],
  patch: ['\r', 'j', '.'],
  reply: ['\r', 'jjjj', '\t', '.'],
  'reply-folded': ['\r', 'jjjj', '\t', 'TT'],
  claims: ['c', 'j'],
  claim: ['\r', 'j', '.', '\r'],
  trace: ['\r', 'j', '.', 't', 'ss'],
  series: ['L'],
  compare: ['\r', 'j', 'V', '.'],
  checks: ['\r', 'j', 'x'],
  output: [':model properties\r'],
  completion: [':claims --\t'],
  note: ['\r', 'j', '..', '\r'],
  help: ['\r', '?'],
  search: ['\r', 'jjjj', '\t', '/table\r'],
};

const SIZES = [
  [40, 10],
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

const NAMES: Readonly<Record<string, string>> = { '\r': 'Enter', '\t': 'Tab', '\x1b': 'Esc' };

function shownKeys(parts: readonly string[]): string {
  const words = parts.map((part) => part.replace(/[\r\t\x1b]/g, (key) => `<${NAMES[key]}>`));
  return words.length === 0 ? '(nothing)' : words.join(' ');
}

/** A golden file: the keys, then what the terminal shows. */
function golden(columns: number, rows: number, parts: readonly string[], screen: string): string {
  return `keys ${shownKeys(parts)}\nsize ${columns}×${rows}\n\n${screen.replace(/\n+$/, '')}\n`;
}

describe.each(Object.entries(STORIES))('%s', (name, parts) => {
  test.each(SIZES)('at %i×%i', async (columns, rows) => {
    const player = new Player(columns, rows);
    for (const part of parts) await player.type(part);
    const screen = await player.type('');
    // Esc leaves a line that is still typed.
    await player.type('\x1bQ');
    expect((await player.ended).ok).toBe(true);
    await expect(golden(columns, rows, parts, screen)).toMatchFileSnapshot(
      `./screens/${name}-${columns}x${rows}.screen`,
    );
  });
});

describe('what is not there', () => {
  const never = new Promise<never>(() => undefined);
  const CASES: Readonly<Record<string, OtherAnswers>> = {
    loading: { threads: () => never },
    empty: { threads: () => Promise.resolve([]) },
    error: { threads: () => Promise.reject(new Error('database disk image is malformed')) },
  };

  test.each(Object.entries(CASES))('%s', async (name, others) => {
    const player = new Player(80, 10, { data: fixtureData(others) });
    const screen = await player.type('');
    await player.type('Q');
    await expect(golden(80, 10, [], screen)).toMatchFileSnapshot(`./screens/${name}-80x10.screen`);
  });

  test('a window that is too small', async () => {
    const player = new Player(39, 9);
    expect((await player.type('j')).trimEnd()).toBe(
      'The window is too small for mmlore.\nMake it 40 columns by 10 rows or large…',
    );
    await player.type('Q');
  });

  test('marks for a terminal without UTF-8', async () => {
    const player = new Player(80, 24, { env: { LANG: 'C' } });
    await player.type('\r');
    const screen = await player.type('j');
    expect(await player.type('?')).toMatch(/j v +move down a row/);
    await player.type('Q');
    expect(screen.replace(/[\x20-\x7e\n]/g, '')).toBe('');
    await expect(golden(80, 24, ['\r', 'j'], screen)).toMatchFileSnapshot('./screens/ascii-80x24.screen');
  });
});

test('roles of a patch with its comments', async () => {
  const lines = frame(played('\rj.', [], { columns: 100, rows: 36 }));
  const shown = lines.map((segments) => {
    const roles = [
      ...new Set(
        segments
          .filter(({ text, role }) => text.trim() !== '' && role !== 'plain')
          .map(({ role, lit }) => (lit ? `${role}!` : role)),
      ),
    ];
    return `${rowText({ anchor: '', segments }).trimEnd()}${roles.length === 0 ? '' : `   « ${roles.join(' ')}`}`;
  });
  await expect(`${shown.join('\n')}\n`).toMatchFileSnapshot('./screens/roles-100x36.screen');
});

test('colours go out with --no-color, NO_COLOR and TERM=dumb, and stay under CI', async () => {
  const coloured = async (options: { env?: Record<string, string>; color?: boolean }) => {
    const player = new Player(80, 24, options);
    await player.type('\rj');
    await player.type('Q');
    return /\x1b\[[0-9;]*3[0-9]/.test(player.terminal.written.join(''));
  };
  expect(await coloured({ color: true, env: { CI: 'true' } })).toBe(true);
  expect(await coloured({ color: false })).toBe(false);
  expect(await coloured({ color: true, env: { NO_COLOR: '1' } })).toBe(false);
  expect(await coloured({ color: true, env: { TERM: 'dumb' } })).toBe(false);
});

test.each([
  ['the list of threads', ''],
  ['the tree of a thread', '\r'],
  ['a patch with its comments', '\rj\t'],
  ['the list of claims', '\rc'],
  ['the page of a claim', '\rj.\r'],
  ['two versions', '\rjV.k'],
  ['the list of keys', '?'],
])('a move of one row writes at most 400 bytes at 120×40 in colours: %s', async (_, keys) => {
  const player = new Player(120, 40, { color: true });
  await player.type(keys);
  const before = player.terminal.written.length;
  await player.press('j');
  const bytes = Buffer.byteLength(player.terminal.written.slice(before).join(''));
  await player.type('Q');
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(400);
});
