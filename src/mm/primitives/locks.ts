import { looked } from '../access.ts';
import type { Memory } from '../kernel.ts';
import type { Field } from '../layout.ts';
import { TABLE_STATE } from '../objects.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { holderOf, isOfTable, setHolder } from '../spinlocks.ts';

/** The two cells of a reader-writer semaphore. */
interface Rwsem {
  readonly writer: Field;
  readonly readers: Field;
}

/** A semaphore of objects that the world has none of guards nothing in it. */
const isElsewhere = (sem: Rwsem, id: number) => id > 0 && sem.writer.count === 0;
const canRead = (m: Memory, sem: Rwsem, id: number) => isElsewhere(sem, id) || m.get(sem.writer, id) === 0;
const canWrite = (m: Memory, sem: Rwsem, id: number) =>
  isElsewhere(sem, id) || (m.get(sem.writer, id) === 0 && m.get(sem.readers, id) === 0);

function read(m: Memory, sem: Rwsem, id: number): void {
  if (isElsewhere(sem, id)) return;
  m.set(sem.readers, id, m.get(sem.readers, id) | m.threadBit);
}

function readUnlock(m: Memory, sem: Rwsem, id: number): void {
  if (isElsewhere(sem, id)) return;
  const readers = m.get(sem.readers, id);
  if ((readers & m.threadBit) === 0) m.break('LOCK');
  m.set(sem.readers, id, readers & ~m.threadBit);
}

function write(m: Memory, sem: Rwsem, id: number): void {
  if (!isElsewhere(sem, id)) m.set(sem.writer, id, m.thread);
}

function writeUnlock(m: Memory, sem: Rwsem, id: number): void {
  if (isElsewhere(sem, id)) return;
  if (m.get(sem.writer, id) !== m.thread) m.break('LOCK');
  m.set(sem.writer, id, 0);
}

/** The five operations that every semaphore has, under its own names. */
function rwsem(
  type: string,
  of: (m: Memory) => Rwsem,
  names: { read: string; readUnlock: string; write: string; writeUnlock: string },
  what: string,
  source: string,
  afterWrite: (m: Memory, id: number) => void = () => undefined,
): Primitive[] {
  return [
    primitive(`void ${names.read}(${type})`, {
      says: `Takes ${what} for reading; waits for a writer.`,
      source,
      enabled: (m, id = 0) => id === 0 || canRead(m, of(m), id),
      run: (m, id = 0) => void read(m, of(m), id),
    }),
    primitive(`void ${names.readUnlock}(${type})`, {
      says: `Gives ${what} back from reading; breaks LOCK where the thread does not hold it.`,
      source,
      run: (m, id = 0) => void readUnlock(m, of(m), id),
    }),
    primitive(`void ${names.write}(${type})`, {
      says: `Takes ${what} for writing; waits for readers and a writer.`,
      source,
      enabled: (m, id = 0) => id === 0 || canWrite(m, of(m), id),
      run: (m, id = 0) => void write(m, of(m), id),
    }),
    primitive(`void ${names.writeUnlock}(${type})`, {
      says: `Gives ${what} back from writing; breaks LOCK where the thread does not hold it.`,
      source,
      run: (m, id = 0) => {
        writeUnlock(m, of(m), id);
        afterWrite(m, id);
        return undefined;
      },
    }),
  ];
}

/** Ends all writes to VMAs of an mm: they last as long as mmap_lock is held for writing. */
function vmaEndWriteAll(m: Memory, mm: number): void {
  for (let vma = 1; vma <= m.kernel.of.vmas; vma++) if (m.get(m.o.vma.mm, vma) === mm) m.set(m.o.vma.writer, vma, 0);
}

const mmapLock = (m: Memory): Rwsem => m.o.mm;
const vmaLock = (m: Memory): Rwsem => m.o.vma;

