import type { Fields, Layout, Shape } from './layout.ts';

/**
 * The objects of a state and their fields. A comment says what each field is in the kernel; ghosts are the model's own
 * record of what happened, which no program can read.
 */

/** A reader-writer semaphore: the writing thread, and a bit for each reading thread. */
const RWSEM = { writer: 1, readers: 1 } as const;

export const MM = {
  /** mmap_lock. */
  ...RWSEM,
  /** mm_users: 0 once exit_mmap may run. */
  users: 1,
  /** The table that the hardware walks from: an upper table, or one above the upper tables. */
  pgd: 1,
  /** mm->page_table_lock: the thread that holds it. */
  page_table_lock: 1,
  /** mm->tlb_flush_batched: reclaim has cleared entries whose flush is still to come. */
  tlb_flush_batched: 1,
  /** mm->tlb_flush_pending: how many gather entries that are not flushed yet. */
  tlb_flush_pending: 1,
  /** mm->write_protect_seq (5.11): odd while fork write-protects entries. */
  write_protect_seq: 1,
} as const satisfies Shape;

export const VMA = {
  mm: 1,
  /** First and one past the last address, in pages. */
  start: 1,
  end: 1,
  pgoff: 1,
  /** VM_* of constants.ts. */
  flags: 2,
  anon_vma: 1,
  /** vm_file->f_mapping; 0 for anonymous memory. */
  mapping: 1,
  /** The per-VMA lock. */
  writer: 1,
  readers: 1,
  /** VM_DONTCOPY and VM_ACCOUNT, for which the sixteen bits of the flags have no room: VM_MORE of constants.ts. */
  more_flags: 1,
  /** 1 once munmap has taken it out of the tree. */
  detached: 1,
} as const satisfies Shape;

/** States of a page table page. */
export const TABLE_STATE = { live: 1, pending: 2, freed: 3 } as const;

export const TABLE = {
  state: 1,
  /** ptl: the thread that holds the spinlock of this table's entries. */
  owner: 1,
  /** For a pending table: the threads whose RCU read sections must end before it is freed. */
  waits: 1,
  /** 1 once pgtable_pte_page_dtor has freed its spinlock, which may be before the table itself. */
  ptl_freed: 1,
  /** Ghost: it hung nowhere from the start, for a world to use later. */
  spare: 1,
  /** 1 while its first words hold list pointers: deposited for a huge page, as s390, sparc64 and powerpc do. */
  deposited: 1,
  /** pt_share_count: how many mms use it beside the first; hugetlb alone shares tables. */
  sharers: 1,
  /** 0 for a table of ptes, 1 for an upper table (pmd), 2 for one above it (pud, pgd). */
  level: 1,
} as const satisfies Shape;

/** Entries of all tables, numbered through: entry i of table t has id (t - 1) * entriesPerTable + i + 1. */
export const ENTRIES = { value: 2 } as const satisfies Shape;

export const PAGE = {
  /** 0 free, 1 allocated. */
  allocated: 1,
  /** Id of the folio's first page: its own for a head or a single page. */
  head: 1,
  /** Mappings of this very page by ptes. */
  mapcount: 1,
  /** Mappings of the whole folio by a huge entry; head only. */
  entire: 1,
  /** Head only. */
  refcount: 1,
  /** FOLL_PIN references among them; head only. */
  pins: 1,
  /** PG_locked: the thread that holds the folio lock; head only. */
  locker: 1,
  /** page->mapping: an anon_vma id with FLAG.anon set, else a file id, 0 for none; head only. */
  mapping: 1,
  index: 1,
  /** page->private: of a page in the swap cache the slot that holds it, per page; 0 for none. */
  private: 1,
  /** FLAG. */
  flags: 1,
  /** PageAnonExclusive, per page. */
  exclusive: 1,
  /** Ghost: what the page holds; equal numbers are equal contents. */
  content: 1,
  /** Ghost: a CPU has stored to the page since it was last written back. */
  unsaved: 1,
  /** Ghost: references from the start that no mapping, cache or device explains; somebody outside the world holds them. */
  held: 1,
  /** Ghost: the thread that has the folio locked from the start, for its caller. */
  held_lock: 1,
  /** 1 while the kernel's direct map leaves the page out (secretmem). */
  no_direct_map: 1,
} as const satisfies Shape;

export const FLAG = {
  anon: 1,
  dirty: 2,
  uptodate: 4,
  swapCache: 8,
  swapBacked: 16,
  zero: 32,
  device: 64,
  hugetlb: 128,
} as const;

export const ANON_VMA = {
  ...RWSEM,
  /** The VMAs in its interval tree, a bit each. */
  vmas: 2,
  /** anon_vmas whose parent it is; a root is its own child. */
  num_children: 1,
} as const satisfies Shape;

