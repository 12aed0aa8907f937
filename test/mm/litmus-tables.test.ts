import { describe, expect, test } from 'vitest';
import type { Run } from '../../src/checks/check.ts';
import { explore } from '../../src/explore/bfs.ts';
import type { Bug } from '../../src/mm/bug.ts';
import { B1 } from '../../src/mm/bugs/b1.ts';
import { B3 } from '../../src/mm/bugs/b3.ts';
import { B9 } from '../../src/mm/bugs/b9.ts';
import { J1 } from '../../src/mm/bugs/j1.ts';
import { VM } from '../../src/mm/constants.ts';
import { BIT, ENTRY, entry, targetOf } from '../../src/mm/entry.ts';
import { cpu } from '../../src/mm/hardware/cpu.ts';
import { makeModel } from '../../src/mm/model.ts';
import { FLAG } from '../../src/mm/objects.ts';
import { GATHER_FUNCTIONS } from '../../src/mm/reference/gather.ts';
import { KHUGEPAGED_FUNCTIONS } from '../../src/mm/reference/khugepaged.ts';
import { PROTECT_FUNCTIONS } from '../../src/mm/reference/protect.ts';
import { ZAP_FUNCTIONS } from '../../src/mm/reference/zap.ts';
import type { ReferenceFunction } from '../../src/mm/vocabulary.ts';
import { SUBJECT, type World } from '../../src/mm/world.ts';
import { HIDE_DONTNEED } from '../../src/mm/worlds/hide.ts';
import { RETRACT_FAULT, RETRACT_GUP_FAST } from '../../src/mm/worlds/retract.ts';
import { mapPage, placeCpu, placeFolio, placeTables, placeVma, SMALL } from '../../src/mm/worlds/setup.ts';
import { programOf, runBug } from './bug-run.ts';

/** Replaces text that occurs once. */
function edited(text: string, from: string, to: string): string {
  expect(text.split(from).length, `"${from}" occurs once`).toBe(2);
  return text.replace(from, to);
}

/** Runs another text of a bug's function in its world. */
function run(bug: Bug, text: string): Run {
  return runBug({ ...bug, after: text }, 'after');
}

const does = ({ trace }: Run) => trace.map((step) => `${step.actor}: ${step.does}`);

describe('flush_tlb_batched_pending after every relock (comments in mm/rmap.c; madvise, mprotect, mremap)', () => {
  const flush = /\n\t+flush_tlb_batched_pending\(mm\);/g;

  /** The world of the bug without the large folio: the lock is taken once. */
  const once: Bug = {
    ...B3,
    world: {
      ...B3.world,
      initial: (m) => {
        B3.world.initial(m);
        m.set(m.o.entry.value, m.entryIn(2, 2), 0);
      },
      witnesses: B3.world.witnesses.slice(0, 1),
    },
  };

  test.each([
    { which: 'first', bug: once },
    { which: 'second', bug: B3 },
  ])('the $which of the two calls in madvise is needed', ({ which, bug }) => {
    const call = [...B3.after.matchAll(flush)][which === 'first' ? 0 : 1];
    const at = call?.index ?? 0;
    const without = B3.after.slice(0, at) + B3.after.slice(at + (call?.[0].length ?? 0));
    expect(run(bug, without).result).toBe('violated');
    expect(run(bug, B3.after).result).toBe('holds');
  });

  test('before the lock is taken it is of no use', () => {
    const [, second] = [...B3.after.matchAll(flush)];
    const at = second?.index ?? 0;
    const dropped = B3.after.slice(0, at) + B3.after.slice(at + (second?.[0].length ?? 0));
    const early = edited(
      dropped,
      '\t\t\tfolio_unlock(folio);\n\t\t\tfolio_put(folio);\n\t\t\tstart_pte = pte =',
      '\t\t\tfolio_unlock(folio);\n\t\t\tfolio_put(folio);\n\t\t\tflush_tlb_batched_pending(mm);\n\t\t\tstart_pte = pte =',
    );
    expect(run(B3, early).result).toBe('violated');
  });
});

