import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { openedStore } from '../store/stores.ts';
import { connected } from './assistant.ts';
import { mmlore } from './cli.ts';
import { reviewedHome } from './review.ts';

/** What a terminal acts on, or what shows text in another order than it is read: nothing of it may be printed. */
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

const NASTY = [
  '\x1b[2J\x1b[1;1H',
  '\x1b]52;c;cm0gLXJm\x07',
  '\x1b[31;5m',
  '\u009b31m',
  '\x07\b\r\x7f',
  '\u202e\u2066admin\u2069',
  '\u200b\ufeff\u2028',
  '\n> quoted\n',
  '`|*_<script>',
];

/** Columns that hold text of mail, or what was made of it. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  message: ['from_name', 'from_email', 'subject'],
  copy: ['text'],
  claim: ['evidence', 'anchor_path', 'anchor_function', 'anchor_line', 'replies_to'],
  claim_event: ['evidence'],
  claim_place: ['path', 'function', 'line'],
  series: ['subject', 'link_reason'],
  tag: ['key', 'value', 'name', 'email', 'note'],
  issue: ['code', 'says', 'location'],
  file_change: ['path', 'old_path'],
  hunk: ['function', 'heading'],
  check: ['path', 'function', 'property', 'world', 'why', 'kernel'],
  trace_step: ['actor', 'does', 'file', 'text', 'function', 'assumes'],
  run: ['mutant'],
  delivery: ['source'],
  source: ['source'],
};

/** Columns that hold lists of such texts. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  message: ['list_ids'],
  claim: ['concepts', 'symbols', 'cues'],
  run: ['assumptions', 'refs', 'unknown', 'missing', 'witnesses'],
  trace_step: ['changes'],
};

/** A home whose database holds a text in every place where mail could have put it. */
async function hostileHome(text: string): Promise<string> {
  const home = await reviewedHome();
  const store = await openedStore(join(home, 'mmlore', 'mmlore.db'));
  await store.run("INSERT INTO issue VALUES ('1', 'review@example.org', 'mail', 'x', 'y', NULL, NULL)");
  await store.exec('PRAGMA foreign_keys = OFF');
  for (const [table, columns] of Object.entries(TEXTS)) {
    for (const column of columns) {
      await store.run(
        `UPDATE "${table}" SET "${column}" = ?1 || replace("${column}", 'page', ?1 || 'page') || ?1 WHERE "${column}" NOT NULL`,
        [text],
      );
    }
  }
  for (const [table, columns] of Object.entries(LISTS)) {
    for (const column of columns) await store.run(`UPDATE "${table}" SET "${column}" = json_array(?)`, [text]);
  }
  await store.close();
  return home;
}

/** Command lines by command; each is run with every form that its options offer. */
const LINES: Readonly<Record<string, readonly string[][]>> = {
  ingest: [['ingest', 'NASTY']],
  derive: [],
  threads: [['threads'], ['threads', '--json'], ['threads', '--json=lines'], ['threads', '--csv']],
  series: [['series'], ['series', '--csv']],
  show: [
    ...['v1@example.org', 'review@example.org', 'c0ffee0000000001', 'feed000000000001', 'NASTY', 'page'].map((id) => [
      'show',
      id,
    ]),
    ['show', '--patch', 'v1@example.org'],
    ['show', '--patch', '--json', 'v1@example.org'],
    ['show', '--json', 'v1@example.org'],
  ],
  claims: [
    ['claims'],
    ['claims', '--explain'],
    ['claims', '--json=lines'],
    ['claims', '--csv'],
    ['claims', '--series', 'NASTY'],
  ],
  check: [
    ['check', 'NASTY'],
    ['check', '--world', 'NASTY'],
  ],
  replay: [
    ['replay', 'NASTY'],
    ['replay', 'drop/REF~0001'],
  ],
  model: [['model', 'NASTY']],
  search: [
    ['search', 'example'],
    ['search', 'd:NASTY'],
    ['search', 'f:ada', '--csv'],
  ],
  query: [
    ...[
      'v_message',
      'v_thread',
      'v_series',
      'v_patch',
      'v_hunk',
      'v_tag',
      'v_claim',
      'v_claim_event',
      'v_check',
      'v_trace_step',
      'v_issue',
      'v_link',
    ].flatMap((view) =>
      [[], ['--csv'], ['--json'], ['--json=lines']].map((form) => ['query', `SELECT * FROM ${view}`, ...form]),
    ),
    ['query', 'SELECT "NASTY"'],
    ['query', "SELECT 1 AS 'NASTY'"],
  ],
  export: [
    ['export', 'v1@example.org'],
    ['export', '--format', 'json', 'v1@example.org'],
    ['export', '--format', 'reply', 'c0ffee0000000001'],
  ],
  doctor: [['doctor']],
  config: [['--db', 'NASTY', 'config']],
  completion: [
    ['completion', 'NASTY'],
    ['completion', '--complete', '--', 'NASTY'],
  ],
  schema: [['schema', 'NASTY']],
};

