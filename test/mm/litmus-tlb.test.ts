import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import type { Bug } from '../../src/mm/bug.ts';
import { B1 } from '../../src/mm/bugs/b1.ts';
import { B3 } from '../../src/mm/bugs/b3.ts';
import { B9 } from '../../src/mm/bugs/b9.ts';
import { VM } from '../../src/mm/constants.ts';
import { BIT, ENTRY, entry, targetOf } from '../../src/mm/entry.ts';
import { cpu } from '../../src/mm/hardware/cpu.ts';
import { makeModel } from '../../src/mm/model.ts';
import { FLAG } from '../../src/mm/objects.ts';
import { GATHER_FUNCTIONS } from '../../src/mm/reference/gather.ts';
import { PROTECT_FUNCTIONS } from '../../src/mm/reference/protect.ts';
import { ZAP_FUNCTIONS } from '../../src/mm/reference/zap.ts';
import type { ReferenceFunction } from '../../src/mm/vocabulary.ts';
import { SUBJECT, type World } from '../../src/mm/world.ts';
import { HIDE_DONTNEED } from '../../src/mm/worlds/hide.ts';
import { placeCpu, placeFolio, placeTables, placeVma, SMALL } from '../../src/mm/worlds/setup.ts';
import { programOf } from './bug-run.ts';
import { edited, run } from './litmus.ts';

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
