import { CONSTANTS, VM } from '../../src/mm/constants.ts';
import { mappingsOf } from './mappings.ts';
import { type Operation, SLOTS } from './operation.ts';
import type { Twin } from './twin.ts';

/**
 * How an operation runs on the model: the program that it is, and its arguments. Returns what the probe prints, and
 * undefined for what is not modelled: it has changed nothing then.
 */
type Call = (twin: Twin, operation: Operation) => string | undefined;

const number = ({ args }: Operation, at: number): number => Number(args[at] ?? 0);
const word = ({ args }: Operation, at: number): string => String(args[at] ?? '');
const mmOf = ({ process }: Operation): number => process + 1;
/** The range of slots that the first two arguments name. */
const rangeOf = (operation: Operation): [start: number, end: number] => [
  number(operation, 0),
  number(operation, 0) + number(operation, 1),
];

const constant = (name: string): number => CONSTANTS[name] ?? Number.NaN;
const ERRORS = ['EPERM', 'ENOENT', 'EAGAIN', 'ENOMEM', 'EFAULT', 'EBUSY', 'EEXIST', 'EINVAL', 'EHWPOISON'].map(
  (name): [number, string] => [constant(name), name],
);

/** `ok`, or the name of a negated error number of sixteen bits. */
export function result(value: number): string {
  const signed = (value << 16) >> 16;
  if (signed >= 0) return 'ok';
  return ERRORS.find(([error]) => error === -signed)?.[1] ?? `error ${-signed}`;
}

const EVENTS = ['missing', 'wp', 'minor'];

/** What a fault that was not resolved does to who took it. */
function faulted(twin: Twin, operation: Operation, fault: number): string {
  const { m } = twin;
  if ((fault & constant('VM_FAULT_SIGSEGV')) !== 0) return 'SIGSEGV';
  if ((fault & (constant('VM_FAULT_HWPOISON') | constant('VM_FAULT_SIGBUS'))) !== 0) return 'SIGBUS';
  if ((fault & constant('VM_FAULT_RETRY')) === 0) return `fault ${fault}`;
  const slot = number(operation, 0);
  const events = m.get(m.o.place.events, m.place(mmOf(operation), slot));
  const kind = EVENTS.filter((_, bit) => (events & (1 << bit)) !== 0).join(' and ');
  return `event ${kind} ${slot}${operation.name === 'write' ? ' write' : ''}`;
}

const RIGHTS: Readonly<Record<string, number>> = { rw: VM.VM_READ | VM.VM_WRITE, r: VM.VM_READ, none: 0 };
const MAY = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE;

const ADVICE: Readonly<Record<string, (mm: number, start: number, end: number) => [name: string, ...args: number[]]>> =
  {
    dontneed: (...at) => ['sys_madvise_dontneed', ...at],
    free: (...at) => ['sys_madvise_free', ...at],
    pageout: (...at) => ['sys_madvise_pageout', ...at],
    cold: (...at) => ['sys_madvise_flags', ...at, 0, 0],
    populate_read: (...at) => ['sys_madvise_populate', ...at, 0],
    populate_write: (...at) => ['sys_madvise_populate', ...at, constant('FAULT_FLAG_WRITE')],
    dontfork: (...at) => ['sys_madvise_dontfork', ...at, 1],
    dofork: (...at) => ['sys_madvise_dontfork', ...at, 0],
    wipeonfork: (...at) => ['sys_madvise_flags', ...at, VM.VM_WIPEONFORK, 0],
    hugepage: (...at) => ['sys_madvise_flags', ...at, VM.VM_HUGEPAGE, 0],
    collapse: (...at) => ['sys_madvise_collapse', ...at],
    keeponfork: (...at) => ['sys_madvise_flags', ...at, 0, VM.VM_WIPEONFORK],
  };

/** A fault that userfaultfd stops in the middle of a system call has no one to go back to. */
const FAULTING = new Set(['populate_read', 'populate_write']);

/** Advice that splits a huge page, or has reclaim do so. */
const SPLITTING = new Set(['pageout', 'cold', 'free']);

const slotsOf = (start: number, end: number): number[] => Array.from({ length: end - start }, (_, at) => start + at);

/** A store there would copy the first page of a slot of many, and leave the others as they are: a slot has one state here. */
const copiesPart = (twin: Twin, mm: number, slot: number): boolean => slot % 2 === 1 && twin.isLargeAndShared(mm, slot);