/** Commands whose output a test of their own looks at: the screens, b4's own form, the protocol; the bundled threads. */
const ELSEWHERE = new Set(['ui', 'demo', 'mcp', 'b4-check']);

/** What is printed and a terminal would act on, but for the colours of this program: none has two numbers. */
function unsafeIn(text: string): string | undefined {
  return UNSAFE.exec(text.replace(/\u001b\[\d+m/g, ''))?.[0];
}

test('every command is looked at', () => {
  expect(Object.keys(COMMANDS).filter((name) => !(name in LINES) && !ELSEWHERE.has(name))).toEqual([]);
});

test('no text of a mail reaches the terminal as a command, in any form of any command', {
  timeout: 300_000,
}, async () => {
  const text = NASTY.join('');
  const home = await hostileHome(text);
  for (const line of Object.values(LINES).flat()) {
    const args = line.map((arg) => arg.replace('NASTY', text));
    for (const columns of [undefined, 100]) {
      const ran = await mmlore({ home, ...(columns === undefined ? {} : { columns }) }, ...args);
      expect.soft(unsafeIn(ran.stdout), `stdout of ${line.join(' ')}`).toBeUndefined();
      expect.soft(unsafeIn(ran.stderr), `stderr of ${line.join(' ')}`).toBeUndefined();
      expect.soft(ran.exitCode, `${line.join(' ')}: ${ran.stderr}`).not.toBe(255);
    }
  }
});

test('whatever the text is', { timeout: 300_000 }, async () => {
  const unit = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 5 }));
  await fc.assert(
    fc.asyncProperty(fc.array(unit, { minLength: 1, maxLength: 5 }), fc.nat(), async (parts, at) => {
      const text = parts.join('').replaceAll('\0', '');
      const home = await hostileHome(text);
      const lines = Object.values(LINES).flat();
      for (let i = 0; i < 6; i += 1) {
        const line = lines[(at + i * 7) % lines.length] ?? [];
        const ran = await mmlore({ home, columns: 80 }, ...line.map((arg) => arg.replace('NASTY', text)));
        expect(unsafeIn(`${ran.stdout}${ran.stderr}`), line.join(' ')).toBeUndefined();
        expect(ran.exitCode, line.join(' ')).not.toBe(255);
      }
    }),
    { numRuns: 12 },
  );
});

test('nor what assistants are given', { timeout: 120_000 }, async () => {
  const { ask } = await connected(await hostileHome(NASTY.join('')));
  const asked: [string, Record<string, unknown>][] = [
    ['show', { id: 'v1@example.org' }],
    ['show', { id: 'v1@example.org', patch: true }],
    ['show', { id: 'feed000000000001' }],
    ['show', { id: NASTY.join('') }],
    ['claims', {}],
    ['search', { query: 'f:ada' }],
    ['query', { sql: 'SELECT * FROM v_message' }],
    ['query', { sql: `SELECT ${NASTY.join('')}` }],
    ['claims', { [NASTY.join('')]: 1 }],
  ];
  for (const [name, fields] of asked) expect.soft(unsafeIn((await ask(name, fields)).text), name).toBeUndefined();
});
