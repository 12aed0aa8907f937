import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import { UFFD } from '../../src/mm/constants.ts';
import { UFFD_EVENT } from '../../src/mm/examples/uffd-event.ts';
import { makeModel } from '../../src/mm/model.ts';
import { REFERENCE_FUNCTIONS } from '../../src/mm/reference.ts';
import type { NamedCall, World } from '../../src/mm/world.ts';
import { UFFD_COPY_FORK, UFFD_COPY_REMOVE } from '../../src/mm/worlds/uffd-events.ts';
import { runText, settingOf } from './bug-run.ts';

const COPY = REFERENCE_FUNCTIONS.filter(({ name }) => /^(?:sys_uffd_copy|map_changing_\w+|uffd_mfill_\w+)$/.test(name))
  .map(({ text }) => text)
  .join('\n\n');

const run = (world: World, text = COPY) =>
  runText({ world, property: 'UFFD-EVENT', kernel: '6.12', function: 'sys_uffd_copy', text });

describe('UFFDIO_COPY beside a change of the address space whose event the monitor reads', () => {
  test.each([
    [UFFD_COPY_FORK.name, UFFD_COPY_FORK, 183],
    [UFFD_COPY_REMOVE.name, UFFD_COPY_REMOVE, 842],
  ])('%s: it is refused until the event is read', (_name, world, states) => {
    expect(run(world)).toMatchObject({ result: 'holds', missing: [], states });
  });

  const UNLOCKED = COPY.replaceAll(/^\t(?:down|up)_read.*\n/gm, '');

  test('a discard holds mmap_lock for reading as the copy does: without the lock of the context it comes in between', () => {
    expect(UNLOCKED.length).toBeLessThan(COPY.length);
    expect(run(UFFD_COPY_REMOVE, UNLOCKED).result).toBe('violated');
  });

  test('a fork holds mmap_lock for writing, which is enough', () => {
    expect(run(UFFD_COPY_FORK, UNLOCKED).result).toBe('holds');
  });

  test('the test of 4.18 is enough for a fork, and none is not', () => {
    const { before, after, function: name } = UFFD_EVENT;
    const side = (text: string) =>
      runText({ world: UFFD_COPY_FORK, property: 'UFFD-EVENT', kernel: '4.18', function: name, text }).result;
    expect([side(before), side(after)]).toEqual(['violated', 'holds']);
  });
});

/** A call of the program, the feature with which its monitor asks for the event, and the event. */
const CALLS: readonly (readonly [NamedCall, number, number])[] = [
  [{ function: 'sys_fork', args: [1, 2] }, UFFD.UFFD_FEATURE_EVENT_FORK, UFFD.UFFD_EVENT_FORK],
  [{ function: 'sys_munmap', args: [1, 2, 3] }, UFFD.UFFD_FEATURE_EVENT_UNMAP, UFFD.UFFD_EVENT_UNMAP],
  [{ function: 'sys_madvise_dontneed', args: [1, 2, 3] }, UFFD.UFFD_FEATURE_EVENT_REMOVE, UFFD.UFFD_EVENT_REMOVE],
  [{ function: 'sys_mremap', args: [1, 2, 3, 3, 0] }, UFFD.UFFD_FEATURE_EVENT_REMAP, UFFD.UFFD_EVENT_REMAP],
];

describe.each(CALLS)('$0.function', (call, feature, event) => {
  const world = (features: number): World => ({
    ...UFFD_COPY_FORK,
    dimensions: { ...UFFD_COPY_FORK.dimensions, vmas: 3 },
    initial: (m) => {
      UFFD_COPY_FORK.initial(m);
      m.set(m.o.uffd.features, 1, features);
    },
    threads: [
      { name: 'program', runs: [call] },
      { name: 'monitor', runs: [{ function: 'uffd_read_event', args: [1] }] },
    ],
    witnesses: [
      {
        name: 'the event waits',
        says: 'The event stands in the queue, and nothing may be installed.',
        holds: (m) => m.get(m.o.uffdEvent.kind, 1) === event && m.get(m.o.uffd.mmap_changing, 1) === 1,
      },
      {
        name: 'the event is read',
        says: 'The monitor has read it, and the call has ended.',
        holds: (m) =>
          [1, 2].every((one) => m.get(m.o.thread.ended, one) === 1) && m.get(m.o.uffd.mmap_changing, 1) === 0,
      },
    ],
  });
  const reached = (features: number) => {
    const setting = settingOf({ ...UFFD_EVENT, kernel: '6.12', world: world(features) }, 'after', []);
    return explore(makeModel(setting), { maxStates: 10_000 }).outcomes.filter(({ result }) => result === 'reached')
      .length;
  };

  test('waits until its event is read where the monitor has asked for it', () => {
    expect(reached(feature)).toBe(2);
  });

  test('raises none where the monitor has asked for others', () => {
    expect(reached(0xff & ~feature)).toBe(0);
  });
});