function madvise(twin: Twin, operation: Operation): string | undefined {
  const name = word(operation, 2);
  const [start, end] = rangeOf(operation);
  const vmas = twin.vmasIn(mmOf(operation), start, end);
  if (FAULTING.has(name) && vmas.some(({ flags }) => (flags & ARMED) !== 0)) return undefined;
  // The pages of a slot that are not shown are faulted in too, and those of a file bring their neighbours along.
  if (FAULTING.has(name) && twin.m.kernel.of.entriesPerTable === 2 && vmas.some(({ file }) => file !== 0))
    return undefined;
  if (name === 'pageout' && vmas.some(({ file }) => file !== 0)) return undefined;
  if (SPLITTING.has(name) && twin.hasLarge(mmOf(operation), start, end)) return undefined;
  if (name === 'collapse' && twin.hasMoreThanShown(mmOf(operation), start, end, ARMED)) return undefined;
  if (name === 'populate_write' && slotsOf(start, end).some((slot) => copiesPart(twin, mmOf(operation), slot)))
    return undefined;
  const call = ADVICE[name]?.(mmOf(operation), start, end);
  if (call === undefined) throw new Error(`expected advice that the twin knows, got ${name}`);
  return result(twin.call(...call));
}

const ARMED = VM.VM_UFFD_MISSING | VM.VM_UFFD_WP | VM.VM_UFFD_MINOR;

const MODES: Readonly<Record<string, number>> = {
  missing: VM.VM_UFFD_MISSING,
  wp: VM.VM_UFFD_WP,
  minor: VM.VM_UFFD_MINOR,
};

/** A call of userfaultfd by a process that may not have one. */
function watched(run: (twin: Twin, operation: Operation, mm: number) => number | undefined): Call {
  return (twin, operation) => {
    if (twin.watching[operation.process] !== true) return 'EBADF';
    const value = run(twin, operation, mmOf(operation));
    return value === undefined ? undefined : result(value);
  };
}

const FILE = 1;

/** vmsplice: a reference that outlives the mapping. One at a time for each process. */
function pin(twin: Twin, operation: Operation): string | undefined {
  const [mm, slot] = [mmOf(operation), number(operation, 0)];
  if (twin.vmasIn(mm, slot, slot + 1).some(({ flags }) => (flags & ARMED) !== 0)) return undefined;
  if (twin.pinned[operation.process] !== 0) return 'EBUSY';
  const page = twin.call('sys_vmsplice', mm, slot);
  twin.pinned[operation.process] = page;
  return page === 0 ? 'EFAULT' : 'ok';
}

/** A page that a device may write to (FOLL_PIN), of which each process has one of a sort. */
const pinsIn =
  (pages: (twin: Twin) => number[]): Call =>
  (twin, operation) => {
    const [mm, slot] = [mmOf(operation), number(operation, 0)];
    if (twin.vmasIn(mm, slot, slot + 1).some(({ flags }) => (flags & ARMED) !== 0) || copiesPart(twin, mm, slot))
      return undefined;
    if (pages(twin)[operation.process] !== 0) return 'EBUSY';
    const page = twin.call('sys_pin_buffer', mm, slot);
    pages(twin)[operation.process] = page;
    return page === 0 ? 'EFAULT' : 'ok';
  };

/** What the device has read comes now, and it lets the page go. */
function directReadDone(twin: Twin, operation: Operation, content: number): string {
  const page = twin.reading[operation.process] ?? 0;
  if (page === 0) return 'EBADF';
  twin.call('sys_direct_read_done', mmOf(operation), page, content);
  twin.reading[operation.process] = 0;
  return 'ok';
}

/** What a read that is under way when its process ends brings. */
const LAST_BYTE = 9;

/** The device writes out what the page holds by now, and lets it go. */
function iounpin(twin: Twin, { process }: Operation): string {
  const page = twin.buffer[process] ?? 0;
  if (page === 0) return 'EBADF';
  const content = twin.m.get(twin.m.o.page.content, page);
  twin.call('unpin_user_page', page);
  twin.buffer[process] = 0;
  return `read ${content}`;
}

/** A digit for each slot of a range. When the page of a swap slot leaves the swap cache is reclaim's choice. */
function mincore(twin: Twin, operation: Operation): string | undefined {
  if (twin.hasSwapped(mmOf(operation), ...rangeOf(operation))) return undefined;
  const answers = slotsOf(...rangeOf(operation)).map((slot) => twin.call('sys_mincore', mmOf(operation), slot));
  const error = answers.find((answer) => answer > 1);
  return error === undefined ? `in core ${answers.join('')}` : result(error);
}

/** The pipe is read and closed: what the page holds by now. */
function unpin(twin: Twin, { process }: Operation): string {
  const page = twin.pinned[process] ?? 0;
  if (page === 0) return 'EBADF';
  const content = twin.m.get(twin.m.o.page.content, page);
  twin.call('put_page', page);
  twin.pinned[process] = 0;
  return `read ${content}`;
}

/** PAGEMAP_SCAN: what is protected is told as it was before, and it is told of alone. */
function scan(twin: Twin, operation: Operation): string {
  const [start, end] = rangeOf(operation);
  const [mm, mode] = [mmOf(operation), word(operation, 2)];
  const told = slotsOf(start, end).map((slot) =>
    mode === 'read' || twin.isAsync(mm, slot)
      ? twin.categoriesOf(mm, slot, mode === 'read' ? undefined : [start, end])
      : '-',
  );
  const error = mode === 'read' ? 0 : twin.call('sys_pagemap_scan_wp', mm, start, end, Number(mode === 'check'));
  return error === 0 ? `scan ${told.join(':')}` : result(error);
}

