import { describe, expect, test } from 'vitest';
import type { Check } from '../../src/checks/check.ts';
import { checkMessages, loadInstruments } from '../../src/cli/check-messages.ts';
import { reviewMessages } from '../../src/ingest/review-messages.ts';
import { byText } from '../../src/order.ts';
import { type CorpusThread, corpusThreads, type ExpectedVerdict } from './threads.ts';

const LIMITS = { maxStates: 2_000_000, timeout: 60 } as const;

const instruments = await loadInstruments();
const threads = await corpusThreads();

/** Runs what a thread is expected to be asked: each property and world of its file, on all its patches. */
function checksOf({ messages, expected }: CorpusThread): readonly Check[] {
  const asked = new Set(expected.verdicts.map(({ world, property }) => `${world} ${property}`));
  return [...asked].flatMap((pair) => {
    const [world = '', property = ''] = pair.split(' ');
    return checkMessages(messages, { ...LIMITS, world, property }, instruments);
  });
}

type Row = Omit<ExpectedVerdict, 'concern'>;

const rowOf = ({ messageId, property, world, before, after, verdict, ...check }: Check): Row => ({
  message_id: messageId,
  function: check.function,
  property,
  world,
  before: before.result,
  after: after.result,
  verdict,
});

/** One line a verdict, each once, so that a difference reads well. */
function lines(rows: readonly Row[]): readonly string[] {
  const written = rows.map(
    (row) =>
      `${row.message_id} ${row.function} ${row.world} ${row.property}: ${row.before} → ${row.after}, ${row.verdict}`,
  );
  return [...new Set(written)].sort(byText);
}

describe.each(threads)('$name', (thread) => {
  const { expected } = thread;
  const checks = checksOf(thread);
  const mailOf = new Map(
    reviewMessages(thread.messages).mails.flatMap(({ claims }) =>
      claims.map(({ claimId, messageId }) => [claimId, messageId]),
    ),
  );

  test('each version of the patch comes to the verdicts that were worked out by hand', () => {
    expect(lines(checks.map(rowOf))).toEqual(lines(expected.verdicts));
  });

  test('the functions are read from the diffs, for the kernel of their date, and nothing in them is unknown', () => {
    const runs = checks.flatMap(({ before, after }) => [before, after]);
    expect(new Set(runs.map((run) => run.origin))).toEqual(new Set(['diff']));
    expect(new Set(checks.map((check) => check.kernel))).toEqual(new Set([expected.kernel]));
    expect(runs.flatMap((run) => [...run.unknown, ...run.missing, ...run.assumptions])).toEqual([]);
  });

  test('a violation has a trace and a token, a pass has a witness and a mutant', () => {
    for (const run of checks.flatMap(({ before, after }) => [before, after])) {
      if (run.result === 'violated') expect([run.trace.length > 0, run.token]).toEqual([true, expect.any(String)]);
      else expect([run.witnesses.length > 0, run.mutant]).toEqual([true, expect.any(String)]);
    }
  });

  test('the mail that raised the concern is told of each version’s verdict', () => {
    const concerns = expected.verdicts.filter(({ concern }) => concern !== null);
    const untold = concerns.filter(({ concern, ...row }) => {
      const asked = checks.filter((check) => lines([rowOf(check)])[0] === lines([row])[0]);
      return !asked.some((check) => mailOf.get(check.claimId ?? '') === concern);
    });
    expect(untold).toEqual([]);
  });
});
