import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textsOf } from '../bench/real-functions.ts';
import { openTrees } from '../bench/trees.ts';
import { judgeUnmodified } from '../bench/unmodified.ts';
import { instruments } from '../checks/instruments.ts';

const RELEASE = 'linux-source-6.12';
const ARCHIVE = `/usr/src/${RELEASE}.tar.xz`;

/** Files whose functions fit most worlds; `npm run checks:tree` does all of them. */
const FILES = ['madvise', 'mremap', 'userfaultfd', 'mprotect', 'migrate_device', 'migrate', 'huge_memory', 'mempolicy'];

describe.skipIf(!existsSync(ARCHIVE))(`${RELEASE} as it is (skipped without it)`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'mmlore-linux-'));
  const tree = join(folder, RELEASE);
  beforeAll(() => {
    execFileSync('tar', ['-xJf', ARCHIVE, '-C', folder, `${RELEASE}/mm`, `${RELEASE}/include`]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('of a patch that does nothing to a function no violation is told', { timeout: 1_800_000 }, async () => {
    // By CPU time: how much is seen depends little on what else the machine does.
    const tools = instruments(undefined, () => process.cpuUsage().user / 1000);
    const elsewhere = openTrees([`6.12=${tree}`])[0]?.sources.elsewhere;
    const told: string[] = [];
    let run = 0;
    for (const name of FILES) {
      const path = `mm/${name}.c`;
      const whole = readFileSync(join(tree, path), 'utf8');
      const texts = textsOf(tree, path);
      for (const text of texts.values()) {
        // The runner hears from its workers only between turns.
        await setImmediate();
        const { looks, checks } = judgeUnmodified({ path, whole, texts, text, elsewhere }, '6.12', tools);
        if (looks.some(({ seen }) => seen !== 'not-run')) run++;
        const violated = checks.filter(({ after }) => after.result === 'violated');
        told.push(...violated.map(({ world, property }) => `${path} ${text.name}: ${property} in ${world}`));
      }
    }
    expect(told).toEqual([]);
    expect(run).toBeGreaterThan(30);
  });
});
