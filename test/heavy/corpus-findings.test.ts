import { expect, test } from 'vitest';
import { checkMessages, loadInstruments } from '../../src/cli/check-messages.ts';
import { byText } from '../../src/order.ts';
import { corpusThreads } from '../corpus/threads.ts';

const instruments = await loadInstruments();

test.each(await corpusThreads())('$name: of all checks that fit, only those break that are expected to', (thread) => {
  const checks = checkMessages(thread.messages, { maxStates: 2_000_000, timeout: 60 }, instruments);
  const broken = checks
    .filter(({ before, after }) => before.result === 'violated' || after.result === 'violated')
    .map((check) => `${check.messageId} ${check.function} ${check.world} ${check.property}`);
  const expected = thread.expected.verdicts
    .filter(({ before, after }) => before === 'violated' || after === 'violated')
    .map((verdict) => `${verdict.message_id} ${verdict.function} ${verdict.world} ${verdict.property}`);
  expect([...new Set(broken)].sort(byText)).toEqual([...new Set(expected)].sort(byText));
});
