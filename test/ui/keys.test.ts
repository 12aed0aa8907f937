import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { actionOf, bindingsOn, keysMarkdown } from '../../src/ui/keys.ts';
import { type ScreenName, SHAPES } from '../../src/ui/layout.ts';

describe('the table of keys', () => {
  test.each(Object.keys(SHAPES) as ScreenName[])('has each key once on %s', (screen) => {
    const keys = bindingsOn(screen).flatMap((binding) => binding.keys);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test.each(Object.keys(SHAPES) as ScreenName[])('has the ways out and the help on %s', (screen) => {
    expect(['q', 'Q', 'Esc', '?', 'Ctrl-c', 'Ctrl-z'].map((key) => actionOf(screen, key))).toEqual([
      'back',
      'quit',
      'escape',
      'help',
      'quit',
      'suspend',
    ]);
  });

  test('prints as Markdown, with every binding in it', () => {
    const table = keysMarkdown();
    expect(table).toContain('| `j` `↓` | move down a row | every screen |');
    expect(table).toContain('| `s` `→` `l` | take a step | trace |');
    expect(table.split('\n').filter((line) => line.startsWith('| `'))).toHaveLength(
      new Set((Object.keys(SHAPES) as ScreenName[]).flatMap((screen) => bindingsOn(screen).map(({ name }) => name)))
        .size,
    );
  });
});

test('the README has the table of keys as it is', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, table] = readme.split(/<!-- \/?keys -->/);
  expect(table?.trim()).toBe(keysMarkdown().trim());
});
