import type { Instruments } from '../../src/checks/programs.ts';
import { explore } from '../../src/explore/explore.ts';
import { makeKernel, traitsOf } from '../../src/mm/kernel.ts';
import { type Call, makeThread } from '../../src/mm/thread.ts';
import type { ReferenceFunction } from '../../src/mm/vocabulary.ts';
import { result } from './calls.ts';
import { show } from './observation.ts';
import { operationOf, SLOTS } from './operation.ts';
import type { Probe } from './probe.ts';
import { sizeOf, TWIN_KERNEL, Twin, WATCHED } from './twin.ts';

/** Two threads of one process, each with a few operations, on memory that is set up before. */
export interface Race {
  readonly says: string;
  /** Operations of process 0, as the probe has them but for the process. */
  readonly setup: readonly string[];
  readonly first: readonly string[];
  readonly second: readonly string[];
  /** The second begins once userfaultfd holds the first in the middle of a fault, or once the first has ended. */
  readonly held: boolean;
}

const ANONYMOUS = 'mmap 0 2 anon 0';

export const RACES: readonly Race[] = [
  {
    says: 'a store waits for its page, which UFFDIO_COPY installs',
    setup: [ANONYMOUS, 'register 0 1 missing'],
    first: ['write 0 3', 'read 0'],
    second: ['copy 0 7 plain', 'read 0'],
    held: true,
  },
  {
    says: 'a store waits for a write-protected page',
    setup: [ANONYMOUS, 'write 0 1', 'register 0 1 wp', 'writeprotect 0 1 1'],
    first: ['write 0 3'],
    second: ['read 0', 'writeprotect 0 1 0', 'read 0'],
    held: true,
  },
  {
    says: 'a load waits for a page that is installed, given up, and installed again',
    setup: [ANONYMOUS, 'register 0 1 missing'],
    first: ['read 0'],
    second: ['copy 0 7 plain', 'madvise 0 1 dontneed', 'zeropage 0'],
    held: true,
  },
  {
    says: 'a store beside MADV_DONTNEED',
    setup: [ANONYMOUS, 'write 0 1'],
    first: ['write 0 3', 'read 0'],
    second: ['madvise 0 1 dontneed', 'read 0'],
    held: false,
  },
  {
    says: 'a store to a page that UFFDIO_MOVE takes away',
    setup: [ANONYMOUS, 'write 1 1', 'register 0 2 missing'],
    first: ['write 1 3'],
    second: ['move 0 1 plain', 'zeropage 1', 'read 0'],
    held: false,
  },
  {
    says: 'a store beside a hole punch of the same page',
    setup: ['mmap 0 1 shared 0', 'write 0 1'],
    first: ['write 0 3', 'read 0'],
    second: ['punch 0 1', 'read 0'],
    held: false,
  },
  {
    says: 'a store beside MADV_PAGEOUT',
    setup: [ANONYMOUS, 'write 0 1'],
    first: ['write 0 3', 'read 0'],
    second: ['madvise 0 1 pageout'],
    held: false,
  },
  {
    says: 'a load waits for UFFDIO_CONTINUE, and the page is given up',
    setup: ['mmap 0 1 shared 0', 'fwrite 0 5', 'register 0 1 minor'],
    first: ['read 0'],
    second: ['continue 0 plain', 'madvise 0 1 dontneed', 'continue 0 plain'],
    held: true,
  },
  {
    says: 'two first stores to one page',
    setup: [ANONYMOUS],
    first: ['write 0 3', 'read 0'],
    second: ['write 0 4', 'read 0'],
    held: false,
  },
  {
    says: 'a store beside munmap',
    setup: [ANONYMOUS, 'write 0 1'],
    first: ['write 0 3'],
    second: ['munmap 0 1'],
    held: false,
  },
  {
    says: 'a first store beside mprotect',
    setup: [ANONYMOUS],
    first: ['write 0 3'],
    second: ['mprotect 0 1 r', 'read 0'],
    held: false,
  },
  {
    says: 'a store beside mremap of its page',
    setup: [ANONYMOUS, 'munmap 1 1', 'write 0 1'],
    first: ['write 0 3'],
    second: ['mremap 0 1 1 move', 'read 1'],
    held: false,
  },
  {
    says: 'a store beside the end of its file',
    setup: ['mmap 0 1 shared 0', 'write 0 1'],
    first: ['write 0 3'],
    second: ['truncate 0'],
    held: false,
  },
  {
    says: 'a store beside write protection that comes and goes',
    setup: [ANONYMOUS, 'write 0 1', 'register 0 1 wp'],
    first: ['write 0 3', 'read 0'],
    second: ['writeprotect 0 1 1', 'read 0', 'writeprotect 0 1 0'],
    held: false,
  },
  {
    says: 'UFFDIO_COPY twice to one page',
    setup: [ANONYMOUS, 'register 0 1 missing'],
    first: ['copy 0 3 plain', 'read 0'],
    second: ['copy 0 4 plain', 'read 0'],
    held: false,
  },
  {
    says: 'UFFDIO_COPY and UFFDIO_MOVE to one page',
    setup: [ANONYMOUS, 'write 1 5', 'register 0 1 missing'],
    first: ['copy 0 3 plain', 'read 0'],
    second: ['move 0 1 plain', 'read 0'],
    held: false,
  },
  {
    says: 'a load of a file waits for its page, which is installed, punched out, and installed again',
    setup: ['mmap 0 1 shared 0', 'register 0 1 missing'],
    first: ['read 0'],
    second: ['copy 0 7 plain', 'punch 0 1', 'copy 0 5 plain'],
    held: true,
  },
];

