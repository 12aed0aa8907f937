import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { DIFFERENCES, type Difference } from '../../src/mm/differences.ts';
import { REFERENCE_FUNCTIONS } from '../../src/mm/reference.ts';
import { instruments } from '../checks/instruments.ts';
import { compare } from './compare.ts';
import { FAULTS, planted } from './faults.ts';
import { readLine } from './kernel-line.ts';
import { type Observation, show } from './observation.ts';
import { operationOf } from './operation.ts';
import { RECORDED } from './recorded.ts';
import { runTwin } from './twin.ts';

// Each runs for a while without a pause: the runner has its turn.
afterEach(() => setImmediate());

describe('the twin', () => {
  test.each(RECORDED)('shows what the kernel has shown: $says', ({ size, lines }) => {
    const { observations, left } = runTwin(
      { size, operations: lines.map(([line]) => operationOf(line)) },
      instruments(),
    );
    expect(left).toEqual([]);
    expect(observations.map(show)).toEqual(lines.map(([, seen]) => seen));
  });

  test('leaves out what is not modelled', () => {
    const lines = ['0 mmap 0 1 shared 0', '0 write 0 1', '0 madvise 0 1 pageout', '0 read 0'];
    const { program, left } = runTwin({ size: 'small', operations: lines.map(operationOf) }, instruments());
    expect(left).toEqual([operationOf('0 madvise 0 1 pageout')]);
    expect(program.operations).toHaveLength(3);
  });
});

describe('a line of the probe', () => {
  test('frames and swap slots are told by who shares them', () => {
    const shared = 'rw-p:80000000001350c6:2:5828';
    expect(
      show(readLine(`ok | ${shared} rw-p:0 none:0 | rw-p:4000000000000082 ${shared} rw-s:a3000000001350c7:1:828`)),
    ).toBe('ok | rwp:anon#1x2 rwp:. - | rwp:swap#2 rwp:anon#1x2 rws:file#3x1,wp');
  });

  test('that a page is mapped once is told where pagemap and kpagecount do not agree on it', () => {
    const [entry, once] = ['80000000001350c6', '81000000001350c6'];
    const line = `ok | rw-p:${once}:1:5828 rw-p:${entry}:2:5828 | rw-p:${once}:2:5828 rw-p:${entry}:1:5828`;
    expect(show(readLine(line))).toBe(
      'ok | rwp:anon#1x1 rwp:anon#1x2 | rwp:anon#1x2,exclusive rwp:anon#1x1,not exclusive',
    );
  });

  test('zero pages, huge pages and markers', () => {
    const line =
      'read 0 | rw-p:8000000000003b34:0:101000000 rw-p:a000000000453c00:0:1408000 rw-p:4200000000000000 rw-p:81000000001cf401:1:400415828';
    expect(show(readLine(line))).toBe('read 0 | rwp:zero rwp:huge-zero rwp:swap#1,wp rwp:anon#2x1,huge');
    expect(show(readLine('SIGSEGV rights | ---p:4000000000000055'))).toBe('SIGSEGV | --p:marker');
  });
});

test.each(FAULTS)('the model has the one place where a fault is planted: $says', (fault) => {
  expect(planted(fault)).not.toEqual(REFERENCE_FUNCTIONS);
});

describe('a comparison', () => {
  const program = { size: 'small' as const, operations: ['0 register 0 1 missing', '0 write 0 2'].map(operationOf) };
  const of = (...results: readonly string[]): Observation[] => results.map((result) => ({ result, processes: [] }));

  test('the first operation after which both differ is told', () => {
    expect(compare(program, of('ok', 'ok'), of('ok', 'SIGSEGV'), [])).toEqual({
      agrees: false,
      at: 1,
      kernel: 'ok',
      model: 'SIGSEGV',
    });
  });

  test('a difference is explained by its operation, by what came before, and by what both show', () => {
    const broken = of('ok', 'ok, and the model breaks UFFD-WP');
    expect(compare(program, of('ok', 'ok'), broken)).toMatchObject({ agrees: true, explained: DIFFERENCES[0] });
    const later: readonly Difference[] = DIFFERENCES.map((one) => ({ ...one, after: /^0 unregister/ }));
    expect(compare(program, of('ok', 'ok'), broken, later)).toMatchObject({ agrees: false });
  });

  test.each(DIFFERENCES)('the example of an explained difference is one on the model: $name', ({ example, model }) => {
    const { observations } = runTwin({ size: 'small', operations: example.map(operationOf) }, instruments());
    expect(observations.at(-1)?.result).toMatch(model);
  });
});
