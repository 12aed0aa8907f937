import { describe, expect, test } from 'vitest';
import { type Fate, mutationReport, mutationRows } from './mm-mutation.ts';

const rows = await mutationRows();

describe('mutants of the fixed programs: a step dropped, two steps swapped, a lock region shortened', () => {
  const count = (...fates: readonly Fate[]) => rows.filter((row) => fates.includes(row.fate)).length;
  const noticed = count('breaks a property', 'breaks a property beside more hardware', 'reaches no witness or no end');
  const explained = count('survives with a reason');
  const open = count('survives');
  console.log(mutationReport(rows).join('\n'));

  test('of 100 that can end otherwise than the fixed program 95 or more are noticed', () => {
    expect(noticed / (noticed + explained + open)).toBeGreaterThanOrEqual(0.95);
  });

  test('of those that nobody notices each has a reason', () => {
    expect(rows.filter(({ fate }) => fate === 'survives').map(({ bug, mutant }) => `${bug}: ${mutant.says}`)).toEqual(
      [],
    );
  });

  test('of 100 that change a step that is taken 64 or more are noticed; the others end where the fixed program ends', () => {
    const harmless = count('ends in states in which the fixed program ends as well');
    expect(noticed / (noticed + explained + open + harmless)).toBeGreaterThanOrEqual(0.64);
  });
});
