import type { ReferenceFunction } from '../vocabulary.ts';

const EVENTS = 'fs/userfaultfd.c, 6.12';

/** What userfaultfd's monitor is told of changes of the address space, and what is kept from happening until it has read it. */
export const UFFD_EVENT_FUNCTIONS: readonly ReferenceFunction[] = [
  {
    name: 'map_changing_mark',
    source: `${EVENTS}: dup_userfaultfd, mremap_userfaultfd_prep, userfaultfd_remove, userfaultfd_unmap_prep`,
    text: `void map_changing_mark(struct userfaultfd_ctx *ctx)
{
	down_write(&ctx->map_changing_lock);
	atomic_inc(&ctx->mmap_changing);
	up_write(&ctx->map_changing_lock);
}`,
  },
  {
    name: 'userfaultfd_event_wait_completion',
    source: `${EVENTS}: queues the event and waits until it is read; who is killed while waiting is left out`,
    text: `void userfaultfd_event_wait_completion(struct userfaultfd_ctx *ctx, unsigned int event)
{
	uffd_event_queue(ctx, event);
	uffd_event_wait(ctx);
	atomic_dec(&ctx->mmap_changing);
}`,
  },
  {
    name: 'dup_userfaultfd',
    source: `${EVENTS}: the child is watched where its monitor has asked for fork events, else not at all; one event for all VMAs`,
    text: `struct userfaultfd_ctx *dup_userfaultfd(struct vm_area_struct *vma, struct vm_area_struct *old_vma,
					struct userfaultfd_ctx *octx)
{
	struct userfaultfd_ctx *ctx = old_vma->vm_userfaultfd_ctx.ctx;

	if (!ctx || !(ctx->features & UFFD_FEATURE_EVENT_FORK)) {
		vma->vm_flags = old_vma->vm_flags & ~(VM_UFFD_MISSING | VM_UFFD_WP | VM_UFFD_MINOR);
		return octx;
	}
	if (!octx)
		map_changing_mark(ctx);
	return ctx;
}`,
  },
  {
    name: 'dup_userfaultfd_complete',
    source: EVENTS,
    text: `void dup_userfaultfd_complete(struct userfaultfd_ctx *octx)
{
	if (octx)
		userfaultfd_event_wait_completion(octx, UFFD_EVENT_FORK);
}`,
  },
  {
    name: 'vma_has_uffd_without_event_remap',
    since: '6.13',
    source: 'include/linux/userfaultfd_k.h, 6.13',
    text: `bool vma_has_uffd_without_event_remap(struct vm_area_struct *vma)
{
	struct userfaultfd_ctx *ctx = vma->vm_userfaultfd_ctx.ctx;

	if (!ctx)
		return false;
	return !(ctx->features & UFFD_FEATURE_EVENT_REMAP);
}`,
  },
  {
    name: 'mremap_userfaultfd_prep',
    source: `${EVENTS}: the registration moves along where its monitor has asked for the event, else it stays behind`,
    text: `struct userfaultfd_ctx *mremap_userfaultfd_prep(struct vm_area_struct *vma)
{
	struct userfaultfd_ctx *ctx = vma->vm_userfaultfd_ctx.ctx;

	if (ctx && (ctx->features & UFFD_FEATURE_EVENT_REMAP)) {
		map_changing_mark(ctx);
		return ctx;
	}
	vma->vm_flags = vma->vm_flags & ~(VM_UFFD_MISSING | VM_UFFD_WP | VM_UFFD_MINOR);
	return NULL;
}`,
  },
  {
    name: 'mremap_userfaultfd_complete',
    source: EVENTS,
    text: `void mremap_userfaultfd_complete(struct userfaultfd_ctx *ctx)
{
	if (ctx)
		userfaultfd_event_wait_completion(ctx, UFFD_EVENT_REMAP);
}`,
  },
  {
    name: 'userfaultfd_remove',
    source: `${EVENTS}: false where mmap_lock was dropped for the event, so that the VMA must be looked up again`,
    text: `bool userfaultfd_remove(struct vm_area_struct *vma)
{
	struct mm_struct *mm = vma->vm_mm;
	struct userfaultfd_ctx *ctx = vma->vm_userfaultfd_ctx.ctx;

	if (!ctx || !(ctx->features & UFFD_FEATURE_EVENT_REMOVE))
		return true;
	map_changing_mark(ctx);
	mmap_read_unlock(mm);
	userfaultfd_event_wait_completion(ctx, UFFD_EVENT_REMOVE);
	return false;
}`,
  },
  {
    name: 'userfaultfd_unmap_prep',
    source: `${EVENTS}: one event for the whole range`,
    text: `struct userfaultfd_ctx *userfaultfd_unmap_prep(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct userfaultfd_ctx *ctx;
	struct vm_area_struct *vma;

	for (vma = find_vma(mm, start); vma && vma->vm_start < end; vma = find_vma(mm, vma->vm_end)) {
		ctx = vma->vm_userfaultfd_ctx.ctx;
		if (ctx && (ctx->features & UFFD_FEATURE_EVENT_UNMAP)) {
			map_changing_mark(ctx);
			return ctx;
		}
	}
	return NULL;
}`,
  },
  {
    name: 'userfaultfd_unmap_complete',
    source: EVENTS,
    text: `void userfaultfd_unmap_complete(struct userfaultfd_ctx *ctx)
{
	if (ctx)
		userfaultfd_event_wait_completion(ctx, UFFD_EVENT_UNMAP);
}`,
  },
];
