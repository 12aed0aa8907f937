import { expect, test } from 'vitest';
import type { Check } from '../../src/checks/check.ts';
import { checkMessages } from '../../src/cli/check-messages.ts';
import { describeShared, sharedMessages } from '../shared.ts';
import { instruments } from './instruments.ts';
import { SEED_THREADS, type SeedRow } from './seed-table.ts';

const LIMITS = { maxStates: 1_000_000, timeout: 60 } as const;

const checked = async (path: string) => checkMessages(await sharedMessages(path), LIMITS, instruments());

const write = (row: SeedRow, before: string, after: string) =>
  `${row.function} ${row.world} ${row.property}: ${before} → ${after}`;

/** The rows as they stand in the table, and as the checks of a mail answer them. */
function compare(rows: readonly SeedRow[], checks: readonly Check[]) {
  const answer = (row: SeedRow) => {
    const found = checks.find(
      (check) => check.function === row.function && check.world === row.world && check.property === row.property,
    );
    return found === undefined ? write(row, 'nothing', 'nothing') : write(row, found.before.result, found.after.result);
  };
  return { expected: rows.map((row) => write(row, row.before, row.after)), actual: rows.map(answer) };
}

for (const { whole, alone, mails, quoted } of SEED_THREADS) {
  describeShared(whole, async () => {
    const checks = await checked(whole);
    test.each(mails)('$mail', ({ mail, rows }) => {
      const own = checks.filter(({ messageId }) => messageId.includes(mail));
      const { expected, actual } = compare(rows, own);
      expect(actual).toEqual(expected);
    });
  });
  describeShared(alone, async () => {
    const checks = await checked(alone);
    test('the document alone, by what it quotes', () => {
      const { expected, actual } = compare(quoted, checks);
      expect(actual).toEqual(expected);
    });
    test('what comes out says what it was read from, and what does not says what is missing', () => {
      for (const { before, after } of checks) {
        for (const run of [before, after]) {
          if (run.result === 'not-modelled') expect(run.missing).not.toEqual([]);
          else expect(['diff', 'reference']).toContain(run.origin);
        }
      }
    });
  });
}
