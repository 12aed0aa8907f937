import { expect, test } from 'vitest';
import { MIGRATE_FUNCTIONS } from '../../src/mm/reference/migrate.ts';
import { MIGRATE_UFFD_WP_PRIVATE, MIGRATE_UFFD_WP_SHARED } from '../../src/mm/worlds/migrate-uffd.ts';
import { runText } from './bug-run.ts';
import { does, edited } from './litmus.ts';

const text = MIGRATE_FUNCTIONS.find((one) => one.name === 'try_to_migrate_one')?.text ?? '';

const run = (world: typeof MIGRATE_UFFD_WP_SHARED, kernel: string, of = text) =>
  runText({ world, property: 'UFFD-WP', kernel, function: 'try_to_migrate_one', text: of });

test('2c: of a shared mapping the bit is kept, but until 6.1 a store goes through without its event', () => {
  const old = run(MIGRATE_UFFD_WP_SHARED, '5.14');
  expect(old.result).toBe('violated');
  expect(does(old).slice(-1)).toEqual(['migration: set_pte_at']);
  expect(old.trace.at(-1)?.changes).toEqual(['table 2[0]: migration of page 1 uffd-wp → page 1 write uffd-wp']);
});

test('2c: from 6.2 the event comes', () => {
  const now = run(MIGRATE_UFFD_WP_SHARED, '6.2');
  expect([now.result, now.states]).toEqual(['holds', 264]);
  expect(now.witnesses).toContain('the bit is kept');
});

test('2c: of a private mapping the bit alone is enough', () => {
  const old = run(MIGRATE_UFFD_WP_PRIVATE, '5.14');
  expect([old.result, old.states]).toEqual(['holds', 302]);
  expect(old.witnesses).toContain('the bit is kept');
});

test('a migration entry without the bit loses the protection in either mapping', () => {
  const without = edited(text, '		swp_pte = pte_swp_mkuffd_wp(swp_pte);', '		swp_pte = swp_pte;');
  expect(run(MIGRATE_UFFD_WP_PRIVATE, '5.14', without).result).toBe('violated');
  expect(run(MIGRATE_UFFD_WP_SHARED, '6.2', without).result).toBe('violated');
});
