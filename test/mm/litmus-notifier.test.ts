import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import { VM } from '../../src/mm/constants.ts';
import { BIT, ENTRY, entry } from '../../src/mm/entry.ts';
import { Memory, makeKernel, traitsOf } from '../../src/mm/kernel.ts';
import { primitiveNamed } from '../../src/mm/known.ts';
import { makeModel } from '../../src/mm/model.ts';
import { FLAG } from '../../src/mm/objects.ts';
import { SUBJECT, type World } from '../../src/mm/world.ts';
import { mapPage, placeFolio, placeTables, placeVma, SMALL } from '../../src/mm/worlds/setup.ts';
import { programOf } from './bug-run.ts';

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

describe('devices share the tables of the first mm: what is told or flushed of another does not count for them', () => {
  const [DEVICES, OTHER] = [1, 2] as const;
  const ADDRESS = 2;
  const YOUNG = entry(ENTRY.leaf, 1, BIT.write | BIT.young);

  /** A guest has used the page, and an IOMMU has cached it; both mms have a VMA of the same number and range. */
  const used = (version: string): Memory => {
    const of = { ...SMALL, mms: 2, vmas: 2, tables: 4, pages: 1, kvms: 1, svas: 1, threads: 1 };
    const m = new Memory(makeKernel(of, traitsOf(version), ['NOTIFY-PAIR']));
    for (const mm of [DEVICES, OTHER]) {
      placeTables(m, mm, 2 * mm - 1, 2 * mm, ADDRESS);
      placeVma(m, mm, { mm, start: ADDRESS, pages: 2, flags: VM.VM_READ | VM.VM_WRITE });
    }
    placeFolio(m, 1, 1, { references: 1 });
    mapPage(m, 2, ADDRESS, 1, BIT.write);
    m.set(m.o.kvmSpte.value, ADDRESS + 1, YOUNG);
    m.set(m.o.svaLeaf.value, ADDRESS + 1, entry(ENTRY.leaf, 1, BIT.write));
    m.thread = 1;
    return m;
  };
  const call = (m: Memory, name: string, ...args: number[]) => primitiveNamed(name)?.run(m, ...args);
  const spte = (m: Memory) => m.get(m.o.kvmSpte.value, ADDRESS + 1);
  const cached = (m: Memory) => m.get(m.o.svaLeaf.value, ADDRESS + 1) !== 0;

  test('mmu_notifier_test_young asks about the mm that is named', () => {
    const m = used('6.5');
    expect(call(m, 'mmu_notifier_test_young', OTHER, ADDRESS)).toBe(0);
    expect(call(m, 'mmu_notifier_test_young', DEVICES, ADDRESS)).toBe(1);
  });

  test('mmu_notifier_clear_young makes old what the guest of that mm has used', () => {
    const m = used('6.5');
    expect([call(m, 'mmu_notifier_clear_young', OTHER, ADDRESS, ADDRESS + 1), spte(m)]).toEqual([0, YOUNG]);
    expect(call(m, 'mmu_notifier_clear_young', DEVICES, ADDRESS, ADDRESS + 1)).toBe(1);
    expect(spte(m)).toBe(YOUNG & ~BIT.young);
  });

  test.each([
    ['flush_tlb_range', (mm: number) => [mm, ADDRESS, ADDRESS + 1]],
    ['flush_tlb_page', (mm: number) => [mm, ADDRESS]],
    ['flush_tlb_mm', (mm: number) => [mm]],
    ['flush_tlb_mm_range', (mm: number) => [mm, ADDRESS, ADDRESS + 1, 0, 1]],
  ])('from 6.6 %s of another mm leaves the IOMMU what it has cached', (name, args) => {
    const m = used('6.6');
    call(m, name, ...args(OTHER));
    expect(cached(m)).toBe(true);
    call(m, name, ...args(DEVICES));
    expect(cached(m)).toBe(false);
  });
});
