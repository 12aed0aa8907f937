import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { functionsIn, wholeFile } from '../../src/lift/text.ts';
import { type JudgedMutant, judgeMutation } from '../bench/judge-mutation.ts';
import { judgedMutations } from '../bench/real-mutations.ts';
import { unhurried } from '../checks/instruments.ts';
import { CHOSEN_MUTATIONS } from './chosen-mutations.ts';

const RELEASE = 'linux-source-6.12';
const ARCHIVE = `/usr/src/${RELEASE}.tar.xz`;
const tools = unhurried();

/** How many came to each result. */
const totalsOf = (judged: readonly JudgedMutant[]) => {
  const totals = { violated: 0, 'not-modelled': 0, holds: 0 };
  for (const { result } of judged) totals[result]++;
  return totals;
};

describe.skipIf(!existsSync(ARCHIVE))(`${RELEASE} with a protecting step gone or moved (skipped without it)`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'mmlore-linux-'));
  const tree = join(folder, RELEASE);
  beforeAll(() => {
    execFileSync('tar', ['-xJf', ARCHIVE, '-C', folder, `${RELEASE}/mm`, `${RELEASE}/fs/proc/task_mmu.c`]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('of those chosen by what they protect at least four in five are violated, and none holds', async () => {
    const judged: JudgedMutant[] = [];
    for (const { file, function: name, change } of CHOSEN_MUTATIONS) {
      const whole = readFileSync(join(tree, file), 'utf8');
      const text = functionsIn(wholeFile(file, whole, 'tree')).get(name);
      if (text?.text.split(change[0]).length !== 2)
        throw new Error(`expected ${name} to have "${change[0]}" in it once`);
      judged.push(
        judgeMutation({ path: file, whole, text, mutant: text.text.split(change[0]).join(change[1]) }, '6.12', tools),
      );
      // The runner hears from its workers only between turns.
      await setImmediate();
    }
    const { violated, holds } = totalsOf(judged);
    expect(violated).toBeGreaterThanOrEqual(Math.max(50, 0.8 * judged.length));
    expect(holds).toBe(0);
  }, 1_800_000);

  test('of every removal and move in the functions that hold as they are none holds', async () => {
    const judged: JudgedMutant[] = [];
    for (const file of ['mm/memory.c', 'mm/rmap.c', 'mm/migrate.c', 'mm/madvise.c']) {
      for await (const one of judgedMutations(tree, file, '6.12', tools)) judged.push(one);
    }
    const { violated, holds } = totalsOf(judged);
    expect(holds).toBe(0);
    expect(violated).toBeGreaterThanOrEqual(29);
  }, 1_800_000);
});
