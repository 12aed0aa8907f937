import { UFFD, VM } from '../constants.ts';
import type { Memory } from '../kernel.ts';
import { type NamedCall, SUBJECT, type ThreadOfWorld, type Touched, type Witness, type World } from '../world.ts';
import { ADDRESS, PAGE } from './one-page.ts';
import { placeFree, placeTables, placeVma, SMALL } from './setup.ts';

const PARENT = 1;
const CHILD = 2;
/** What the monitor sends. */
const CONTENT = 5;
const COPY = 1;
const READER = 3;

/** The function installs what userfaultfd's monitor sends. */
function installs({ primitives }: Touched): string | undefined {
  return primitives.has('uffd_installed') ? 'it installs a page that userfaultfd’s monitor sends' : undefined;
}

const ABOUT = `A monitor that serves a program's memory by userfaultfd is told when the program forks, moves, discards or unmaps some of
it (non-cooperative mode): the call that does so queues an event and waits until the monitor has read it. Another thread
of the monitor sends pages meanwhile. A page that is installed between the change and the reading of its event is on no
side of it that the monitor could know. So nothing is installed from the change until its event is read: -EAGAIN.`;

const ended = (thread: number, name: string, says: string): Witness => ({
  name,
  says,
  holds: (m) => m.get(m.o.thread.ended, thread) === 1,
});
const isInstalled = (m: Memory) => m.get(m.o.place.installed, m.place(PARENT, ADDRESS)) === 1;

const WITNESSES: readonly Witness[] = [
  { name: 'a page is installed', says: 'What the monitor sends is installed.', holds: isInstalled },
  {
    name: 'a page is refused',
    says: 'What the monitor sends is not installed, since its event is still to be read.',
    holds: (m) => m.get(m.o.thread.ended, COPY) === 1 && !isInstalled(m) && m.get(m.o.uffd.mmap_changing, PARENT) > 0,
  },
  ended(READER, 'the event is read', 'The monitor has read the event of the change.'),
];

const threads = (change: NamedCall): readonly ThreadOfWorld[] => [
  { name: 'copy', runs: [SUBJECT] },
  { name: 'program', runs: [change] },
  { name: 'monitor', runs: [{ function: 'uffd_read_event', args: [PARENT] }] },
];

const BINDINGS: World['bindings'] = [
  { type: 'struct mm_struct *', value: PARENT },
  { type: 'struct vm_area_struct *', value: PARENT },
  { type: 'unsigned long', names: /content/, value: CONTENT },
  { type: 'unsigned long', value: ADDRESS },
  { type: 'bool', value: 0 },
];

function watched(m: Memory, features: number): void {
  placeTables(m, PARENT, 1, 2, ADDRESS);
  const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE | VM.VM_UFFD_MISSING;
  placeVma(m, PARENT, { mm: PARENT, start: ADDRESS, pages: 1, flags, anonVma: 1 });
  m.set(m.o.uffd.features, PARENT, features);
}

export const UFFD_COPY_FORK: World = {
  name: 'uffd-copy-fork',
  title: 'A program that userfaultfd watches forks while its monitor sends a page',
  about: `${ABOUT}

  program                              copy
  fork: the child has no page there
  gives mmap_lock back
                                       installs the page in the parent
  queues its event
  (the monitor reads that there is a child, and does not know whether it has the page)`,
  properties: ['UFFD-EVENT'],
  incidental: ['REF', 'RMAP', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, mms: 2, vmas: 2, tables: 4, pages: 1, anonVmas: 2, uffds: 2 },
  kernels: { since: '4.11' },
  initial: (m) => {
    watched(m, UFFD.UFFD_FEATURE_EVENT_FORK);
    placeTables(m, CHILD, 3, 4, ADDRESS);
    placeFree(m, PAGE);
  },
  threads: threads({ function: 'sys_fork', args: [PARENT, CHILD] }),
  hardware: [],
  bindings: BINDINGS,
  witnesses: WITNESSES,
  suits: installs,
};

export const UFFD_COPY_REMOVE: World = {
  name: 'uffd-copy-remove',
  title: 'A program discards memory that userfaultfd watches while its monitor sends a page there',
  about: `${ABOUT} MADV_DONTNEED takes mmap_lock for reading only, as the copy does, so that a lock of the
context's own (map_changing_lock) has to keep the two apart.

  program                              copy
                                       looks: nothing changes
  MADV_DONTNEED begins
                                       installs the page
  (the monitor reads that all there is gone)`,
  properties: ['UFFD-EVENT'],
  incidental: ['REF', 'RMAP', 'LOCK', 'ASSERT'],
  dimensions: { ...SMALL, pages: 2, anonVmas: 1, uffds: 1, vmas: 1 },
  kernels: { since: '6.9' },
  initial: (m) => {
    watched(m, UFFD.UFFD_FEATURE_EVENT_REMOVE);
    placeFree(m, PAGE, PAGE + 1);
  },
  threads: threads({ function: 'sys_madvise_dontneed', args: [PARENT, ADDRESS, ADDRESS + 1] }),
  hardware: [],
  bindings: BINDINGS,
  witnesses: WITNESSES,
  suits: installs,
};