describe('mprotect: what the gather knows is flushed, what the hardware sets is kept (mm/mprotect.c)', () => {
  const named = (name: string) => PROTECT_FUNCTIONS.find((one) => one.name === name)?.text ?? '';
  const mprotect = [named('change_pte_range'), named('change_protection')].join('\n\n');
  const subject: Bug = { ...B9, kernel: '6.1', function: 'change_protection' };

  test('as it is, no CPU keeps the right and no dirty bit is lost', () => {
    expect(run(subject, mprotect).result).toBe('holds');
    expect(run({ ...subject, property: 'DIRTY' }, mprotect).result).toBe('holds');
  });

  test('a range that the gather is not told of is not flushed', () => {
    expect(run(subject, edited(mprotect, 'tlb_flush_pte_range(tlb, addr, PAGE_SIZE);', '')).result).toBe('violated');
  });

  test('an entry that is not hidden while it is changed loses the dirty bit', () => {
    const open = edited(mprotect, 'oldpte = ptep_modify_prot_start(vma, addr, pte);', '');
    expect(run({ ...subject, property: 'DIRTY' }, open).result).toBe('violated');
  });
});

describe('two gathers of one mm at once (include/linux/mm_types.h: comment at mm_tlb_flush_nested)', () => {
  const named = (functions: readonly ReferenceFunction[], name: string) =>
    functions.find((one) => one.name === name)?.text ?? '';
  const zap = named(ZAP_FUNCTIONS, 'zap_page_range_single');
  const finish = named(GATHER_FUNCTIONS, 'tlb_finish_mmu');

  /** MADV_DONTNEED twice over one range: who comes second finds the entry gone. */
  const results = (text: string) => {
    const program = programOf('zap_page_range_single', text, '6.1');
    const { outcomes } = explore(
      makeModel({
        world: HIDE_DONTNEED,
        version: '6.1',
        properties: ['TLB-REVOKE'],
        subject: { program, args: [1, 2, 1] },
        around: { before: [], after: [] },
        callees: new Map([
          ['zap_page_range_single', program],
          ['revoke_returned', programOf('returned', RETURNED, '6.1')],
        ]),
      }),
      { maxStates: 1_000_000 },
    );
    return outcomes[0]?.result;
  };

  const RETURNED = `void returned(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	revoke_returned(mm, start, end);
}`;

  test('who finishes while another gathers flushes all that the other may have taken out', () => {
    expect(results(zap)).toBe('satisfied');
  });

  test('without that, the second returns before the flush of the first', () => {
    const blind = edited(finish, 'mm_tlb_flush_nested(tlb->mm)', 'false');
    expect(results(`${zap}\n\n${blind}`)).toBe('violated');
  });

  test('the count is of no use where it is given back before the flush', () => {
    const early = edited(
      edited(finish, '\tdec_tlb_flush_pending(tlb->mm);\n', ''),
      '\ttlb_flush_mmu(tlb);\n',
      '\tdec_tlb_flush_pending(tlb->mm);\n\ttlb_flush_mmu(tlb);\n',
    );
    expect(results(`${zap}\n\n${early}`)).toBe('violated');
  });
});

describe('move_ptes: which lock keeps which party out (comments in mm/mremap.c)', () => {
  test('the lock of the new table keeps a truncation from the entry until the flush', () => {
    const locked = '\tif (new_ptl != old_ptl)\n\t\tspin_lock_nested(new_ptl, SINGLE_DEPTH_NESTING);\n';
    const unlocked = '\tif (new_ptl != old_ptl)\n\t\tspin_unlock(new_ptl);\n';
    const without = edited(edited(B1.after, locked, ''), unlocked, '');
    expect(run(B1, without).result).toBe('violated');
  });

  test('a flush after the new lock is given back is late, though the old lock is held', () => {
    const flush = '\tif (force_flush)\n\t\tflush_tlb_range(vma, old_end - len, old_end);\n';
    const late = edited(
      edited(B1.after, flush, ''),
      '\tpte_unmap(new_pte - 1);\n',
      `${flush}\tpte_unmap(new_pte - 1);\n`,
    );
    expect(run(B1, late).result).toBe('violated');
  });

  test('a flush of the new addresses is none of the old', () => {
    const wrong = edited(
      B1.after,
      'flush_tlb_range(vma, old_end - len, old_end)',
      'flush_tlb_range(vma, new_addr - len, new_addr)',
    );
    expect(run(B1, wrong).result).toBe('violated');
  });
});

