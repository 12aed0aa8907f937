import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { judgedMutations } from '../bench/real-mutations.ts';
import { unhurried } from '../checks/instruments.ts';

const RELEASE = 'linux-source-6.12';
const ARCHIVE = `/usr/src/${RELEASE}.tar.xz`;

/** What still holds with a protecting call gone or moved: the properties, and why they do not notice. */
const HOLDS: Readonly<Record<string, string>> = {
  'wp_can_reuse_anon_folio moved folio_move_anon_rmap(folio, vma);':
    'LEAK: nobody asks there whether the folio is locked',
  'folio_get_anon_vma moved rcu_read_lock();': 'LOCK: what the section keeps from being freed is not asked',
  'folio_lock_anon_vma_read moved rcu_read_lock();': 'LOCK: what the section keeps from being freed is not asked',
  'migration_entry_wait moved pte = ptep_get(ptep);': 'LOCK: a read after the unmap is not asked',
  'migration_entry_wait removed migration_entry_wait_on_locked(entry, ptl);':
    'LOCK: a gap: the lifted ways end in the same unlock, so that the changed one looks as if a run came to it',
};

describe.skipIf(!existsSync(ARCHIVE))(`${RELEASE} with a protecting call gone or moved (skipped without it)`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'mmlore-linux-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('nearly none is said to hold, and each that is has its reason', { timeout: 1_800_000 }, async () => {
    execFileSync('tar', ['-xJf', ARCHIVE, '-C', folder, `${RELEASE}/mm`]);
    const tools = unhurried();
    const totals = { violated: 0, 'not-modelled': 0, holds: 0 };
    const holding = new Set<string>();
    for (const file of ['mm/memory.c', 'mm/rmap.c', 'mm/migrate.c', 'mm/madvise.c']) {
      for (const { function: name, how, line, result } of judgedMutations(join(folder, RELEASE), file, '6.12', tools)) {
        totals[result]++;
        if (result === 'holds') holding.add(`${name} ${how} ${line}`);
        // The runner hears from its workers only between turns.
        await setImmediate();
      }
    }
    expect([...holding].filter((one) => !(one in HOLDS))).toEqual([]);
    expect(Object.keys(HOLDS).filter((one) => !holding.has(one))).toEqual([]);
    expect(totals.violated).toBeGreaterThanOrEqual(21);
  });
});
