import { showEntry } from './entry.ts';
import type { Kernel } from './kernel.ts';
import { type Field, get } from './layout.ts';

/** Fields that hold entry values. */
const ENTRY_FIELDS = new Set(['entry.value', 'TLB.value', 'device TLB.value', 'spte.value']);
/** Fields that hold a thread's number. */
const THREAD_FIELDS = new Set([
  'mm.writer',
  'vma.writer',
  'file.writer',
  'anon_vma.writer',
  'userfaultfd.writer',
  'table.owner',
  'mm.page_table_lock',
  'file.i_lock',
  'swap device.lock',
  'huge zero.lock',
  'page.locker',
]);
/** What the locks are called that are no semaphores. */
const LOCK_NAMES: Readonly<Record<string, string>> = {
  'table.owner': 'spinlock',
  'swap device.lock': 'spinlock',
  'huge zero.lock': 'spinlock',
  'mm.page_table_lock': 'page_table_lock',
  'file.i_lock': 'i_lock',
  'page.locker': 'folio lock',
};
/** Fields that hold a bit for each thread. */
const MASK_FIELDS = new Set([
  'mm.readers',
  'vma.readers',
  'file.readers',
  'anon_vma.readers',
  'userfaultfd.readers',
  'table.waits',
]);
/** Fields whose object is an address of an mm. */
const ADDRESS_KINDS = new Set(['address', 'TLB', 'device TLB', 'spte']);
/** What the trace tells in other ways. */
const UNTOLD = /^program |^thread\.ended$|^broken\.properties$/;
const TABLE_STATES = ['', 'live', 'waiting for a grace period', 'freed'];

/** Writes what changed between two states of a kernel, a phrase each; `threads` are their names from number 1. */
export function changesBetween(
  kernel: Kernel,
  before: Uint8Array,
  after: Uint8Array,
  threads: readonly string[],
): string[] {
  const changes: string[] = [];
  for (const field of kernel.layout.fields) {
    if (UNTOLD.test(field.name)) continue;
    for (let id = 1; id <= field.count; id++) {
      const old = get(before, field, id);
      const now = get(after, field, id);
      if (old !== now)
        changes.push(`${subject(kernel, field, id)}: ${show(field, old, threads)} → ${show(field, now, threads)}`);
    }
  }
  return changes;
}

function subject(kernel: Kernel, field: Field, id: number): string {
  const [kind = '', part = ''] = field.name.split('.');
  if (field.name === 'entry.value') return entryName(kernel, id);
  if (ADDRESS_KINDS.has(kind)) {
    const address = (id - 1) % kernel.of.addresses;
    if (kind === 'address') return `address ${address} ${part}`;
    return `${ownerOf(kernel, kind, Math.floor((id - 1) / kernel.of.addresses))} at address ${address}`;
  }
  if (kind.endsWith('walk cache')) {
    const uppers = Math.ceil(kernel.of.addresses / kernel.of.entriesPerTable);
    return `${ownerOf(kernel, kind, Math.floor((id - 1) / uppers))} of upper entry ${(id - 1) % uppers}`;
  }
  if (THREAD_FIELDS.has(field.name)) return `${lockName(field.name)} of ${kind} ${id}`;
  if (MASK_FIELDS.has(field.name)) return part === 'waits' ? `table ${id} waits for` : `readers of ${kind} ${id}`;
  return `${kind} ${id} ${part}`;
}

/** A cache under its name; where there are several CPUs it says of which. */
function ownerOf(kernel: Kernel, kind: string, index: number): string {
  const isOfCpu = kind === 'TLB' || kind === 'walk cache';
  return isOfCpu && kernel.of.cpus > 1 ? `${kind} of CPU ${index + 1}` : kind;
}

function lockName(field: string): string {
  return LOCK_NAMES[field] ?? 'write lock';
}

function entryName(kernel: Kernel, id: number): string {
  const table = Math.floor((id - 1) / kernel.of.entriesPerTable) + 1;
  return `table ${table}[${(id - 1) % kernel.of.entriesPerTable}]`;
}

function show(field: Field, value: number, threads: readonly string[]): string {
  if (ENTRY_FIELDS.has(field.name)) return showEntry(value);
  if (field.name === 'table.state') return TABLE_STATES[value] ?? String(value);
  if (THREAD_FIELDS.has(field.name)) return value === 0 ? 'free' : (threads[value - 1] ?? `thread ${value}`);
  if (MASK_FIELDS.has(field.name)) {
    const names = threads.filter((_, index) => (value & (1 << index)) !== 0);
    return names.length === 0 ? 'nobody' : names.join(', ');
  }
  return String(value);
}