/** Results are kept as the ends of files that nobody maps: of the first result it is this file. */
const FIRST_RESULT = 2;

/** An operation of a race as a function that keeps its result, waits where userfaultfd makes it, and wakes who waits. */
function call(name: string, parameters: string, body: string): ReferenceFunction {
  const text = `void ${name}(struct address_space *result, struct mm_struct *mm, ${parameters})\n{\n${body}\n}`;
  return { name, source: 'test/conformance: an operation of a race', text };
}

const FUNCTIONS: readonly ReferenceFunction[] = [
  call(
    'race_write',
    'unsigned long address, unsigned long content',
    `	vm_fault_t fault = 0;

	while (!cpu_store_content(mm, address, content)) {
		fault = do_user_addr_fault(mm, address, FAULT_FLAG_WRITE);
		if (fault & VM_FAULT_RETRY)
			uffd_wait(mm, address);
		else if (fault)
			break;
		fault = 0;
	}
	shmem_set_end(result, fault);`,
  ),
  call(
    'race_read',
    'unsigned long address',
    `	unsigned long loaded;
	vm_fault_t fault;

	for (;;) {
		loaded = cpu_load_content(mm, address);
		if (loaded)
			break;
		fault = do_user_addr_fault(mm, address, 0);
		if (fault & VM_FAULT_RETRY)
			uffd_wait(mm, address);
	}
	shmem_set_end(result, loaded);`,
  ),
  call(
    'race_copy',
    'unsigned long address, unsigned long content',
    '	shmem_set_end(result, sys_uffd_copy(mm, address, content, false));\n	uffd_wake(mm, address);',
  ),
  call(
    'race_zeropage',
    'unsigned long address',
    '	shmem_set_end(result, sys_uffd_zeropage(mm, address));\n	uffd_wake(mm, address);',
  ),
  call(
    'race_continue',
    'unsigned long address',
    '	shmem_set_end(result, sys_uffd_continue(mm, address, false));\n	uffd_wake(mm, address);',
  ),
  call(
    'race_writeprotect',
    'unsigned long address, unsigned long pages, bool enable',
    `	shmem_set_end(result, sys_uffd_writeprotect(mm, address, address + pages, enable));
	if (!enable)
		uffd_wake(mm, address);`,
  ),
  call(
    'race_move',
    'unsigned long dst, unsigned long src',
    '	shmem_set_end(result, sys_uffd_move(mm, dst, src, false));\n	uffd_wake(mm, dst);',
  ),
  call(
    'race_dontneed',
    'unsigned long start, unsigned long pages',
    '	shmem_set_end(result, sys_madvise_dontneed(mm, start, start + pages));',
  ),
  call(
    'race_pageout',
    'unsigned long start, unsigned long pages',
    '	shmem_set_end(result, sys_madvise_pageout(mm, start, start + pages));',
  ),
  call(
    'race_munmap',
    'unsigned long start, unsigned long pages',
    '	shmem_set_end(result, sys_munmap(mm, start, start + pages));',
  ),
  call(
    'race_mprotect',
    'unsigned long start, unsigned long pages',
    '	shmem_set_end(result, sys_mprotect(mm, start, start + pages, VM_READ));',
  ),
  call(
    'race_mremap',
    'unsigned long start, unsigned long pages, unsigned long to',
    '	shmem_set_end(result, sys_mremap(mm, start, start + pages, to, false));',
  ),
  call('race_truncate', 'unsigned long pages', `	shmem_set_end(result, sys_ftruncate(1, pages, ${SLOTS}));`),
  call(
    'race_punch',
    'unsigned long start, unsigned long pages',
    '	shmem_set_end(result, sys_punch_hole(1, start, start + pages));',
  ),
];

