import type { ReferenceFunction } from '../vocabulary.ts';

const UFFD = 'fs/userfaultfd.c, 6.12 to 6.18';
const MFILL = 'mm/userfaultfd.c, 6.12 to 6.18, for one base page';

/** What userfaultfd's monitor asks for: ranges and their modes. */
export const USERFAULTFD_CALLS: readonly ReferenceFunction[] = [
  {
    name: 'sys_uffd_register',
    source: `${UFFD}: userfaultfd_register, userfaultfd_register_range: the modes replace those of before`,
    text: `int sys_uffd_register(struct mm_struct *mm, unsigned long start, unsigned long end, unsigned long modes)
{
	struct vm_area_struct *vma;
	unsigned long addr = start;
	int error = -EINVAL;

	mmap_write_lock(mm);
	vma = find_vma(mm, start);
	if (!vma || vma->vm_start >= end)
		goto out;
	for (; vma && vma->vm_start < end; vma = find_vma(mm, vma->vm_end)) {
		if ((modes & VM_UFFD_MINOR) && vma_is_anonymous(vma))
			goto out;
	}
	for (vma = find_vma(mm, addr); vma && vma->vm_start < end; vma = find_vma(mm, addr)) {
		if ((vma->vm_flags & modes) == modes) {
			addr = vma_end(vma);
			continue;
		}
		vma = split_vma_range(mm, addr, end);
		addr = vma_end(vma);
		vma->vm_flags = (vma->vm_flags & ~(VM_UFFD_MISSING | VM_UFFD_WP | VM_UFFD_MINOR)) | modes;
		vma_merge(vma);
	}
	error = 0;
out:
	mmap_write_unlock(mm);
	return error;
}`,
  },
  {
    name: 'sys_uffd_unregister',
    source: `${UFFD}: userfaultfd_unregister, userfaultfd_clear_vma: write protection goes with the registration`,
    text: `int sys_uffd_unregister(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct vm_area_struct *vma;
	unsigned long addr = start;
	unsigned long next;
	int error = -EINVAL;

	mmap_write_lock(mm);
	vma = find_vma(mm, start);
	if (!vma || vma->vm_start >= end)
		goto out;
	for (; vma && vma->vm_start < end; vma = find_vma(mm, addr)) {
		if (!userfaultfd_armed(vma)) {
			addr = vma_end(vma);
			continue;
		}
		if (addr < vma->vm_start)
			addr = vma->vm_start;
		vma = split_vma_range(mm, addr, end);
		next = vma_end(vma);
		if (userfaultfd_wp(vma))
			uffd_wp_range(vma, addr, next, false);
		vma->vm_flags = vma->vm_flags & ~(VM_UFFD_MISSING | VM_UFFD_WP | VM_UFFD_MINOR);
		vma_merge(vma);
		addr = next;
	}
	error = 0;
out:
	mmap_write_unlock(mm);
	return error;
}`,
  },
  {
    name: 'sys_uffd_writeprotect',
    source: 'mm/userfaultfd.c: mwriteprotect_range, 6.12: VMA by VMA, up to one that is not registered',
    text: `int sys_uffd_writeprotect(struct mm_struct *mm, unsigned long start, unsigned long end, bool enable_wp)
{
	struct vm_area_struct *vma;
	unsigned long addr = start;
	int error;

	mmap_read_lock(mm);
	error = map_changing_begin(mm);
	if (error)
		goto out;
	error = -ENOENT;
	for (vma = find_vma(mm, addr); vma && vma->vm_start < end; vma = find_vma(mm, addr)) {
		if (!userfaultfd_wp(vma)) {
			error = -ENOENT;
			break;
		}
		if (addr < vma->vm_start)
			addr = vma->vm_start;
		uffd_wp_range(vma, addr, min(end, vma->vm_end), enable_wp);
		addr = vma_end(vma);
		error = 0;
	}
	map_changing_end(mm);
out:
	mmap_read_unlock(mm);
	return error;
}`,
  },
  {
    name: 'uffd_wp_range',
    source: 'mm/userfaultfd.c: uffd_wp_range, vma_wants_manual_pte_write_upgrade, 6.12',
    text: `void uffd_wp_range(struct vm_area_struct *vma, unsigned long start, unsigned long end, bool enable_wp)
{
	unsigned long cp_flags = MM_CP_UFFD_WP;

	if (!enable_wp) {
		cp_flags = MM_CP_UFFD_WP_RESOLVE;
		if (vma->vm_flags & VM_WRITE)
			cp_flags = MM_CP_UFFD_WP_RESOLVE | MM_CP_TRY_CHANGE_WRITABLE;
	}
	change_protection_range(vma, start, end, vma->vm_page_prot, cp_flags);
}`,
  },
  {
    name: 'userfaultfd_wp_async_ctx',
    since: '6.7',
    source: 'fs/userfaultfd.c, 6.7: a write to what is protected raises no event, it takes the protection off',
    text: `bool userfaultfd_wp_async_ctx(struct userfaultfd_ctx *ctx)
{
	if (!ctx)
		return false;
	return ctx->features & UFFD_FEATURE_WP_ASYNC;
}`,
  },
  {
    name: 'uffd_wp_markers',
    source:
      'include/linux/userfaultfd_k.h: userfaultfd_wp_use_markers, userfaultfd_wp_unpopulated, 6.7: what is empty is protected by markers in files, and in anonymous memory where the monitor has asked for it',
    text: `bool uffd_wp_markers(struct vm_area_struct *vma)
{
	struct userfaultfd_ctx *ctx = vma->vm_userfaultfd_ctx.ctx;

	if (!userfaultfd_wp(vma))
		return false;
	if (!vma_is_anonymous(vma))
		return true;
	return ctx->features & UFFD_FEATURE_WP_UNPOPULATED;
}`,
  },
  {
    name: 'map_changing_begin',
    source: `${MFILL}: mfill_atomic, mwriteprotect_range, move_pages, 6.9: nothing is done while the event of a change is still to be read; a context has the number of its mm`,
    text: `int map_changing_begin(struct mm_struct *mm)
{
	struct userfaultfd_ctx *ctx = (struct userfaultfd_ctx *)mm;

	down_read(&ctx->map_changing_lock);
	if (!atomic_read(&ctx->mmap_changing))
		return 0;
	up_read(&ctx->map_changing_lock);
	return -EAGAIN;
}`,
  },
  {
    name: 'map_changing_end',
    source: `${MFILL}: mfill_atomic, mwriteprotect_range, move_pages, 6.9`,
    text: `void map_changing_end(struct mm_struct *mm)
{
	struct userfaultfd_ctx *ctx = (struct userfaultfd_ctx *)mm;

	up_read(&ctx->map_changing_lock);
}`,
  },
  {
    name: 'uffd_mfill_lock',
    source: `${MFILL}: uffd_mfill_lock, mfill_atomic: a registered VMA, else NULL; its anon_vma is made before that is asked`,
    text: `struct vm_area_struct *uffd_mfill_lock(struct mm_struct *mm, unsigned long address, int *error)
{
	struct vm_area_struct *vma;
	int err = -ENOENT;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, address);
	if (!vma)
		goto unlock;
	if (!(vma->vm_flags & VM_SHARED) && anon_vma_prepare(vma))
		goto unlock;
	if (!userfaultfd_armed(vma))
		goto unlock;
	err = map_changing_begin(mm);
	if (!err)
		return vma;
unlock:
	mmap_read_unlock(mm);
	*error = err;
	return NULL;
}`,
  },
  {
    name: 'uffd_mfill_unlock',
    source: `${MFILL}: mfill_atomic, uffd_mfill_unlock`,
    text: `void uffd_mfill_unlock(struct mm_struct *mm)
{
	map_changing_end(mm);
	mmap_read_unlock(mm);
}`,
  },
  {
    name: 'mfill_over_size',
    source: `${MFILL}: mfill_file_over_size`,
    text: `bool mfill_over_size(struct vm_area_struct *vma, unsigned long address)
{
	if (vma_is_anonymous(vma))
		return false;
	return shmem_beyond_end(vma->vm_file->f_mapping, linear_page_index(vma, address));
}`,
  },
  {
    name: 'sys_uffd_copy',
    source: `${MFILL}: mfill_atomic, mfill_atomic_pte_copy, shmem_mfill_atomic_pte`,
    text: `int sys_uffd_copy(struct mm_struct *mm, unsigned long address, unsigned long content, bool wp)
{
	struct vm_area_struct *vma;
	struct address_space *mapping;
	struct page *page;
	int error;

	vma = uffd_mfill_lock(mm, address, &error);
	if (!vma)
		return error;
	error = -EINVAL;
	if (wp && !userfaultfd_wp(vma))
		goto out;
	error = -ENOMEM;
	if (!(vma->vm_flags & VM_SHARED)) {
		if (anon_vma_prepare(vma))
			goto out;
		page = alloc_page_vma(vma);
		if (!page)
			goto out;
		fill_page(page, content);
		error = mfill_install_pte(vma, address, page, false, wp);
		if (error)
			put_page(page);
		goto out;
	}
	mapping = vma->vm_file->f_mapping;
	error = -EFAULT;
	if (mfill_over_size(vma, address))
		goto out;
	error = -EEXIST;
	page = find_get_page(mapping, linear_page_index(vma, address));
	if (page) {
		put_page(page);
		goto out;
	}
	error = -ENOMEM;
	page = shmem_alloc_and_add_folio(mapping, linear_page_index(vma, address));
	if (!page)
		goto out;
	fill_page(page, content);
	error = mfill_install_pte(vma, address, page, true, wp);
	if (error) {
		delete_from_page_cache(mapping, page, linear_page_index(vma, address));
		unlock_page(page);
		put_page(page);
		goto out;
	}
	unlock_page(page);
out:
	uffd_mfill_unlock(mm);
	return error;
}`,
  },
  {
    name: 'mfill_install_pte',
    source: `${MFILL}: mfill_atomic_install_pte: only into an empty entry, or over a marker`,
    text: `int mfill_install_pte(struct vm_area_struct *vma, unsigned long address, struct page *page, bool in_cache, bool wp)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = pmd_offset_of(mm, address);
	spinlock_t *ptl;
	pte_t *pte;
	pte_t entry;

	if (pmd_trans_huge(*pmd))
		return -EEXIST;
	if (pte_alloc(mm, pmd))
		return -ENOMEM;
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!pte)
		return -EAGAIN;
	if (mfill_over_size(vma, address)) {
		pte_unmap_unlock(pte, ptl);
		return -EFAULT;
	}
	if (!pte_none_mostly(*pte)) {
		pte_unmap_unlock(pte, ptl);
		return -EEXIST;
	}
	entry = pte_mkdirty(mk_pte(page, vma->vm_page_prot));
	if (in_cache && !(vma->vm_flags & VM_SHARED))
		entry = pte_wrprotect(entry);
	else if (vma->vm_flags & VM_WRITE)
		entry = pte_mkwrite(entry);
	if (wp)
		entry = pte_mkuffd_wp(entry);
	if (in_cache)
		page_add_file_rmap(page, vma, false);
	else
		page_add_new_anon_rmap(page, vma, address);
	set_pte_at(mm, address, pte, entry);
	uffd_installed(mm, address);
	pte_unmap_unlock(pte, ptl);
	return 0;
}`,
  },
  {
    name: 'sys_uffd_zeropage',
    source: `${MFILL}: mfill_atomic_pte_zeropage; of a shared file a page of zeroes`,
    text: `int sys_uffd_zeropage(struct mm_struct *mm, unsigned long address)
{
	struct vm_area_struct *vma;
	int error;

	vma = uffd_mfill_lock(mm, address, &error);
	if (!vma)
		return error;
	if (vma->vm_flags & VM_SHARED) {
		uffd_mfill_unlock(mm);
		return sys_uffd_copy(mm, address, 0, false);
	}
	error = mfill_set_empty(vma, address, pte_mkspecial(pfn_pte(my_zero_pfn(address), vma->vm_page_prot)));
	if (!error)
		uffd_installed(mm, address);
out:
	uffd_mfill_unlock(mm);
	return error;
}`,
  },
  {
    name: 'mfill_set_empty',
    source: `${MFILL}: mfill_atomic_pte_zeropage, mfill_atomic_pte_poison: only into an empty entry, over no marker`,
    text: `int mfill_set_empty(struct vm_area_struct *vma, unsigned long address, pte_t entry)
{
	struct mm_struct *mm = vma->vm_mm;
	pmd_t *pmd = pmd_offset_of(mm, address);
	int error = 0;
	spinlock_t *ptl;
	pte_t *pte;

	if (!(vma->vm_flags & VM_SHARED) && anon_vma_prepare(vma))
		return -ENOMEM;
	if (pmd_trans_huge(*pmd))
		return -EEXIST;
	if (pte_alloc(mm, pmd))
		return -ENOMEM;
	pte = pte_offset_map_lock(mm, pmd, address, &ptl);
	if (!pte)
		return -EAGAIN;
	if (mfill_over_size(vma, address))
		error = -EFAULT;
	else if (!pte_none(*pte))
		error = -EEXIST;
	else
		set_pte_at(mm, address, pte, entry);
	pte_unmap_unlock(pte, ptl);
	return error;
}`,
  },
  {
    name: 'sys_uffd_poison',
    source: `${MFILL}: mfill_atomic_pte_poison`,
    text: `int sys_uffd_poison(struct mm_struct *mm, unsigned long address)
{
	struct vm_area_struct *vma;
	int error;

	vma = uffd_mfill_lock(mm, address, &error);
	if (!vma)
		return error;
	error = mfill_set_empty(vma, address, make_pte_marker(PTE_MARKER_POISONED));
	uffd_mfill_unlock(mm);
	return error;
}`,
  },
  {
    name: 'sys_uffd_continue',
    source: `${MFILL}: mfill_atomic_pte_continue: maps what the page cache has`,
    text: `int sys_uffd_continue(struct mm_struct *mm, unsigned long address, bool wp)
{
	struct vm_area_struct *vma;
	struct page *page;
	int error;

	vma = uffd_mfill_lock(mm, address, &error);
	if (!vma)
		return error;
	error = -EINVAL;
	if (vma_is_anonymous(vma))
		goto out;
	if (wp && !userfaultfd_wp(vma))
		goto out;
	if (!(vma->vm_flags & VM_SHARED) && anon_vma_prepare(vma))
		goto out;
	if (mfill_over_size(vma, address))
		goto out;
	error = -EFAULT;
	page = find_lock_page(vma->vm_file->f_mapping, linear_page_index(vma, address));
	if (!page)
		goto out;
	error = mfill_install_pte(vma, address, page, true, wp);
	unlock_page(page);
	if (error)
		put_page(page);
out:
	uffd_mfill_unlock(mm);
	return error;
}`,
  },
];
