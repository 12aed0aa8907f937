import type { Memory } from '../kernel.ts';
import { type Primitive, primitive } from '../primitive.ts';

/** An assertion about a lock, and the calls that take and release what it asserts. */
export interface LockAssertion {
  readonly primitive: Primitive;
  readonly take: string;
  readonly release: string;
}

type Cells = { readonly writer: Parameters<Memory['get']>[0]; readonly readers: Parameters<Memory['get']>[0] };

function assertion(
  name: string,
  type: string,
  of: (m: Memory) => Cells,
  holds: 'read' | 'write',
  calls: { readonly take: string; readonly release: string },
  source: string,
  aliases: readonly string[] = [],
): LockAssertion {
  const heldForWriting = (m: Memory, id: number) => m.get(of(m).writer, id) === m.thread;
  const heldForReading = (m: Memory, id: number) => (m.get(of(m).readers, id) & m.threadBit) !== 0;
  return {
    ...calls,
    primitive: primitive(`void ${name}(${type})`, {
      says: `States that the caller holds the lock${holds === 'write' ? ' for writing' : ''}; breaks LOCK where it does not.`,
      source,
      aliases,
      reads: true,
      run: (m, id = 0) => {
        if (!heldForWriting(m, id) && (holds === 'write' || !heldForReading(m, id))) m.break('LOCK');
        return undefined;
      },
    }),
  };
}

const MMAP = 'include/linux/mmap_lock.h';
const readMmap = { take: 'mmap_read_lock', release: 'mmap_read_unlock' };
const writeMmap = { take: 'mmap_write_lock', release: 'mmap_write_unlock' };
const readFile = { take: 'i_mmap_lock_read', release: 'i_mmap_unlock_read' };
const writeFile = { take: 'i_mmap_lock_write', release: 'i_mmap_unlock_write' };

/**
 * The kernel's statements about locks that a function's callers hold.
 *
 * A function that is run by itself is given what it asserts, since it was not written to be called without.
 */
export const LOCK_ASSERTIONS: readonly LockAssertion[] = [
  assertion('mmap_assert_locked', 'struct mm_struct *', (m) => m.o.mm, 'read', readMmap, MMAP),
  assertion('mmap_assert_write_locked', 'struct mm_struct *', (m) => m.o.mm, 'write', writeMmap, MMAP, [
    'vma_assert_write_locked',
  ]),
  assertion('i_mmap_assert_locked', 'struct address_space *', (m) => m.o.file, 'read', readFile, 'include/linux/fs.h'),
  assertion(
    'i_mmap_assert_write_locked',
    'struct address_space *',
    (m) => m.o.file,
    'write',
    writeFile,
    'include/linux/fs.h',
  ),
];