/** Locks by identity: semaphores of mm, file and anon_vma, the spinlock of each page table, the folio lock. */
export const LOCKS: readonly Primitive[] = [
  ...rwsem(
    'struct mm_struct *',
    mmapLock,
    {
      read: 'mmap_read_lock',
      readUnlock: 'mmap_read_unlock',
      write: 'mmap_write_lock',
      writeUnlock: 'mmap_write_unlock',
    },
    'mmap_lock',
    'include/linux/mmap_lock.h',
    vmaEndWriteAll,
  ),
  ...rwsem(
    'struct address_space *',
    (m) => m.o.file,
    {
      read: 'i_mmap_lock_read',
      readUnlock: 'i_mmap_unlock_read',
      write: 'i_mmap_lock_write',
      writeUnlock: 'i_mmap_unlock_write',
    },
    'i_mmap_rwsem',
    'include/linux/fs.h',
  ),
  ...rwsem(
    'struct rw_semaphore *',
    (m) => m.o.uffd,
    { read: 'down_read', readUnlock: 'up_read', write: 'down_write', writeUnlock: 'up_write' },
    'map_changing_lock of a userfaultfd context, where the world has its events',
    'fs/userfaultfd.c, 6.9',
  ),
  ...rwsem(
    'struct address_space *',
    (m) => ({ writer: m.o.file.invalidate_writer, readers: m.o.file.invalidate_readers }),
    {
      read: 'filemap_invalidate_lock_shared',
      readUnlock: 'filemap_invalidate_unlock_shared',
      write: 'filemap_invalidate_lock',
      writeUnlock: 'filemap_invalidate_unlock',
    },
    'invalidate_lock',
    'include/linux/fs.h',
  ),
  ...rwsem(
    'struct anon_vma *',
    (m) => m.o.anonVma,
    {
      read: 'anon_vma_lock_read',
      readUnlock: 'anon_vma_unlock_read',
      write: 'anon_vma_lock_write',
      writeUnlock: 'anon_vma_unlock_write',
    },
    "the anon_vma's rwsem",
    'include/linux/rmap.h',
  ),
  primitive('bool mmap_write_trylock(struct mm_struct *)', {
    says: 'Takes mmap_lock for writing where nobody holds it, and says whether it did.',
    source: 'include/linux/mmap_lock.h',
    run: (m, mm = 0) => {
      if (!canWrite(m, mmapLock(m), mm)) return 0;
      m.set(m.o.mm.writer, mm, m.thread);
      return 1;
    },
  }),
  primitive('bool mmap_read_trylock(struct mm_struct *)', {
    says: 'Takes mmap_lock for reading where no writer holds it, and says whether it did.',
    source: 'include/linux/mmap_lock.h',
    run: (m, mm = 0) => {
      if (!canRead(m, mmapLock(m), mm)) return 0;
      read(m, mmapLock(m), mm);
      return 1;
    },
  }),
  primitive('void mmap_write_downgrade(struct mm_struct *)', {
    says: 'Turns the own write lock of mmap_lock into a read lock.',
    source: 'include/linux/mmap_lock.h',
    run: (m, mm = 0) => {
      writeUnlock(m, mmapLock(m), mm);
      vmaEndWriteAll(m, mm);
      read(m, mmapLock(m), mm);
      return undefined;
    },
  }),
  primitive('bool vma_try_start_write(struct vm_area_struct *)', {
    says: 'Keeps faults under the lock of this VMA out until mmap_lock is released, unless one is under way.',
    needs: 'mmap_lock for writing',
    source: 'include/linux/mm.h, 6.4',
    run: (m, vma = 0) => {
      if (m.get(m.o.vma.readers, vma) !== 0) return 0;
      m.set(m.o.vma.writer, vma, m.thread);
      return 1;
    },
  }),
  primitive('void vma_start_write(struct vm_area_struct *)', {
    says: 'Waits for faults under the lock of this VMA and keeps new ones out until mmap_lock is released.',
    needs: 'mmap_lock for writing',
    source: 'include/linux/mm.h, 6.4',
    enabled: (m, vma = 0) => vma === 0 || m.get(m.o.vma.readers, vma) === 0,
    run: (m, vma = 0) => void m.set(m.o.vma.writer, vma, m.thread),
  }),
  primitive('bool vma_start_read(struct vm_area_struct *)', {
    says: 'Takes the lock of one VMA for reading unless somebody writes to it, and says whether it did.',
    source: 'include/linux/mm.h, 6.4',
    run: (m, vma = 0) => {
      if (m.get(m.o.vma.writer, vma) !== 0) return 0;
      read(m, vmaLock(m), vma);
      return 1;
    },
  }),
  primitive('void vma_end_read(struct vm_area_struct *)', {
    says: 'Gives the lock of one VMA back.',
    source: 'include/linux/mm.h, 6.4',
    run: (m, vma = 0) => void readUnlock(m, vmaLock(m), vma),
  }),
  primitive('void spin_lock(spinlock_t *)', {
    says: 'Takes a spinlock: of a page table, an mm or a swap device; that of a table that was freed breaks TABLE-LOCKED.',
    source: 'include/linux/spinlock.h; Documentation/mm/split_page_table_lock.rst',
    aliases: ['spin_lock_nested', 'spin_lock_irq'],
    enabled: (m, lock = 0) => lock === 0 || holderOf(m, lock) === 0,
    run: (m, lock = 0) => void takeSpinlock(m, lock),
  }),
  primitive('bool spin_trylock(spinlock_t *)', {
    says: 'Takes a spinlock where it is free, and says whether it did.',
    source: 'include/linux/spinlock.h',
    run: (m, lock = 0) => {
      if (holderOf(m, lock) !== 0) return 0;
      takeSpinlock(m, lock);
      return 1;
    },
  }),
  primitive('void spin_unlock(spinlock_t *)', {
    says: 'Gives a spinlock back; breaks LOCK where the thread does not hold it.',
    source: 'include/linux/spinlock.h',
    aliases: ['spin_unlock_irq'],
    run: (m, lock = 0) => {
      if (holderOf(m, lock) !== m.thread) m.break('LOCK');
      setHolder(m, lock, 0);
      if (isOfTable(m, lock)) looked(m, lock);
      return undefined;
    },
  }),
  primitive('spinlock_t *pmd_lock(struct mm_struct *, pmd_t *)', {
    says: 'Takes the lock of the upper table that the entry stands in, and returns it.',
    source: 'include/linux/mm.h; Documentation/mm/split_page_table_lock.rst',
    enabled: (m, _mm = 0, pmd = 0) => pmd === 0 || m.get(m.o.table.owner, m.tableOf(pmd)) === 0,
    run: (m, _mm = 0, pmd = 0) => {
      if (pmd === 0) m.break('ASSERT');
      else takeSpinlock(m, m.tableOf(pmd));
      return pmd === 0 ? 0 : m.tableOf(pmd);
    },
  }),
  primitive('void folio_lock(struct folio *)', {
    says: 'Takes the folio lock; waits for its holder. Of a page that was freed it breaks REF.',
    source: 'include/linux/pagemap.h',
    aliases: ['lock_page', '__folio_lock'],
    enabled: (m, folio = 0) => folio === 0 || m.get(m.o.page.locker, m.get(m.o.page.head, folio)) === 0,
    run: (m, folio = 0) => {
      const head = m.get(m.o.page.head, folio);
      if (m.get(m.o.page.allocated, head) === 0) m.break('REF');
      m.set(m.o.page.locker, head, m.thread);
      return undefined;
    },
  }),
  primitive('bool folio_trylock(struct folio *)', {
    says: 'Takes the folio lock where it is free, and says whether it did.',
    source: 'include/linux/pagemap.h',
    aliases: ['trylock_page'],
    run: (m, folio = 0) => {
      const head = m.get(m.o.page.head, folio);
      if (m.get(m.o.page.locker, head) !== 0) return 0;
      m.set(m.o.page.locker, head, m.thread);
      return 1;
    },
  }),
  primitive('void __folio_set_locked(struct folio *)', {
    says: 'Takes the folio lock of a new folio, which nobody else knows of.',
    source: 'include/linux/page-flags.h',
    aliases: ['__SetPageLocked'],
    run: (m, folio = 0) => void m.set(m.o.page.locker, m.get(m.o.page.head, folio), m.thread),
  }),
  primitive('bool folio_locked_here(struct folio *)', {
    reads: true,
    says: 'Says whether the thread itself holds the folio lock, as who got VM_FAULT_LOCKED knows.',
    source: 'mm/memory.c: __do_fault',
    run: (m, folio = 0) => (folio !== 0 && m.get(m.o.page.locker, m.get(m.o.page.head, folio)) === m.thread ? 1 : 0),
  }),
  primitive('bool folio_test_locked(struct folio *)', {
    reads: true,
    says: 'Reads whether anybody holds the folio lock.',
    source: 'include/linux/page-flags.h',
    aliases: ['PageLocked'],
    run: (m, folio = 0) => (m.get(m.o.page.locker, m.get(m.o.page.head, folio)) !== 0 ? 1 : 0),
  }),
  primitive('void folio_unlock(struct folio *)', {
    says: 'Gives the folio lock back; breaks LOCK where the thread does not hold it.',
    source: 'mm/filemap.c',
    aliases: ['unlock_page'],
    run: (m, folio = 0) => {
      const head = m.get(m.o.page.head, folio);
      if (m.get(m.o.page.locker, head) !== m.thread) m.break('LOCK');
      m.set(m.o.page.locker, head, 0);
      return undefined;
    },
  }),
];

function takeSpinlock(m: Memory, lock: number): void {
  if (isOfTable(m, lock)) {
    const isGone = m.get(m.o.table.state, lock) === TABLE_STATE.freed || m.get(m.o.table.ptl_freed, lock) === 1;
    if (isGone) m.break('TABLE-LOCKED');
  }
  setHolder(m, lock, m.thread);
}
