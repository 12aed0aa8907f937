import { describe, expect, it } from 'vitest';
import { lift } from './lifting.ts';
import { vocabularyOf } from './vocabulary.ts';

const V = vocabularyOf({
  primitives: ['int step(int)', 'void give(int)'],
  constants: { SCAN_FAIL: 0, SCAN_SUCCEED: 1, VM_WRITE: 2 },
  references: ['int scan(int a)\n{\n\tif (a)\n\t\treturn SCAN_PMD_MAPPED;\n\treturn SCAN_FAIL;\n}'],
});

/** What a body asks that the model cannot tell, and the steps that it may take. */
function asked(body: string) {
  const { program, assumed, unknown } = lift(`int f(int a, int b)\n{\n${body}\n}\n`, 'f', V);
  const steps = program.code.flatMap((one) => (one.kind === 'primitive' ? [JSON.stringify(one.args)] : []));
  return { choices: assumed.map(({ of }) => of), steps: steps.length, unknown: unknown.map(({ name }) => name) };
}

const NOTHING = { choices: [], unknown: [] };

describe('a local that holds an unknown name in capitals', () => {
  it.each([
    ['is true or not', 'int x = FOO; if (x) give(1); else give(2);'],
    ['is true or not, negated', 'int x = FOO; if (!x) give(1); else give(2);'],
    ['is 0 or not', 'int x = FOO; if (x == 0) give(1); else give(2);'],
    ['has any bits', 'int x = FOO; if (x & VM_WRITE) give(1); else give(2);'],
    ['has any order', 'int x = FOO; if (x < 3) give(1); else give(2);'],
    ['may be the negative of anything', 'int x = -FOO; if (x < 0) give(1); else give(2);'],
    ['may equal what was written as a number', 'int x = 3; if (a) x = 0; if (x == FOO) give(1); else give(2);'],
    ['may equal what a step has found', 'int x = step(1); if (x == FOO) give(1); else give(2);'],
  ])('%s', (_, body) => {
    expect(asked(body)).toMatchObject({ choices: [expect.any(String)], unknown: [] });
  });

  it.each([
    ['a callee', 'int x; x = scan(a); if (x == SCAN_PMD_MAPPED) give(1); else give(2);', 2],
    ['a switch', 'int x = FOO; switch (x) { case FOO: give(1); break; case BAR: give(2); }', 1],
    ['another unknown name', 'int x = a ? FOO : BAR; if (x == FOO) give(1); else give(2);', 2],
    ['a known name', 'int x = a ? FOO : SCAN_SUCCEED; if (x == SCAN_SUCCEED) give(1); else give(2);', 2],
    ['a known name of value 0', 'int x = a ? FOO : SCAN_FAIL; if (x != SCAN_FAIL) give(1); else give(2);', 2],
  ])('is told from other names: %s', (_, body, steps) => {
    expect(asked(body)).toEqual({ ...NOTHING, steps });
  });

  it('makes a step unknown that is handed what is computed from it', () => {
    expect(asked('int x = FOO; give(x + 1);').unknown).toEqual(['give']);
    expect(asked('int x = FOO; give(x);').unknown).toEqual([]);
  });

  it('makes what is computed from it unmodelled', () => {
    expect(asked('int x = FOO; int y = x | 1; if (y) give(1); else give(2);').choices).toEqual(['y']);
  });
});
