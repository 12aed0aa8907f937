import { CONSTANTS, VM } from '../../src/mm/constants.ts';
import type { Operation } from './operation.ts';
import type { Twin } from './twin.ts';

/** How an operation runs on the model: the program that it is, and its arguments. Returns what the probe prints. */
type Call = (twin: Twin, operation: Operation) => string;

const number = ({ args }: Operation, at: number): number => Number(args[at] ?? 0);
const word = ({ args }: Operation, at: number): string => String(args[at] ?? '');
const mmOf = ({ process }: Operation): number => process + 1;
/** The range of slots that the first two arguments name. */
const rangeOf = (operation: Operation): [start: number, end: number] => [
  number(operation, 0),
  number(operation, 0) + number(operation, 1),
];

const constant = (name: string): number => CONSTANTS[name] ?? Number.NaN;
const ERRORS = ['EPERM', 'ENOENT', 'EAGAIN', 'ENOMEM', 'EFAULT', 'EBUSY', 'EEXIST', 'EINVAL'].map(
  (name): [number, string] => [constant(name), name],
);

/** `ok`, or the name of a negated error number. */
function result(value: number): string {
  const signed = (value << 16) >> 16;
  if (signed >= 0) return 'ok';
  return ERRORS.find(([error]) => error === -signed)?.[1] ?? `error ${-signed}`;
}

const EVENTS = ['missing', 'wp', 'minor'];

/** What a fault that was not resolved does to who took it. */
function faulted(twin: Twin, operation: Operation, fault: number): string {
  const { m } = twin;
  if ((fault & constant('VM_FAULT_SIGSEGV')) !== 0) return 'SIGSEGV';
  if ((fault & constant('VM_FAULT_HWPOISON')) !== 0) return 'SIGBUS poison';
  if ((fault & constant('VM_FAULT_SIGBUS')) !== 0) return 'SIGBUS';
  if ((fault & constant('VM_FAULT_RETRY')) === 0) return `fault ${fault}`;
  const slot = number(operation, 0);
  const events = m.get(m.o.place.events, m.place(mmOf(operation), slot));
  const kind = EVENTS.filter((_, bit) => (events & (1 << bit)) !== 0).join(' and ');
  return `event ${kind} ${slot}${operation.name === 'write' ? ' write' : ''}`;
}

const RIGHTS: Readonly<Record<string, number>> = { rw: VM.VM_READ | VM.VM_WRITE, r: VM.VM_READ, none: 0 };
const MAY = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE;

const ADVICE: Readonly<Record<string, string>> = {
  dontneed: 'sys_madvise_dontneed',
};

function madvise(twin: Twin, operation: Operation): string {
  const program = ADVICE[word(operation, 2)];
  if (program === undefined) throw new Error(`expected advice that the twin knows, got ${word(operation, 2)}`);
  return result(twin.call(program, mmOf(operation), ...rangeOf(operation)));
}

/** Each operation of the probe as a call of the model's programs. */
export const calls: ReadonlyMap<string, Call> = new Map<string, Call>([
  [
    'mmap',
    (twin, operation) => {
      const kind = word(operation, 2);
      const flags = kind === 'shared' ? MAY | VM.VM_SHARED | VM.VM_MAYSHARE : MAY;
      const file = kind === 'anon' ? 0 : 1;
      return result(twin.call('sys_mmap', mmOf(operation), ...rangeOf(operation), flags, file, number(operation, 3)));
    },
  ],
  ['munmap', (twin, operation) => result(twin.call('sys_munmap', mmOf(operation), ...rangeOf(operation)))],
  [
    'mprotect',
    (twin, operation) =>
      result(twin.call('sys_mprotect', mmOf(operation), ...rangeOf(operation), RIGHTS[word(operation, 2)] ?? 0)),
  ],
  ['madvise', madvise],
  [
    'read',
    (twin, operation) => {
      const { m } = twin;
      const [mm, slot] = [mmOf(operation), number(operation, 0)];
      const fault = twin.call('user_read', mm, slot);
      return fault === 0 ? `read ${m.get(m.o.page.content, twin.pageAt(mm, slot))}` : faulted(twin, operation, fault);
    },
  ],
  [
    'write',
    (twin, operation) => {
      const fault = twin.call('user_write', mmOf(operation), number(operation, 0), number(operation, 1));
      return fault === 0 ? 'ok' : faulted(twin, operation, fault);
    },
  ],
  [
    'fork',
    (twin, { process }) => {
      if (twin.alive[1] === true) return 'no process';
      twin.alive[1] = true;
      return result(twin.call('sys_fork', process + 1, 2));
    },
  ],
  [
    'exit',
    (twin, operation) => {
      twin.alive[operation.process] = false;
      twin.call('sys_exit', mmOf(operation));
      return 'ok';
    },
  ],
]);