describe('how long a table that was taken out must live (mm/pgtable-generic.c: comment at pte_offset_map_nolock)', () => {
  const merged = KHUGEPAGED_FUNCTIONS.find((one) => one.name === 'retract_page_tables')?.text ?? '';
  const retract = (world: World, property: string): Bug => ({
    ...J1,
    id: 'retract',
    kernel: '6.6',
    world,
    property,
    function: 'retract_page_tables',
    before: merged,
    after: merged,
  });
  const fault = retract(RETRACT_FAULT, 'TABLE-LOCKED');
  const gup = retract(RETRACT_GUP_FAST, 'TABLE-LOCKLESS');
  const free = 'pte_free_defer(mm, pmd_pgtable(pgt_pmd));';

  test('freed after a grace period: a fault that waits for its lock, and GUP-fast, find it live and empty', () => {
    expect(run(fault, merged).result).toBe('holds');
    expect(run(gup, merged).result).toBe('holds');
  });

  test('freed at once: both use a freed table', () => {
    const atOnce = edited(merged, free, 'pte_free(mm, pmd_pgtable(pgt_pmd));');
    const late = run(fault, atOnce);
    expect(late.result).toBe('violated');
    expect(does(late).slice(-2)).toEqual(['khugepaged: pte_free', 'fault: spin_lock']);
    expect(run(gup, atOnce).result).toBe('violated');
  });

  test('freed at once after an IPI: GUP-fast is safe, a fault in RCU is not', () => {
    const afterIpi = edited(merged, free, 'tlb_remove_table_sync_one();\n\t\t\tpte_free(mm, pmd_pgtable(pgt_pmd));');
    expect(run(gup, afterIpi).result).toBe('holds');
    expect(run(fault, afterIpi).result).toBe('violated');
  });

  test('its lock freed before the grace period, with the table still there: a fault locks what is gone', () => {
    const early = edited(merged, free, `pgtable_pte_page_dtor(pmd_pgtable(pgt_pmd));\n\t\t\t${free}`);
    const late = run(fault, early);
    expect(late.result).toBe('violated');
    expect(does(late).slice(-1)).toEqual(['fault: spin_lock']);
    expect(run(gup, early).result, 'GUP-fast takes no lock').toBe('holds');
  });

  test('deposited for a huge page within the grace period, on a list through the table: both read list pointers', () => {
    const deposited = edited(merged, free, `pgtable_trans_huge_deposit(mm, pmd, pmd_pgtable(pgt_pmd));\n\t\t\t${free}`);
    const inFault = run({ ...fault, property: 'TABLE-LOCKED' }, deposited);
    const inGup = run(gup, deposited);
    expect([inFault.result, inGup.result]).toEqual(['violated', 'violated']);
    expect(does(inGup).slice(-1)).toEqual(['GUP-fast: ptep_get_lockless']);
    expect(does(inGup)).toContain('khugepaged: pgtable_trans_huge_deposit');
    expect(does(inGup)).not.toContain('RCU: the grace period ends: table 2 is freed');
  });
});