export const FILE = {
  /** i_mmap_rwsem. */
  ...RWSEM,
  /** invalidate_lock: faults of the file hold it for reading, who takes pages out of its page cache for writing. */
  invalidate_writer: 1,
  invalidate_readers: 1,
  /** inode->i_lock: the thread that holds it. */
  i_lock: 1,
  /** inode->i_private of shmem: the hole being punched, as first page + 1 and length; 0 for none. */
  falloc: 1,
  falloc_length: 1,
  /** i_size in pages, plus 1; 0 where the world does not keep one. */
  end: 1,
} as const satisfies Shape;

/** The page cache, an entry for each file and offset: the page id, 0 for a hole. */
export const CACHE = { page: 1 } as const satisfies Shape;

export const SWAP = {
  /** Entries that refer to the slot. */
  count: 1,
  /** The page in the swap cache, 0 for none. */
  cached: 1,
  /** SWAP_HAS_CACHE: the slot is kept for the swap cache, or for somebody who reads it. */
  has_cache: 1,
  /** Ghost: what was written there. */
  content: 1,
} as const satisfies Shape;

/** A userfaultfd context, which watches one mm and has its number. */
export const UFFD = {
  /** ctx->map_changing_lock, 6.9 (5e4c24a57b0c). */
  ...RWSEM,
  /** UFFD_FEATURE_*: the events that its monitor has asked for, and how write protection works. */
  features: 2,
  /** Changes of the address space whose event has not been read yet; until 5.17 a bool. */
  mmap_changing: 1,
} as const satisfies Shape;

/** The event that a thread has queued for a monitor: it lies on the thread's stack, and the thread waits for its reading. */
export const UFFD_EVENT = {
  /** The context in whose queue it stands; 0 for none. */
  context: 1,
  /** UFFD_EVENT_*. */
  kind: 1,
  /** Its place in the queue, from 1. */
  place: 1,
} as const satisfies Shape;

/** The huge zero page and the variables about it. */
export const HUGE_ZERO = {
  /** huge_zero_page, 0 for none. */
  page: 1,
  /** huge_zero_pfn: a page's number is its id; all bits for none. */
  pfn: 2,
  /** huge_zero_refcount: who maps it, and one for the shrinker. */
  refcount: 1,
  /** huge_zero_lock: the thread that holds it. */
  lock: 1,
} as const satisfies Shape;

/** A swap device: struct swap_info_struct. */
export const SWAP_DEVICE = {
  /** si->lock: the thread that holds it. */
  lock: 1,
  /** SWP_USED and SWP_WRITEOK of constants.ts. */
  flags: 1,
  /** The highest free slot; 0 where none is free. */
  highest_bit: 1,
  /** 1 while it is on the list of devices in use (swap_active_head). */
  active: 1,
  /** 1 while it is on the list of devices that give out slots (swap_avail_head, one for all nodes here). */
  available: 1,
} as const satisfies Shape;

/** Ghosts of each virtual page of each mm: id (mm - 1) * addresses + address + 1. */
export const PLACE = {
  /** userfaultfd resolved it or the program stored there since registration, and nobody took it away. */
  installed: 1,
  /** UFFDIO_WRITEPROTECT holds: a write must raise an event. */
  protected: 1,
  /** Events of faults raised there: bits 1 missing, 2 write-protect, 4 minor. */
  events: 1,
  /** The usage hint of s390's PGSTE, beside the entry. */
  unused: 1,
  /** What the program must read in private memory: what it stored last or has by fork; 0 where nobody keeps track. */
  content: 1,
  /** REVOKED: what a thread that revokes found taken away when it last gave the page-table lock back. */
  seen: 1,
  /** REVOKED: what a call that has returned had taken away by then, and nothing gave back since. */
  revoked: 1,
} as const satisfies Shape;

/** What was taken away at an address: the page, or the right to write. */
export const REVOKED = { access: 1, write: 2 } as const;

export const CPU = {
  /** The mm whose tables it walks. */
  mm: 1,
  /** 1 while it runs a kernel thread on a borrowed mm (lazy TLB): no program, but the walker still speculates. */
  lazy: 1,
} as const satisfies Shape;

/** TLBs of CPUs: leaf translations for each address. */
export const TLB_LEAF = { value: 2 } as const satisfies Shape;
/** Paging-structure caches of CPUs: table ids for each upper entry. */
export const TLB_TABLE = { table: 1 } as const satisfies Shape;

/** An SVA-like device: walks the CPU's tables with caches of its own. */
export const SVA_LEAF = { value: 2 } as const satisfies Shape;
export const SVA_TABLE = { table: 1 } as const satisfies Shape;

/** A KVM-like secondary MMU: shadow entries for each address, and how many invalidate ranges are open. */
export const KVM_SPTE = { value: 2 } as const satisfies Shape;
export const KVM = { open: 1 } as const satisfies Shape;

/** Long-term users of pages: where the pin was taken, and of what page. */
export const PIN = { page: 1, mm: 1, address: 1 } as const satisfies Shape;

