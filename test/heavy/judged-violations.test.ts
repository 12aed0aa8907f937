import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mailsOf, THREADS } from '../bench/real-threads.ts';
import { checkSeries, findingsOf } from '../bench/series-checks.ts';
import { instruments } from '../checks/instruments.ts';
import { JUDGEMENTS } from './judged-violations.ts';

const names = existsSync(THREADS) ? readdirSync(THREADS).filter((name) => name.endsWith('.mbox.gz')) : [];

describe.skipIf(names.length === 0)('mail/threads (not at hand: needs ../shared)', () => {
  const tools = instruments();
  const found = new Map<string, readonly string[]>();

  test.each(names)('%s: nothing is broken that nobody has judged', { timeout: 900_000 }, async (name) => {
    const { checks } = checkSeries(await mailsOf(name), tools);
    const findings = findingsOf(checks);
    found.set(name, findings);
    const judged = JUDGEMENTS.filter(({ thread }) => thread.test(name)).map(({ finding }) => finding);
    expect(findings.filter((finding) => !judged.includes(finding))).toEqual([]);
  });

  test('and what was judged is still found', () => {
    const lost = JUDGEMENTS.filter(
      ({ thread, finding }) => ![...found].some(([name, findings]) => thread.test(name) && findings.includes(finding)),
    );
    expect(lost.map(({ finding }) => finding)).toEqual([]);
  });
});
