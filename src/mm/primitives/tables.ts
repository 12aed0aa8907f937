import { grants, inherits } from '../access.ts';
import { BIT, ENTRY, entry, has, kindOf, targetOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { TABLE_STATE } from '../objects.ts';
import { type Primitive, primitive } from '../primitive.ts';
import { FOLDED_PUD, pmdOffset, pudOffset, readPud } from '../upper-levels.ts';

const MMU = 'Documentation/mm/page_tables.rst; include/linux/pgtable.h';

/** Clears an entry and returns what stood there, as the hardware's atomic exchange does. */
function exchange(m: Memory, id: number, value: number): number {
  const old = m.entry(id);
  m.setEntry(id, value);
  return old;
}

/** The usage hint that s390 keeps beside an entry comes back with the old value (`ptep_xchg_commit`). */
function withHint(m: Memory, mm: number, address: number, old: number): number {
  const hinted = m.get(m.o.place.unused, m.place(mm, address)) === 1;
  return hinted && kindOf(old) === ENTRY.leaf ? old | BIT.unused : old;
}

/** An entry still stands for something: a page that rmap knows, swapped or moving content, or a marker. */
function isLive(m: Memory, value: number): boolean {
  if (kindOf(value) === ENTRY.none) return false;
  if (kindOf(value) !== ENTRY.leaf) return true;
  return m.get(m.o.page.mapcount, targetOf(value)) > 0;
}

/** Breaks TABLE-EMPTY where a table that is given up still holds a live entry. */
function mustBeEmpty(m: Memory, table: number): void {
  if (table === 0) {
    m.break('ASSERT');
    return;
  }
  const first = (table - 1) * m.kernel.of.entriesPerTable + 1;
  for (let id = first; id < first + m.kernel.of.entriesPerTable; id++) {
    if (isLive(m, m.get(m.o.entry.value, id))) m.break('TABLE-EMPTY');
  }
}

/** A table is given up: it is freed once every RCU read section that runs now has ended. */
export function freeAfterGracePeriod(m: Memory, table: number): void {
  mustBeEmpty(m, table);
  m.set(m.o.table.state, table, TABLE_STATE.pending);
  m.set(m.o.table.waits, table, readersNow(m));
}

/** The threads whose read sections a grace period that starts now must wait for. */
export function readersNow(m: Memory): number {
  let mask = 0;
  for (let thread = 1; thread <= m.kernel.of.threads; thread++) {
    if (m.get(m.o.thread.rcu, thread) > 0 || m.get(m.o.thread.irq_off, thread) > 0) mask |= 1 << (thread - 1);
  }
  return mask;
}

function load(name: string, type: string, what: string): Primitive {
  return primitive(`${type} ${name}(${type} *)`, {
    reads: true,
    says: `Reads ${what}; breaks TABLE-LOCKED or TABLE-LOCKLESS where its table was freed.`,
    source: MMU,
    aliases:
      type === 'pmd_t'
        ? ['pmdp_get_lockless', 'pmd_read_atomic', 'load pmd_t']
        : ['ptep_get_lockless', 'huge_ptep_get', 'load pte_t'],
    run: (m, id = 0) => {
      if (type === 'pte_t' && m.kernel.of.kvms > 0 && m.kernel.watched.includes('NOTIFY-PAIR'))
        m.set(m.o.thread.looked, m.thread, id);
      return m.entry(id);
    },
  });
}

/** Entries of page tables, and the life of the tables themselves. */
export const TABLES: readonly Primitive[] = [
  load('pmdp_get', 'pmd_t', 'an upper entry'),
  load('ptep_get', 'pte_t', 'an entry'),
  primitive('void set_pte_at(struct mm_struct *, unsigned long, pte_t *, pte_t)', {
    says: 'Stores an entry. A page-table entry that lets writes through never carries uffd-wp (UFFD-WP).',
    needs: 'the ptl of its table',
    source: `${MMU}; mm/page_table_check.c: page_table_check_pte_flags`,
    aliases: ['set_huge_pte_at', 'set_ptes'],
    run: (m, mm = 0, address = 0, ptep = 0, value = 0) => {
      m.setEntry(ptep, value);
      grants(m, mm, address, value);
      inherits(m, mm, address, value);
      return undefined;
    },
  }),
  primitive('pte_t ptep_modify_prot_start(struct vm_area_struct *, unsigned long, pte_t *)', {
    says: 'Clears an entry so that the hardware sets no bit in it until ptep_modify_prot_commit, and returns what stood there.',
    needs: 'the ptl of its table',
    source: MMU,
    aliases: ['huge_ptep_modify_prot_start'],
    run: (m, _vma = 0, _address = 0, ptep = 0) => exchange(m, ptep, entry(ENTRY.none)),
  }),
  primitive('void ptep_modify_prot_commit(struct vm_area_struct *, unsigned long, pte_t *, pte_t, pte_t)', {
    says: 'Stores the changed entry that ptep_modify_prot_start has cleared. The old value, fourth, is for architectures.',
    needs: 'the ptl of its table',
    source: `${MMU}, 5.1`,
    aliases: ['huge_ptep_modify_prot_commit'],
    run: (m, vma = 0, address = 0, ptep = 0, _old = 0, value = 0) => {
      m.setEntry(ptep, value);
      grants(m, m.get(m.o.vma.mm, vma), address, value);
      return undefined;
    },
  }),
  primitive('pmd_t pmdp_establish(struct vm_area_struct *, unsigned long, pmd_t *, pmd_t)', {
    says: 'Exchanges an upper entry, atomically with the hardware, and returns what stood there.',
    needs: 'the pmd lock',
    source: MMU,
    run: (m, _vma = 0, _address = 0, pmdp = 0, value = 0) => exchange(m, pmdp, value),
  }),
  primitive('bool pmdp_test_and_clear_young(struct vm_area_struct *, unsigned long, pmd_t *)', {
    says: 'Clears the accessed bit of an upper entry, atomically with the hardware, and says whether it was set.',
    needs: 'the pmd lock',
    source: MMU,
    run: (m, _vma = 0, _address = 0, pmdp = 0) => {
      const value = m.entry(pmdp);
      m.setEntry(pmdp, value & ~BIT.young);
      return has(value, BIT.young) ? 1 : 0;
    },
  }),
  primitive('void set_pte(pte_t *, pte_t)', {
    says: 'Stores an entry.',
    needs: 'the ptl of its table',
    source: MMU,
    aliases: ['store pte_t'],
    run: (m, ptep = 0, value = 0) => void m.setEntry(ptep, value),
  }),
  primitive('void set_pmd(pmd_t *, pmd_t)', {
    says: 'Stores an upper entry.',
    needs: 'the pmd lock',
    source: MMU,
    aliases: ['store pmd_t'],
    run: (m, pmdp = 0, value = 0) => void m.setEntry(pmdp, value),
  }),
  primitive('void set_pmd_at(struct mm_struct *, unsigned long, pmd_t *, pmd_t)', {
    says: 'Stores an upper entry.',
    needs: 'the pmd lock',
    source: MMU,
    run: (m, mm = 0, address = 0, pmdp = 0, value = 0) => {
      m.setEntry(pmdp, value);
      for (let at = 0; at < m.kernel.of.entriesPerTable; at++) inherits(m, mm, address + at, value);
      return undefined;
    },
  }),
  primitive('pte_t ptep_get_and_clear(struct mm_struct *, unsigned long, pte_t *)', {
    says: 'Clears an entry and returns what stood there; on s390 with the usage hint that stands beside it.',
    needs: 'the ptl of its table',
    source: `${MMU}; arch/s390/mm/pgtable.c: ptep_xchg_commit`,
    aliases: ['ptep_get_and_clear_full', 'huge_ptep_get_and_clear'],
    run: (m, mm = 0, address = 0, ptep = 0) => withHint(m, mm, address, exchange(m, ptep, entry(ENTRY.none))),
  }),
  primitive('void pte_clear(struct mm_struct *, unsigned long, pte_t *)', {
    says: 'Clears an entry without looking at it.',
    needs: 'the ptl of its table',
    source: MMU,
    aliases: ['pte_clear_not_present_full', 'ptep_clear'],
    run: (m, _mm = 0, _address = 0, ptep = 0) => void m.setEntry(ptep, entry(ENTRY.none)),
  }),
  primitive('void ptep_set_wrprotect(struct mm_struct *, unsigned long, pte_t *)', {
    says: 'Takes the write bit from an entry, atomically with the hardware.',
    needs: 'the ptl of its table',
    source: MMU,
    aliases: ['wrprotect_ptes'],
    run: (m, _mm = 0, _address = 0, ptep = 0) => void m.setEntry(ptep, m.entry(ptep) & ~BIT.write),
  }),
  primitive('pmd_t pmdp_huge_get_and_clear(struct mm_struct *, unsigned long, pmd_t *)', {
    says: 'Clears an upper entry and returns what stood there.',
    needs: 'the pmd lock',
    source: MMU,
    aliases: ['pmdp_get_and_clear', 'pmdp_huge_get_and_clear_full'],
    run: (m, _mm = 0, _address = 0, pmdp = 0) => exchange(m, pmdp, entry(ENTRY.none)),
  }),
  primitive('void pmd_clear(pmd_t *)', {
    says: 'Clears an upper entry without looking at it.',
    needs: 'the pmd lock',
    source: MMU,
    run: (m, pmdp = 0) => void m.setEntry(pmdp, entry(ENTRY.none)),
  }),
  primitive('int pmd_set_huge(pmd_t *, phys_addr_t, pgprot_t)', {
    says: 'Maps a huge page of the kernel by an upper entry; a table that hangs there is lost. Not 0 is success.',
    source: 'arch/x86/mm/pgtable.c; mm/vmalloc.c: vmap_try_huge_pmd',
    run: (m, pmdp = 0, page = 0, protection = 0) => {
      m.setEntry(pmdp, entry(ENTRY.leaf, page, protection));
      return 1;
    },
  }),
  primitive('void pmd_populate(struct mm_struct *, pmd_t *, pgtable_t)', {
    says: 'Hangs a table into an upper entry.',
    needs: 'the pmd lock',
    source: MMU,
    run: (m, _mm = 0, pmdp = 0, table = 0) => void m.setEntry(pmdp, entry(ENTRY.table, table)),
  }),
  primitive('pgtable_t pte_alloc_one(struct mm_struct *)', {
    says: 'Allocates an empty table; NULL where there is none left.',
    source: 'include/asm-generic/pgalloc.h',
    run: (m) => {
      for (let table = 1; table <= m.kernel.of.tables; table++) {
        if (m.get(m.o.table.state, table) !== TABLE_STATE.freed || m.get(m.o.table.level, table) !== 0) continue;
        const first = (table - 1) * m.kernel.of.entriesPerTable + 1;
        for (let id = first; id < first + m.kernel.of.entriesPerTable; id++) m.set(m.o.entry.value, id, 0);
        m.set(m.o.table.state, table, TABLE_STATE.live);
        m.set(m.o.table.owner, table, 0);
        m.set(m.o.table.ptl_freed, table, 0);
        return table;
      }
      return 0;
    },
  }),
  primitive('void pte_free(struct mm_struct *, pgtable_t)', {
    says: 'Frees a table at once. One that still holds a live entry breaks TABLE-EMPTY; one whose lock is held, TABLE-LOCKED.',
    source: 'include/asm-generic/pgalloc.h',
    run: (m, _mm = 0, table = 0) => {
      mustBeEmpty(m, table);
      if (table > 0 && m.get(m.o.table.owner, table) !== 0) m.break('TABLE-LOCKED');
      m.set(m.o.table.state, table, TABLE_STATE.freed);
      return undefined;
    },
  }),
  primitive('void pte_free_defer(struct mm_struct *, pgtable_t)', {
    says: 'Frees a table after a grace period: once every RCU read section that runs now has ended.',
    source: 'mm/pgtable-generic.c: pte_free_defer, 6.5 (13cf577e6b66)',
    run: (m, _mm = 0, table = 0) => void freeAfterGracePeriod(m, table),
  }),
  primitive('void pgtable_pte_page_dtor(pgtable_t)', {
    says: 'Frees the spinlock of a table, which lies outside the table: whoever locks it later breaks TABLE-LOCKED.',
    source: 'include/linux/mm.h: ptlock_free; Documentation/mm/split_page_table_lock.rst',
    aliases: ['pagetable_pte_dtor'],
    run: (m, table = 0) => void m.set(m.o.table.ptl_freed, table, 1),
  }),
  primitive('void pgtable_trans_huge_deposit(struct mm_struct *, pmd_t *, pgtable_t)', {
    says: 'Keeps a table for a later split of a huge page, on a list that runs through its own first words: whoever still reads it reads list pointers.',
    needs: 'the pmd lock',
    source: 'arch/s390/mm/pgtable.c, arch/sparc/mm/tlb.c; x86 keeps the list in struct page',
    run: (m, _mm = 0, _pmdp = 0, table = 0) => void m.set(m.o.table.deposited, table, 1),
  }),
  primitive('pgtable_t pgtable_trans_huge_withdraw(struct mm_struct *, pmd_t *)', {
    says: 'Takes a deposited table back, empty; NULL where there is none.',
    needs: 'the pmd lock',
    source: 'arch/s390/mm/pgtable.c',
    run: (m) => {
      for (let table = 1; table <= m.kernel.of.tables; table++) {
        if (m.get(m.o.table.deposited, table) === 0) continue;
        m.set(m.o.table.deposited, table, 0);
        return table;
      }
      return 0;
    },
  }),
  primitive('pmd_t *pmd_offset_of(struct mm_struct *, unsigned long)', {
    reads: true,
    says: "Finds the upper entry (pmd) for an address from the mm's root; NULL where no table leads to it.",
    source: 'include/linux/pgtable.h: pgd_offset … pmd_offset',
    run: (m, mm = 0, address = 0) => m.upperEntry(mm, address),
  }),
  primitive('pte_t *pte_in_table(pgtable_t, unsigned long)', {
    reads: true,
    says: 'Finds the entry for an address in a table.',
    source: 'include/linux/pgtable.h: pte_offset_kernel',
    run: (m, table = 0, address = 0) => (table === 0 ? 0 : m.entryIn(table, address)),
  }),
  primitive('pud_t *pud_offset_of(struct mm_struct *, unsigned long)', {
    reads: true,
    says: 'Finds the entry above the upper table for an address; NULL where the level is folded: the root is an upper table.',
    source: 'include/linux/pgtable.h: pgd_offset … pud_offset',
    run: (m, mm = 0, address = 0) => {
      const root = m.get(m.o.mm.pgd, mm);
      return m.get(m.o.table.level, root) > 1 ? m.entryIn(root, address) : 0;
    },
  }),
  primitive('pud_t *pud_offset(p4d_t *, unsigned long)', {
    reads: true,
    says: 'Finds the entry above the upper table for an address; where the level is folded its one entry.',
    source: 'include/linux/pgtable.h; include/asm-generic/pgtable-nopud.h',
    run: (m, mm = 0, address = 0) => pudOffset(m, mm, address),
  }),
  primitive('pmd_t *pmd_offset(pud_t *, unsigned long)', {
    reads: true,
    says: 'Finds the upper entry (pmd) for an address in the table that a pud points to; NULL where there is none.',
    source: 'include/linux/pgtable.h',
    run: (m, pud = 0, address = 0) => pmdOffset(m, pud, address),
  }),
  primitive('pud_t pudp_get(pud_t *)', {
    reads: true,
    says: 'Reads an entry that an upper table may hang in.',
    source: MMU,
    aliases: ['load pud_t'],
    run: (m, pudp = 0) => readPud(m, pudp),
  }),
  primitive('void pmd_clear_bad(pmd_t *)', {
    says: 'Clears an upper entry that points to no page table, and complains. A huge page is not bad: it breaks KIND.',
    source: 'mm/pgtable-generic.c; 8b272b3cbbb5',
    run: (m, pmdp = 0) => {
      if (kindOf(m.entry(pmdp)) === ENTRY.leaf) m.break('KIND');
      m.setEntry(pmdp, entry(ENTRY.none));
      return undefined;
    },
  }),
  primitive('void pud_clear(pud_t *)', {
    says: 'Clears the entry that an upper table hangs in; nothing where the level is folded.',
    source: MMU,
    run: (m, pudp = 0) => {
      if (pudp <= FOLDED_PUD) m.setEntry(pudp, entry(ENTRY.none));
      return undefined;
    },
  }),
  primitive('spinlock_t *pte_lockptr(struct mm_struct *, pmd_t *)', {
    reads: true,
    says: 'Names the spinlock of the table that an upper entry points to.',
    source: 'include/linux/mm.h',
    run: (m, _mm = 0, pmdp = 0) => targetOf(m.entry(pmdp)),
  }),
  primitive('spinlock_t *pmd_lockptr(struct mm_struct *, pmd_t *)', {
    reads: true,
    says: 'Names the spinlock of the upper table that an entry stands in.',
    source: 'include/linux/mm.h',
    run: (m, _mm = 0, pmdp = 0) => (pmdp === 0 ? 0 : m.tableOf(pmdp)),
  }),
  primitive('bool ptep_test_and_clear_young(struct vm_area_struct *, unsigned long, pte_t *)', {
    says: 'Clears the accessed bit and says whether it was set.',
    needs: 'the ptl of its table',
    source: MMU,
    run: (m, _vma = 0, _address = 0, ptep = 0) => {
      const value = m.entry(ptep);
      m.setEntry(ptep, value & ~BIT.young);
      return has(value, BIT.young) ? 1 : 0;
    },
  }),
];
