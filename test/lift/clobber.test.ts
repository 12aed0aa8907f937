import { describe, expect, it } from 'vitest';
import { lift } from './lifting.ts';
import { vocabularyOf } from './vocabulary.ts';

const V = vocabularyOf({
  primitives: ['int step(int)', 'void give(int)'],
  irrelevant: [{ name: 'trace', reason: 'tracing' }],
  references: [
    'void use(struct box *box)\n{\n\tif (box->late)\n\t\tgive(1);\n\telse\n\t\tgive(2);\n}',
    'void use_inner(struct box *box)\n{\n\tuse(box);\n}',
    'void fill(struct box *box)\n{\n\tbox->late = 1;\n}',
  ],
});

/** How often a body takes either way, and the steps that are left. */
function ways(body: string) {
  const { program } = lift(`int f(int a, struct box *given)\n{\n${body}\n}\n`, 'f', V);
  return {
    choices: program.code.filter(({ kind }) => kind === 'choice').length,
    steps: program.code.filter(({ kind }) => kind === 'primitive').length,
  };
}

describe('a struct whose address is handed on', () => {
  it.each([
    ['an unknown call', 'struct box x = { .early = 1 }; mystery(&x); use(&x);'],
    ['a call that is left out', 'struct box x = { .early = 1 }; trace(&x); use(&x);'],
    ['an unknown call, and is used two calls down', 'struct box x = { .early = 1 }; mystery(&x); use_inner(&x);'],
    ['a call that is left out, with a field set by a callee', 'struct box x; fill(&x); trace(&x); use(&x);'],
    ['an unknown call, after it was copied', 'struct box x = { .early = 1 }, y; mystery(&x); y = x; use(&y);'],
    ['an unknown call, as a parameter', 'fill(given); mystery(given); use(given);'],
    ['memory that the model does not have', 'struct box x; fill(&x); a_global.box = &x; mystery(a); use(&x);'],
    ['a struct that an unknown call gets', 'struct box x, y; fill(&x); y.box = &x; mystery(&y); use(&x);'],
  ])('is unknown in every field after %s', (_, body) => {
    expect(ways(body)).toEqual({ choices: 1, steps: 2 });
  });

  it.each([
    ['was initialised', 'struct box x = { .early = 1 }; use(&x);'],
    ['was filled by a callee', 'struct box x; mystery(&x); fill(&x); use(&x);'],
    ['was copied from one that was filled', 'struct box x, y; fill(&x); mystery(&y); y = x; use(&y);'],
  ])('is known where it %s', (_, body) => {
    expect(ways(body)).toEqual({ choices: 0, steps: 1 });
  });
});