const FEATURES: Readonly<Record<string, number>> = {
  plain: 0,
  unpopulated: constant('UFFD_FEATURE_WP_UNPOPULATED'),
  async: constant('UFFD_FEATURE_WP_UNPOPULATED') | constant('UFFD_FEATURE_WP_ASYNC'),
};

/** Opens the userfaultfd of a process, which has one at most. */
function open(twin: Twin, { process }: Operation, kind: string): void {
  twin.watching[process] = true;
  twin.m.set(twin.m.o.uffd.features, process + 1, FEATURES[kind] ?? 0);
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
      if (copiesPart(twin, mmOf(operation), number(operation, 0))) return undefined;
      const fault = twin.call('user_write', mmOf(operation), number(operation, 0), number(operation, 1));
      return fault === 0 ? 'ok' : faulted(twin, operation, fault);
    },
  ],
  [
    'fork',
    (twin, { process }) => {
      if (twin.alive[1] === true) return 'no process';
      twin.alive[1] = true;
      twin.watching[1] = false;
      return result(twin.call('sys_fork', process + 1, 2));
    },
  ],
  [
    'exit',
    (twin, operation) => {
      directReadDone(twin, operation, LAST_BYTE);
      twin.alive[operation.process] = false;
      twin.call('sys_exit', mmOf(operation));
      if (twin.pinned[operation.process] !== 0) unpin(twin, operation);
      if (twin.buffer[operation.process] !== 0) iounpin(twin, operation);
      return 'ok';
    },
  ],
  [
    'fread',
    (twin, operation) => {
      const slot = number(operation, 0);
      if (twin.m.get(twin.m.o.file.end, FILE) - 1 <= slot) return 'end of file';
      return `read ${twin.call('sys_file_read', FILE, slot)}`;
    },
  ],
  [
    'fwrite',
    (twin, operation) => result(twin.call('sys_file_write', FILE, number(operation, 0), number(operation, 1))),
  ],
  ['punch', (twin, operation) => result(twin.call('sys_punch_hole', FILE, ...rangeOf(operation)))],
  ['truncate', (twin, operation) => result(twin.call('sys_ftruncate', FILE, number(operation, 0), SLOTS))],
  [
    'userfaultfd',
    (twin, operation) => {
      if (twin.watching[operation.process] === true) return 'EBUSY';
      open(twin, operation, word(operation, 0));
      return 'ok';
    },
  ],
  [
    'register',
    (twin, operation) => {
      if (twin.watching[operation.process] !== true) open(twin, operation, 'plain');
      const modes = word(operation, 2)
        .split(',')
        .reduce((all, mode) => all | (MODES[mode] ?? 0), 0);
      return result(twin.call('sys_uffd_register', mmOf(operation), ...rangeOf(operation), modes));
    },
  ],
  ['unregister', watched((twin, operation, mm) => twin.call('sys_uffd_unregister', mm, ...rangeOf(operation)))],
  [
    'copy',
    watched((twin, operation, mm) =>
      twin.call('sys_uffd_copy', mm, number(operation, 0), number(operation, 1), Number(word(operation, 2) === 'wp')),
    ),
  ],
  ['zeropage', watched((twin, operation, mm) => twin.call('sys_uffd_zeropage', mm, number(operation, 0)))],
  ['poison', watched((twin, operation, mm) => twin.call('sys_uffd_poison', mm, number(operation, 0)))],
  [
    'continue',
    watched((twin, operation, mm) =>
      twin.call('sys_uffd_continue', mm, number(operation, 0), Number(word(operation, 1) === 'wp')),
    ),
  ],
  [
    'writeprotect',
    watched((twin, operation, mm) =>
      twin.call('sys_uffd_writeprotect', mm, ...rangeOf(operation), number(operation, 2)),
    ),
  ],
  [
    'move',
    watched((twin, operation, mm) => {
      const [to, from] = [number(operation, 0), number(operation, 1)];
      if (twin.hasLarge(mm, from, from + 1) || twin.hasHugeEntry(mm, from)) return undefined;
      return twin.call('sys_uffd_move', mm, to, from, Number(word(operation, 2) === 'holes'));
    }),
  ],
  [
    'mremap',
    (twin, operation) =>
      result(
        twin.call(
          'sys_mremap',
          mmOf(operation),
          ...rangeOf(operation),
          number(operation, 2),
          Number(word(operation, 3) === 'keep'),
        ),
      ),
  ],
  ['pin', pin],
  ['unpin', unpin],
  ['iopin', pinsIn(({ buffer }) => buffer)],
  ['iounpin', iounpin],
  ['dread', pinsIn(({ reading }) => reading)],
  ['dreaddone', (twin, operation) => directReadDone(twin, operation, number(operation, 0))],
  ['mincore', mincore],
  ['scan', scan],
  [
    'smaps',
    (twin, operation) =>
      `maps${mappingsOf(twin.m, mmOf(operation))
        .map((one) => ` ${one}`)
        .join('')}`,
  ],
]);
