import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { search } from '../../src/explore/bfs.ts';
import type { Exploration } from '../../src/explore/exploration.ts';
import { searchIndependent } from '../../src/explore/independence.ts';
import { BUGS } from '../../src/mm/bugs.ts';
import { makeModel, type Setting } from '../../src/mm/model.ts';
import { settingOf } from '../mm/bug-run.ts';
import { stepMutants } from './mm-mutants.ts';

const LIMITS = { maxStates: 200_000 };

/** Properties of states, of steps, of ends and of being stuck. */
const ASKED = ['REF', 'RMAP', 'LEAK', 'LOCK', 'LIVE', 'ASSERT', 'TABLE-LOCKLESS'];

const resultsOf = ({ complete, outcomes }: Exploration): readonly string[] =>
  outcomes.map(({ result, property }) => (complete || property.modality === 'always' ? result : 'either'));

/** What is said with independence off and on. */
function bothWays(setting: Setting) {
  const model = makeModel(setting);
  const full = search(model, LIMITS, false);
  if (model.actors === undefined) throw new Error('expected the model to say who acts');
  return { full, reduced: searchIndependent(model, model.actors, LIMITS) };
}

test('independence keeps what is said of every fixed program with a step dropped, swapped or out of its lock', async () => {
  const tally = { mutants: 0, full: 0, reduced: 0, violated: 0, satisfied: 0, reached: 0, unreached: 0 };
  for (const bug of BUGS) {
    const setting = settingOf(bug, 'after', [...new Set([bug.property, ...ASKED])]);
    const { subject } = setting;
    for (const { program, says } of stepMutants(subject.program)) {
      // Lets the test runner breathe.
      await setImmediate();
      const { full, reduced } = bothWays({ ...setting, subject: { ...subject, program } });
      expect({ bug: bug.id, says, results: resultsOf(reduced) }).toEqual({
        bug: bug.id,
        says,
        results: resultsOf(full),
      });
      tally.mutants++;
      tally.full += full.states;
      tally.reduced += reduced.states;
      for (const result of resultsOf(full)) if (result in tally) tally[result as 'violated']++;
    }
  }
  console.log(JSON.stringify(tally));
  expect(tally.mutants).toBeGreaterThan(1_000);
  expect(Math.min(tally.violated, tally.satisfied, tally.reached, tally.unreached)).toBeGreaterThan(100);
  expect(tally.full / tally.reduced).toBeGreaterThan(2);
});
