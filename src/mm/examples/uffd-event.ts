import type { Example } from '../bug.ts';
import { UFFD_COPY_FORK } from '../worlds/uffd-events.ts';

const copy = (
  look: string,
) => `int mcopy_atomic(struct mm_struct *dst_mm, unsigned long dst_start, unsigned long content)
{
	struct vm_area_struct *dst_vma;
	struct page *page;
	int err;

	mmap_read_lock(dst_mm);
	err = -ENOENT;
	dst_vma = vma_lookup(dst_mm, dst_start);
	if (!dst_vma || !userfaultfd_armed(dst_vma))
		goto out_unlock;
${look}	err = -ENOMEM;
	page = alloc_page_vma(dst_vma);
	if (!page)
		goto out_unlock;
	fill_page(page, content);
	err = mfill_install_pte(dst_vma, dst_start, page, false, false);
	if (err)
		put_page(page);
out_unlock:
	mmap_read_unlock(dst_mm);
	return err;
}`;

/** UFFDIO_COPY asks to be called again while the address space changes, or takes no notice (df2cc96e7701, 4.18). */
export const UFFD_EVENT: Example = {
  kernel: '4.17',
  property: 'UFFD-EVENT',
  world: UFFD_COPY_FORK,
  function: 'mcopy_atomic',
  before: copy(''),
  after: copy(`	/*
	 * If memory mappings are changing because of non-cooperative operation
	 * (e.g. fork) running in parallel, bail out and request the user to retry later
	 */
	err = -EAGAIN;
	if (atomic_read(&dst_vma->vm_userfaultfd_ctx.ctx->mmap_changing))
		goto out_unlock;
`),
};
