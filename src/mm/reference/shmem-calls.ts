import type { ReferenceFunction } from '../vocabulary.ts';

const SHMEM = 'mm/shmem.c, 6.12';

/** System calls on a memfd. */
export const SHMEM_CALLS: readonly ReferenceFunction[] = [
  {
    name: 'shmem_alloc_and_add_folio',
    source: `${SHMEM}: a new page, zeroed, in the page cache; it comes back locked and with a reference`,
    text: `struct page *shmem_alloc_and_add_folio(struct address_space *mapping, pgoff_t index)
{
	struct page *page = alloc_page_vma(NULL);

	if (!page)
		return NULL;
	lock_page(page);
	shmem_add_to_page_cache(page, mapping, index);
	return page;
}`,
  },
  {
    name: 'sys_file_write',
    source: `${SHMEM}: shmem_file_write_iter, shmem_write_begin, shmem_write_end, for a whole page`,
    text: `int sys_file_write(struct address_space *mapping, pgoff_t index, unsigned long content)
{
	struct page *page;

	page = find_lock_page(mapping, index);
	if (!page)
		page = shmem_alloc_and_add_folio(mapping, index);
	if (!page)
		return -ENOMEM;
	fill_page(page, content);
	if (shmem_beyond_end(mapping, index))
		shmem_set_end(mapping, index + 1);
	unlock_page(page);
	put_page(page);
	return 0;
}`,
  },
  {
    name: 'sys_file_read',
    source: `${SHMEM}: shmem_file_read_iter: a hole reads as zeroes and stays one; says what is read`,
    text: `unsigned long sys_file_read(struct address_space *mapping, pgoff_t index)
{
	unsigned long content = 0;
	struct page *page;

	page = find_get_page(mapping, index);
	if (page) {
		content = page_content(page);
		put_page(page);
	}
	return content;
}`,
  },
  {
    name: 'sys_punch_hole',
    source: `${SHMEM}: shmem_fallocate with FALLOC_FL_PUNCH_HOLE: mappings first, then the page cache, and mappings again`,
    text: `int sys_punch_hole(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	shmem_falloc_begin(mapping, start, end - start);
	unmap_mapping_pages(mapping, start, end - start, false);
	shmem_undo_range(mapping, start, end);
	shmem_falloc_end(mapping);
	return 0;
}`,
  },
  {
    name: 'sys_ftruncate',
    source: `${SHMEM}: shmem_setattr: the end first, then mappings (copies of private ones too), the page cache, and mappings again`,
    text: `int sys_ftruncate(struct address_space *mapping, pgoff_t pages, pgoff_t limit)
{
	pgoff_t old = shmem_end(mapping);

	shmem_set_end(mapping, pages);
	if (pages < old) {
		unmap_mapping_pages(mapping, pages, limit - pages, true);
		shmem_undo_range(mapping, pages, limit);
		unmap_mapping_pages(mapping, pages, limit - pages, true);
	}
	return 0;
}`,
  },
  {
    name: 'shmem_undo_range',
    source: `${SHMEM}: shmem_undo_range; mm/truncate.c: truncate_inode_folio, truncate_cleanup_folio`,
    text: `void shmem_undo_range(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	struct page *page;
	pgoff_t index;

	for (index = start; index < end; index++) {
		page = find_lock_page(mapping, index);
		if (!page)
			continue;
		if (page_mapped(page))
			unmap_mapping_pages(mapping, index, 1, false);
		delete_from_page_cache(mapping, page, index);
		unlock_page(page);
		put_page(page);
	}
}`,
  },
];
