import type { Bug } from '../bug.ts';
import { PROTECT_SVA } from '../worlds/protect.ts';

const flush = (told: string) => `void flush_tlb_mm_range(struct mm_struct *mm, unsigned long start, unsigned long end,
			unsigned int stride_shift, bool freed_tables)
{
	struct flush_tlb_info info = {
		.mm = mm,
		.start = start,
		.end = end,
		.freed_tables = freed_tables,
	};

	flush_tlb_multi(mm_cpumask(mm), &info);
${told}}`;

/** The architecture's flush tells devices that share the page tables. */
export const A5: Bug = {
  id: 'A5',
  title: 'mmu_notifiers: call invalidate_range() when invalidating TLBs',
  commit: '6bbd42e2df8f',
  kernel: '6.5',
  property: 'SMMU-REVOKE',
  world: PROTECT_SVA,
  function: 'flush_tlb_mm_range',
  before: flush(''),
  after: flush('\tmmu_notifier_arch_invalidate_secondary_tlbs(mm, start, end);\n'),
  story: [
    'IOMMU: translates address 2 and keeps the leaf',
    'mprotect: ptep_set_wrprotect',
    'mprotect: flush_tlb_func',
    'mprotect: revoke_returned',
  ],
};
