import { describe, expect, test } from 'vitest';
import { viewIn } from '../../src/ui/move.ts';
import { contentOf } from '../../src/ui/panes.ts';
import { press, rested } from '../../src/ui/press.ts';
import { type State, type Step, still } from '../../src/ui/state.ts';
import { answered, Player, played, text, under } from './play.ts';

describe('while the cursor moves', () => {
  const held = (state: State, keys: readonly string[]) =>
    keys.reduce<Step>((step, key) => {
      const next = press(step.state, key);
      return { state: next.state, effects: [...step.effects, ...next.effects] };
    }, still(state));

  test('the panes that follow it stay as they were, and nothing is read for them', () => {
    const list = played('c');
    const { state, effects } = held(list, ['j', 'j', 'j']);
    expect(new Set(effects.map(({ kind }) => kind))).toEqual(new Set(['rest']));
    const beside = (one: State) => contentOf(one, viewIn(one, 'beside'), 'beside').rows;
    expect(beside(state)).toBe(beside(list));
    expect(under(state)).not.toBe(under(list));
    expect(text(answered(rested(state)))).toBe(text(played('cjjj')));
  });

  test('a step of a trace is shown at once', () => {
    const { state, effects } = held(played('\rj.t'), ['s']);
    expect(effects).toEqual([]);
    expect(text(state)).toContain('step 2 of');
  });

  test('a key that acts means what the cursor came to', () => {
    const { state } = held(played('\r'), ['j', '.']);
    expect(text(state)).toBe(text(played('\rj.')));
  });

  test('a pane that follows but has no room is not waited for', () => {
    const small = played('\r', [], { columns: 60, rows: 20 });
    expect(press(small, 'j').effects).toEqual([]);
  });

  test('only its row is drawn, and what follows it once no key came for a moment', async () => {
    const player = new Player(120, 40);
    await player.type('\r');
    /** What stands right of the tree. */
    const reader = (screen: string) =>
      screen
        .split('\n')
        .slice(1)
        .map((line) => line.slice(line.indexOf('│')));
    const before = await player.rest();
    const during = await player.press('jj');
    expect(reader(during)).toEqual(reader(before));
    expect(during).toContain('3 of 6 rows');
    const settled = await player.rest();
    expect(reader(settled)).not.toEqual(reader(before));
    await player.type('Q');
    const slow = new Player(120, 40);
    await slow.type('\r');
    await slow.type('j');
    expect(await slow.type('j')).toBe(settled);
    await slow.type('Q');
  });
});
