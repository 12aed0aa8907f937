import type { ReferenceFunction } from '../vocabulary.ts';

/** MMU notifier calls: the range structure, and what each call tells whom. */
export const NOTIFIER_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'mmu_notifier_range_init',
    since: '6.3',
    source: 'include/linux/mmu_notifier.h, 6.3',
    text: `void mmu_notifier_range_init(struct mmu_notifier_range *range, int event, unsigned int flags,
			     struct mm_struct *mm, unsigned long start, unsigned long end)
{
	range->mm = mm;
	range->start = start;
	range->end = end;
}`,
  },
  {
    name: 'mmu_notifier_range_init',
    since: '5.1',
    until: '6.2',
    source: 'include/linux/mmu_notifier.h, 5.2: with the VMA',
    text: `void mmu_notifier_range_init(struct mmu_notifier_range *range, int event, unsigned int flags,
			     struct vm_area_struct *vma, struct mm_struct *mm,
			     unsigned long start, unsigned long end)
{
	range->mm = mm;
	range->start = start;
	range->end = end;
}`,
  },
  {
    name: 'mmu_notifier_range_init_owner',
    since: '6.3',
    source: 'include/linux/mmu_notifier.h, 6.3: who may pass the range over is not told here',
    text: `void mmu_notifier_range_init_owner(struct mmu_notifier_range *range, int event, unsigned int flags,
				   struct mm_struct *mm, unsigned long start, unsigned long end, void *owner)
{
	range->mm = mm;
	range->start = start;
	range->end = end;
}`,
  },
  {
    name: 'mmu_notifier_invalidate_range_start',
    since: '5.0',
    source: 'include/linux/mmu_notifier.h, 5.0: takes the range structure',
    text: `void mmu_notifier_invalidate_range_start(struct mmu_notifier_range *range)
{
	mn_invalidate_range_start(range->mm, range->start, range->end);
}`,
  },
  {
    name: 'mmu_notifier_invalidate_range_start',
    until: '4.20',
    source: 'include/linux/mmu_notifier.h, 4.20: takes mm and addresses',
    text: `void mmu_notifier_invalidate_range_start(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	mn_invalidate_range_start(mm, start, end);
}`,
  },
  {
    name: 'mmu_notifier_invalidate_range_end',
    since: '5.0',
    source: 'include/linux/mmu_notifier.h, 5.0',
    text: `void mmu_notifier_invalidate_range_end(struct mmu_notifier_range *range)
{
	mn_invalidate_range_end(range->mm, range->start, range->end);
}`,
  },
  {
    name: 'mmu_notifier_invalidate_range_end',
    until: '4.20',
    source: 'include/linux/mmu_notifier.h, 4.20',
    text: `void mmu_notifier_invalidate_range_end(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	mn_invalidate_range_end(mm, start, end);
}`,
  },
  {
    name: 'mmu_notifier_invalidate_range_only_end',
    since: '5.0',
    until: '6.5',
    source: 'include/linux/mmu_notifier.h, 5.0',
    text: `void mmu_notifier_invalidate_range_only_end(struct mmu_notifier_range *range)
{
	mn_invalidate_range_only_end(range->mm, range->start, range->end);
}`,
  },
];
