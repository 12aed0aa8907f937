import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { complete } from '../../src/cli/completion/complete.ts';
import { SCRIPTS, type Shell } from '../../src/cli/completion/scripts.ts';
import { temporaryFolder } from '../temporary.ts';
import { mmlore } from './cli.ts';
import { MMLORE } from './process.ts';
import { wholeTree } from './tree.ts';

test.each<[readonly string[], readonly string[]]>([
  [['ch'], ['check']],
  [
    ['help', 'se'],
    ['series', 'search'],
  ],
  [['claims', '--ki'], ['--kind']],
  [['claims', '--kind', 'con'], ['concern']],
  [['claims', '--kind=con'], ['--kind=concern']],
  [['claims', '--kind', '=', 'con'], ['concern']],
  [['claims', '--status', 'acc'], ['accepted']],
  [['claims', '--concept', 'tlb-f'], ['tlb-flush']],
  [['--db', 'x.db', 'check', '--world', 'retract-s'], ['retract-sva']],
  [['check', '--', '--wor'], []],
  [
    ['schema', 'thr'],
    ['threads', 'thread'],
  ],
  [['completion', 'f'], ['fish']],
  [
    ['export', '--format', ''],
    ['markdown', 'json', 'reply'],
  ],
  [['nonsense', ''], []],
])('%j', async (words, expected) => {
  const { candidates } = complete(await wholeTree(), words);
  expect(candidates.map(({ value }) => value)).toEqual(expect.arrayContaining([...expected]));
  if (words[0] !== 'nonsense') expect(candidates.length).toBe(expected.length);
});

test('files where a file is wanted', async () => {
  const tree = await wholeTree();
  const wanted = [
    ['--db', ''],
    ['ingest', ''],
    ['ingest', 'a', ''],
    ['check', ''],
    ['check', '--tree', ''],
  ];
  expect(wanted.filter((words) => !complete(tree, words).files)).toEqual([]);
  expect(
    [
      ['show', ''],
      ['claims', '--kind', ''],
      ['claims', ''],
    ].filter((words) => complete(tree, words).files),
  ).toEqual([]);
});

test('every command and every option of it is offered', async () => {
  const tree = await wholeTree();
  expect(complete(tree, ['']).candidates.map(({ value }) => value)).toEqual([
    ...tree.commands.map((command) => command.name()),
    'help',
  ]);
  for (const command of tree.commands) {
    const offered = complete(tree, [command.name(), '--']).candidates.map(({ value }) => value);
    const visible = command.options.filter((option) => !option.hidden).map((option) => option.long);
    expect(offered).toEqual(expect.arrayContaining(visible));
  }
});

test('what is offered begins with what is typed, whatever is typed', async () => {
  const tree = await wholeTree();
  const word = fc.oneof(
    fc.constantFrom('claims', 'check', 'help', '--kind', '--db', '--', '=', '-', '', 'concern', '--kind=', '--json'),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), word, (before, typed) => {
      for (const { value } of complete(tree, [...before, typed]).candidates) {
        expect(value.startsWith(typed.replace(/^=/, ''))).toBe(true);
      }
    }),
  );
});

test('a shell that there is no script for', async () => {
  const ran = await mmlore({ home: temporaryFolder() }, 'completion', 'tcsh');
  expect(ran).toMatchObject({ exitCode: 2, stdout: '[EOF]' });
  expect(ran.stderr).toContain('hint: It may be bash, zsh, fish.');
});

/** How each shell is asked, without a person, what it would offer for `$LINE`. */
const ASKED: Readonly<Record<Shell, string>> = {
  bash: `source "$SCRIPT"; read -ra COMP_WORDS <<<"$LINE"; COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _mmlore mmlore; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: `autoload -Uz compinit; compinit -D; _describe() { eval 'print -l -- "\${'$3'[@]%%:*}"'; }; source "$SCRIPT"; words=(\${=LINE}); CURRENT=$#words; _mmlore`,
  fish: `source "$SCRIPT"; complete -C "$LINE"`,
};

describe.each(Object.keys(SCRIPTS) as Shell[])('in %s', (shell) => {
  const isThere = installed(shell);
  test.skipIf(!isThere)('a value of an option is completed', { timeout: 120_000 }, async () => {
    const folder = temporaryFolder();
    const script = join(folder, 'script');
    writeFileSync(script, (await mmlore({ home: folder }, 'completion', shell)).stdout.replace('[EOF]', ''));
    const program = join(folder, 'mmlore');
    writeFileSync(program, `#!/bin/sh\nexec ${MMLORE.map((word) => `'${word}'`).join(' ')} "$@"\n`);
    chmodSync(program, 0o755);
    const offered = execFileSync(shell, ['-c', ASKED[shell]], {
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, SCRIPT: script, LINE: 'mmlore claims --kind con' },
      encoding: 'utf8',
    });
    expect(offered.trim()).toBe('concern');
  });
});

function installed(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'true']);
    return true;
  } catch {
    return false;
  }
}
