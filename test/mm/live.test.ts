import { expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import { B5 } from '../../src/mm/bugs/b5.ts';
import { makeModel } from '../../src/mm/model.ts';
import { settingOf } from './bug-run.ts';

/** What the fixed program of B5 does to properties, as it stands or with a part taken out. */
function outcomesOf(without: string): Readonly<Record<string, string>> {
  const after = B5.after.replace(without, '');
  const { outcomes } = explore(makeModel(settingOf({ ...B5, after }, 'after', ['LOCK', 'LIVE'])), {
    maxStates: 10_000,
  });
  return Object.fromEntries(
    outcomes
      .filter(({ property }) => property.modality === 'always')
      .map(({ property, result }) => [property.name, result]),
  );
}

test('a function that gives its locks back breaks neither LOCK nor LIVE', () => {
  expect(outcomesOf('')).toEqual({ LOCK: 'satisfied', LIVE: 'satisfied' });
});

test('a page-table lock that is never given back breaks LOCK at the end, and LIVE where another thread waits for it', () => {
  expect(outcomesOf('pte_unmap_unlock(ptep - 1, ptl);')).toEqual({ LOCK: 'violated', LIVE: 'violated' });
});
