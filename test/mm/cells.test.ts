import { describe, expect, test } from 'vitest';
import { cellsOf } from '../../src/mm/cells.ts';
import type { Expr, Instruction, Program } from '../../src/mm/program.ts';

const at = { file: 'test', line: 1, text: '', function: 'f' };
const local = (index: number): Expr => ({ kind: 'local', local: index });
const step = (dest: number | undefined, ...args: readonly number[]): Instruction => ({
  kind: 'primitive',
  name: 'ptep_get',
  args: args.map(local),
  dest,
  at,
});
const program = (names: string, ...code: readonly Instruction[]): Program => {
  const locals = [...names].map((name) => ({ name, type: 'pte_t' }));
  return { name: 'f', parameters: locals.slice(0, 1), locals, code };
};

describe('cells of locals', () => {
  test('locals that are never live at once share a cell', () => {
    // a is read by the first step, b from there to the second, c from there to the third.
    const cells = cellsOf(program('abc', step(1, 0), step(2, 1), step(undefined, 2)));
    expect(cells).toMatchObject({ count: 1, of: [0, 0, 0], free: [[], [], []] });
  });

  test('locals that are live at once have cells of their own, and one that holds nothing is free', () => {
    const cells = cellsOf(program('ab', step(1, 0), step(undefined, 0, 1), step(undefined, 1)));
    expect(cells).toMatchObject({ count: 2, of: [0, 1], free: [[1], [], [0]] });
  });

  test('a local that lives only between two steps has none', () => {
    const copy: Instruction = { kind: 'let', dest: 1, value: local(0), at };
    const check: Instruction = { kind: 'assert', test: local(1), says: '', at };
    const cells = cellsOf(program('ab', step(0), copy, check, step(undefined)));
    expect(cells).toMatchObject({ count: 0, of: [undefined, undefined] });
  });

  test('a local that a loop reads again keeps its cell around the loop', () => {
    const cells = cellsOf(program('ab', step(1, 0), step(undefined, 1), { kind: 'goto', target: 0 }));
    expect(cells).toMatchObject({ count: 2, of: [0, 1], free: [[1], [], []] });
  });
});
