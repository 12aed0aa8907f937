import type { Bug } from '../bug.ts';
import { FORK_GUP_FAST } from '../worlds/fork-pin.ts';

const copyPageRange = (parts: {
  begin: string;
  end: string;
}) => `int copy_page_range(struct vm_area_struct *dst_vma, struct vm_area_struct *src_vma)
{
	struct mm_struct *dst_mm = dst_vma->vm_mm;
	struct mm_struct *src_mm = src_vma->vm_mm;
	unsigned long addr = src_vma->vm_start;
	unsigned long end = src_vma->vm_end;
	bool is_cow;
	int ret;

	/*
	 * We need to invalidate the secondary MMU mappings only when there could be a permission downgrade on the
	 * ptes of the parent mm.
	 */
	is_cow = is_cow_mapping(src_vma->vm_flags);
${parts.begin}
	ret = copy_pte_range(dst_vma, src_vma, pmd_offset_of(dst_mm, addr), pmd_offset_of(src_mm, addr), addr, end);

${parts.end}	return ret;
}`;

/** GUP-fast gives a pin back that it took while fork was at work. */
export const C5: Bug = {
  id: 'C5',
  title: 'mm/gup: prevent gup_fast from racing with COW during fork',
  commit: '57efa1fe5957',
  kernel: '5.11',
  property: 'PIN',
  world: FORK_GUP_FAST,
  function: 'copy_page_range',
  before: copyPageRange({ begin: '', end: '' }),
  after: copyPageRange({
    begin: `	if (is_cow) {
		/*
		 * Disabling preemption is not needed for the write side, as the read side doesn't spin, but goes to
		 * the mmap_lock.
		 */
		mmap_assert_write_locked(src_mm);
		raw_write_seqcount_begin(&src_mm->write_protect_seq);
	}`,
    end: `	if (is_cow)
		raw_write_seqcount_end(&src_mm->write_protect_seq);
`,
  }),
  story: [
    'fork: page_maybe_dma_pinned',
    'GUP-fast: try_grab_folio',
    'fork: ptep_set_wrprotect',
    'fork: set_pte_at',
    'GUP-fast: device_uses',
    'program: alloc_page_vma',
    'program: set_pte_at',
  ],
};