/** The functions that races call, beside the model's own. */
export function withRaceCalls(functions: readonly ReferenceFunction[]): readonly ReferenceFunction[] {
  return [...functions, ...FUNCTIONS];
}

/** What a program of the probe is on the model: `madvise 0 1 dontneed` is race_dontneed. */
function functionOf(line: string): { readonly name: string; readonly args: readonly number[] } {
  const { name, args } = operationOf(`0 ${line}`);
  const numbers = args.filter((arg): arg is number => typeof arg === 'number');
  return { name: `race_${name === 'madvise' ? args.at(-1) : name}`, args: numbers };
}

const FAULTS: Readonly<Record<number, string>> = { 2: 'SIGBUS', 64: 'SIGSEGV' };

/** A result as the probe words it; it was kept in one byte, plus 1. */
function wordOf(line: string, kept: number): string {
  const value = (kept - 1) & 0xff;
  if (line.startsWith('read')) return `read ${value - 1}`;
  if (line.startsWith('write ')) return FAULTS[value] ?? result(value);
  return result(value >= 0x80 ? value | 0xff00 : value);
}

/**
 * Explores all interleavings of a race and returns every outcome: what each thread was answered, and what is mapped then.
 *
 * @throws where there are more states than `maxStates`.
 */
export function outcomesOfModel(race: Race, tools: Instruments, maxStates = 2_000_000): ReadonlySet<string> {
  const lines = [...race.first, ...race.second];
  const size = { ...sizeOf('small'), threads: 2, files: FIRST_RESULT - 1 + lines.length };
  const kernel = makeKernel(size, traitsOf(TWIN_KERNEL), WATCHED);
  const callsOf = (part: readonly string[], from: number): Call[] =>
    part.map((line, at) => {
      const { name, args } = functionOf(line);
      return { program: tools.lifted(name, TWIN_KERNEL).program, args: [from + at, 1, ...args] };
    });
  const threads = [
    makeThread('first', 1, callsOf(race.first, FIRST_RESULT), kernel),
    makeThread('second', 2, callsOf(race.second, FIRST_RESULT + race.first.length), kernel),
  ];
  kernel.layout.cut();
  const twin = new Twin(tools, kernel);
  for (const line of race.setup) twin.run(operationOf(`0 ${line}`));
  const { m } = twin;
  for (const thread of threads) thread.start(m);
  const outcomes = new Set<string>();
  const initial = m.state.slice();
  const successor = new Uint8Array(initial.length);
  const exploration = explore(
    {
      stateBytes: initial.length,
      initial: [initial],
      properties: [],
      actions: (state) => {
        m.state = state;
        const actions = threads.flatMap((thread, at) => (thread.ways(m) > 0 ? [at] : []));
        if (actions.length === 0) {
          const words = lines.map((line, at) => wordOf(line, m.get(m.o.file.end, FIRST_RESULT + at)));
          const ended = threads.every((thread) => thread.ended(m));
          const first = words.slice(0, race.first.length).join(', ');
          const second = words.slice(race.first.length).join(', ');
          outcomes.add(ended ? show(twin.observe(`${first} / ${second}`)) : 'stuck');
        }
        return actions;
      },
      step: (state, action) => {
        successor.set(state);
        m.state = successor;
        threads[action]?.step(m, 0);
        return successor;
      },
      describe: () => ({ actor: '', does: '', at: undefined, assumes: undefined, changes: [] }),
    },
    { maxStates },
  );
  if (!exploration.complete) throw new Error(`expected the race to have at most ${maxStates} states`);
  return outcomes;
}

/** Runs a race on the kernel many times, with pauses of many lengths, and counts each outcome. */
export async function outcomesOfKernel(race: Race, probe: Probe, times: number): Promise<ReadonlyMap<string, number>> {
  const outcomes = new Map<string, number>();
  for (let run = 0; run < times; run++) {
    const pauses = [(run * 37) % 2000, (run * 101) % 2000];
    const threads = [race.first, race.second].map((part) => part.join(' ; ')).join(' / ');
    const lines = [...race.setup, `race ${race.held ? 'held' : 'free'} ${pauses.join(' ')} ${threads}`];
    const operations = lines.map((line) => operationOf(`0 ${line}`));
    const seen = (await probe.run({ size: 'small', operations })).at(-1);
    if (seen === undefined) throw new Error('expected the race to be observed');
    const outcome = show(seen);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return outcomes;
}
