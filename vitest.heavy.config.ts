import { defineConfig } from 'vitest/config';

/** The suites that take minutes: the full archive, long explorations, a real terminal. */
export default defineConfig({
  test: {
    pool: 'forks',
    isolate: false,
    fileParallelism: false,
    include: ['test/heavy/**/*.test.{ts,tsx}'],
    env: { FORCE_COLOR: '0' },
    reporters: ['default', './test/count-reporter.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
  },
});
