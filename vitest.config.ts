import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    isolate: false,
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/heavy/**'],
    env: { FORCE_COLOR: '0' },
    reporters: ['default', './test/count-reporter.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