export const THREAD = {
  /** Nesting of rcu_read_lock. */
  rcu: 1,
  /** 1 while local interrupts are off. */
  irq_off: 1,
  /** Invalidate ranges that it has started and not ended. */
  ranges: 1,
  /** The CPU that it runs on, where the world has CPUs with caches. */
  cpu: 1,
  /** 1 where its call promises that what it takes away is gone when it returns. */
  revokes: 1,
  /** Ghost: its programs take page-table locks themselves, instead of leaving that to their callers. */
  locks: 1,
  /** Ghost: the pte that it has read last, where NOTIFY-PAIR is judged. */
  looked: 2,
  /** current->tlb_ubc: a bit for each mm of which it has cleared entries without a flush. */
  tlb_ubc: 1,
  /** 1 once all its programs have come to their end. */
  ended: 1,
} as const satisfies Shape;

/** Ghost: a bit for each property that the world watches and that a step has broken, 16 to a cell. */
export const BROKEN = { properties: 2 } as const satisfies Shape;
const BITS = 16;

/** How many of each object a world has. */
export interface Dimensions {
  readonly mms: number;
  readonly vmas: number;
  readonly tables: number;
  readonly entriesPerTable: number;
  readonly pages: number;
  readonly anonVmas: number;
  readonly files: number;
  readonly filePages: number;
  readonly swapSlots: number;
  readonly swapDevices: number;
  /** userfaultfd contexts whose events are modelled: as many as mms, or none. */
  readonly uffds: number;
  /** 1 where the life of the huge zero page is modelled, else 0. */
  readonly hugeZero: number;
  /** Virtual pages of each mm. */
  readonly addresses: number;
  readonly cpus: number;
  readonly svas: number;
  readonly kvms: number;
  readonly pins: number;
  readonly threads: number;
}

/** All fields of all objects, laid out. */
export interface Objects {
  readonly mm: Fields<typeof MM>;
  readonly vma: Fields<typeof VMA>;
  readonly table: Fields<typeof TABLE>;
  readonly entry: Fields<typeof ENTRIES>;
  readonly page: Fields<typeof PAGE>;
  readonly anonVma: Fields<typeof ANON_VMA>;
  readonly file: Fields<typeof FILE>;
  readonly cache: Fields<typeof CACHE>;
  readonly swap: Fields<typeof SWAP>;
  readonly swapDevice: Fields<typeof SWAP_DEVICE>;
  readonly hugeZero: Fields<typeof HUGE_ZERO>;
  readonly uffd: Fields<typeof UFFD>;
  readonly uffdEvent: Fields<typeof UFFD_EVENT>;
  readonly place: Fields<typeof PLACE>;
  readonly cpu: Fields<typeof CPU>;
  readonly tlbLeaf: Fields<typeof TLB_LEAF>;
  readonly tlbTable: Fields<typeof TLB_TABLE>;
  readonly svaLeaf: Fields<typeof SVA_LEAF>;
  readonly svaTable: Fields<typeof SVA_TABLE>;
  readonly kvmSpte: Fields<typeof KVM_SPTE>;
  readonly kvm: Fields<typeof KVM>;
  readonly pin: Fields<typeof PIN>;
  readonly thread: Fields<typeof THREAD>;
  readonly broken: Fields<typeof BROKEN>;
}

/** Lays out the objects of a world in which so many properties are watched. */
export function placeObjects(layout: Layout, of: Dimensions, properties: number): Objects {
  const upperEntries = Math.ceil(of.addresses / of.entriesPerTable);
  return {
    mm: layout.add('mm', of.mms, MM),
    vma: layout.add('vma', of.vmas, VMA),
    table: layout.add('table', of.tables, TABLE),
    entry: layout.add('entry', of.tables * of.entriesPerTable, ENTRIES),
    page: layout.add('page', of.pages, PAGE),
    anonVma: layout.add('anon_vma', of.anonVmas, ANON_VMA),
    file: layout.add('file', of.files, FILE),
    cache: layout.add('page cache', of.files * of.filePages, CACHE),
    swap: layout.add('swap slot', of.swapSlots, SWAP),
    swapDevice: layout.add('swap device', of.swapDevices, SWAP_DEVICE),
    hugeZero: layout.add('huge zero', of.hugeZero, HUGE_ZERO),
    uffd: layout.add('userfaultfd', of.uffds, UFFD),
    uffdEvent: layout.add('event of thread', of.uffds === 0 ? 0 : of.threads, UFFD_EVENT),
    place: layout.add('address', of.mms * of.addresses, PLACE),
    cpu: layout.add('CPU', of.cpus, CPU),
    tlbLeaf: layout.add('TLB', of.cpus * of.addresses, TLB_LEAF),
    tlbTable: layout.add('walk cache', of.cpus * upperEntries, TLB_TABLE),
    svaLeaf: layout.add('device TLB', of.svas * of.addresses, SVA_LEAF),
    svaTable: layout.add('device walk cache', of.svas * upperEntries, SVA_TABLE),
    kvmSpte: layout.add('spte', of.kvms * of.addresses, KVM_SPTE),
    kvm: layout.add('kvm', of.kvms, KVM),
    pin: layout.add('pin', of.pins, PIN),
    thread: layout.add('thread', of.threads, THREAD),
    broken: layout.add('broken', Math.ceil(properties / BITS), BROKEN),
  };
}