describe('two addresses, two copy-on-write faults, a device that reads both (Documentation/mm/mmu_notifier.rst)', () => {
  const A = 2;
  const B = 3;
  const [OLD_A, OLD_B, NEW_A, NEW_B] = [1, 2, 3, 4] as const;
  const OLD = 1;

  const world: World = {
    name: 'device-order',
    title: 'A device reads two addresses that are copied, and written one after the other',
    about: 'A program writes A, then B. A device that has seen the new B must not see the old A.',
    properties: ['ASSERT'],
    incidental: [],
    dimensions: { ...SMALL, pages: 4, anonVmas: 1, svas: 1 },
    initial: (m) => {
      placeTables(m, 1, 1, 2, A);
      placeVma(m, 1, { mm: 1, start: A, pages: 2, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
      for (const page of [OLD_A, OLD_B, NEW_A, NEW_B]) {
        placeFolio(m, page, 1, { references: 2, mapping: 1, flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked });
        m.set(m.o.page.content, page, OLD);
      }
      mapPage(m, 2, A, OLD_A, 0);
      mapPage(m, 2, B, OLD_B, 0);
    },
    threads: [
      { name: 'device', runs: [SUBJECT] },
      { name: 'fault on A', runs: [{ function: 'copy_page', args: [1, 1, A, NEW_A] }] },
      { name: 'fault on B', runs: [{ function: 'copy_page', args: [1, 1, B, NEW_B] }] },
      { name: 'program', runs: [{ function: 'write_both', args: [1, A, B] }] },
    ],
    hardware: [],
    bindings: [],
    witnesses: [
      {
        name: 'both are written',
        says: 'The program has stored to both new pages.',
        holds: (m) => m.get(m.o.page.content, NEW_B) !== OLD,
      },
    ],
    suits: () => undefined,
  };

  const DEVICE = `void device_reads(struct mm_struct *mm, unsigned long a, unsigned long b)
{
	int first, second;

	device_load(mm, a);
	first = device_load(mm, b);
	second = device_load(mm, a);
	VM_BUG_ON(first > ${OLD} && second == ${OLD});
}`;
  const PROGRAM = `void write_both(struct mm_struct *mm, unsigned long a, unsigned long b)
{
	if (cpu_store(mm, a))
		cpu_store(mm, b);
}`;
  const copyPage = (
    clear: string,
  ) => `void copy_page(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long address, struct page *page)
{
	pmd_t *pmd = pmd_offset_of(mm, address);
	spinlock_t *ptl;
	pte_t *pte;

	mn_invalidate_range_start(mm, address, address + PAGE_SIZE);
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	${clear}
	set_pte_at(mm, address, pte, pte_mkwrite(pte_mkdirty(mk_pte(page, vma->vm_page_prot))));
	pte_unmap_unlock(pte, ptl);
	mn_invalidate_range_end(mm, address, address + PAGE_SIZE);
}`;

  const outcome = (clear: string, kernel: string) => {
    const copy = programOf('copy_page', copyPage(clear), kernel);
    const exploration = explore(
      makeModel({
        world,
        version: kernel,
        properties: ['ASSERT'],
        subject: { program: programOf('device_reads', DEVICE, kernel), args: [1, A, B] },
        around: { before: [], after: [] },
        callees: new Map([
          ['copy_page', copy],
          ['write_both', programOf('write_both', PROGRAM, kernel)],
        ]),
      }),
      { maxStates: 1_000_000 },
    );
    const results = exploration.outcomes.map((one) => one.result);
    return { results, complete: exploration.complete, states: exploration.states };
  };

  test('until 6.5 the device is told where the entry is cleared, or it sees the new B before the old A is gone', () => {
    expect(outcome('ptep_clear_flush_notify(vma, address, pte);', '6.5')).toEqual({
      results: ['satisfied', 'reached'],
      complete: true,
      states: 4025,
    });
    expect(outcome('ptep_clear_flush(vma, address, pte);', '6.5').results[0]).toBe('violated');
  });

  test('from 6.6 the flush tells it, and nothing else does', () => {
    expect(outcome('ptep_clear_flush(vma, address, pte);', '6.6')).toEqual({
      results: ['satisfied', 'reached'],
      complete: true,
      states: 3639,
    });
    expect(outcome('ptep_get_and_clear(mm, address, pte);', '6.6').results[0]).toBe('violated');
  });
});

describe('a huge entry is split: invalidate, flush, only then populate (comment in mm/huge_memory.c: __split_huge_pmd_locked)', () => {
  const ADDRESS = 2;
  const [UPPER, TABLE, HEAD] = [1, 2, 1] as const;
  const PMD = 2;

  const world: World = {
    name: 'split-sizes',
    title: 'A huge entry is replaced by a table of small ones while a CPU fills its TLB',
    about: 'Some CPUs fail where their TLB has a small and a huge translation of one address at the same time.',
    properties: ['LOCK'],
    incidental: [],
    dimensions: { ...SMALL, pages: 2, anonVmas: 1, cpus: 1 },
    initial: (m) => {
      placeTables(m, 1, UPPER, TABLE, ADDRESS);
      placeCpu(m, 1, 1);
      placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE, anonVma: 1 });
      placeFolio(m, HEAD, 2, { references: 1, mapping: 1, flags: FLAG.anon | FLAG.uptodate | FLAG.swapBacked });
      m.set(m.o.page.entire, HEAD, 1);
      m.set(m.o.entry.value, PMD, entry(ENTRY.leaf, HEAD, BIT.write));
    },
    threads: [{ name: 'split', runs: [SUBJECT] }],
    hardware: [cpu(1, { tables: false })],
    bindings: [],
    witnesses: [
      {
        name: 'both sizes at once',
        says: 'The CPU holds the huge translation of the second page while the tables give a small one.',
        holds: (m) =>
          targetOf(m.get(m.o.tlbLeaf.value, ADDRESS + 2)) === HEAD && targetOf(m.walk(1, ADDRESS + 1)) === HEAD + 1,
      },
      {
        name: 'the split ends with small translations',
        says: 'The CPU holds a small translation of the second page.',
        holds: (m) => targetOf(m.get(m.o.tlbLeaf.value, ADDRESS + 2)) === HEAD + 1,
      },
    ],
    suits: () => undefined,
  };

  const split = (
    hide: string,
    after = '',
  ) => `void split_huge_pmd_locked(struct vm_area_struct *vma, pmd_t *pmd, unsigned long haddr, pgtable_t pgtable)
{
	struct mm_struct *mm = vma->vm_mm;
	spinlock_t *ptl = pmd_lock(mm, pmd);
	struct page *page = pmd_page(*pmd);
	unsigned long addr;
	int i;

	${hide}
	for (i = 0, addr = haddr; i < HPAGE_PMD_NR; i++, addr += PAGE_SIZE)
		set_pte_at(mm, addr, pte_in_table(pgtable, addr), pte_mkwrite(mk_pte(page + i, vma->vm_page_prot)));
	pmd_populate(mm, pmd, pgtable);
	${after}
	spin_unlock(ptl);
}`;

  const bothAtOnce = (text: string) => {
    const program = programOf('split_huge_pmd_locked', text, '6.12');
    const { outcomes } = explore(
      makeModel({
        world,
        version: '6.12',
        properties: ['LOCK'],
        subject: { program, args: [1, PMD, ADDRESS, TABLE] },
        around: { before: [], after: [] },
        callees: new Map(),
      }),
      { maxStates: 1_000_000 },
    );
    return outcomes.map((one) => one.result);
  };

  test('hidden and flushed before the table hangs there, the CPU never has both sizes', () => {
    expect(bothAtOnce(split('pmdp_invalidate(vma, haddr, pmd);'))).toEqual(['satisfied', 'unreached', 'reached']);
  });

  test.each([
    { what: 'hidden but not flushed', text: split('pmdp_establish(vma, haddr, pmd, pmd_mkinvalid(*pmd));') },
    { what: 'flushed but not hidden', text: split('flush_pmd_tlb_range(vma, haddr, haddr + HPAGE_PMD_SIZE);') },
    {
      what: 'flushed after the table hangs there',
      text: split(
        'pmdp_establish(vma, haddr, pmd, pmd_mkinvalid(*pmd));',
        'flush_pmd_tlb_range(vma, haddr, haddr + HPAGE_PMD_SIZE);',
      ),
    },
  ])('$what: both sizes at once', ({ text }) => {
    expect(bothAtOnce(text)).toEqual(['satisfied', 'reached', 'reached']);
  });
});
