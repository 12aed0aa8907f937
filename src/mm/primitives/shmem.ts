import { pageAt } from '../access.ts';
import { cacheCell } from '../cache-cell.ts';
import { ENTRY, kindOf } from '../entry.ts';
import type { Memory } from '../kernel.ts';
import { FLAG } from '../objects.ts';
import { type Primitive, primitive } from '../primitive.ts';

const SHMEM = 'mm/shmem.c, 6.12';

/** A page has a content that nobody has written out yet. */
function fill(m: Memory, page: number, content: number): void {
  const head = m.get(m.o.page.head, page);
  m.set(m.o.page.content, page, content);
  m.set(m.o.page.unsaved, head, 1);
  m.set(m.o.page.flags, head, m.get(m.o.page.flags, head) | FLAG.dirty);
}

/** Files in memory: their end, and pages that come into the page cache. */
export const SHMEM_FILES: readonly Primitive[] = [
  primitive('bool shmem_beyond_end(struct address_space *, pgoff_t)', {
    reads: true,
    says: 'Says whether an offset lies beyond the end of the file, where the world keeps one.',
    source: `${SHMEM}: shmem_get_folio_gfp: i_size_read`,
    run: (m, mapping = 0, index = 0) => {
      const end = m.get(m.o.file.end, mapping);
      return end !== 0 && index >= end - 1 ? 1 : 0;
    },
  }),
  primitive('void shmem_set_end(struct address_space *, pgoff_t)', {
    says: 'Sets the end of the file, in pages.',
    needs: 'inode lock',
    source: `${SHMEM}: shmem_setattr: i_size_write`,
    aliases: ['i_size_write'],
    run: (m, mapping = 0, pages = 0) => void m.set(m.o.file.end, mapping, pages + 1),
  }),
  primitive('pgoff_t shmem_end(struct address_space *)', {
    reads: true,
    says: 'Reads the end of the file, in pages; of a file whose end the world does not keep, all that it has room for.',
    source: `${SHMEM}: i_size_read`,
    aliases: ['i_size_read'],
    run: (m, mapping = 0) => {
      const end = m.get(m.o.file.end, mapping);
      return end === 0 ? m.kernel.of.filePages : end - 1;
    },
  }),
  primitive('void shmem_add_to_page_cache(struct page *, struct address_space *, pgoff_t)', {
    says: 'Puts a locked page into the page cache, with a reference of the cache’s own.',
    needs: 'the folio lock',
    source: SHMEM,
    run: (m, page = 0, mapping = 0, index = 0) => {
      m.set(m.o.cache.page, cacheCell(m, mapping, index), page);
      m.set(m.o.page.mapping, page, mapping);
      m.set(m.o.page.index, page, index);
      m.set(m.o.page.flags, page, m.get(m.o.page.flags, page) | FLAG.uptodate | FLAG.swapBacked | FLAG.dirty);
      m.set(m.o.page.refcount, page, m.get(m.o.page.refcount, page) + 1);
      return undefined;
    },
  }),
  primitive('void fill_page(struct page *, unsigned long)', {
    says: 'A system call copies a content from the program to the page.',
    source: 'mm/filemap.c: generic_perform_write; mm/userfaultfd.c: mfill_atomic_pte_copy',
    run: (m, page = 0, content = 0) => void fill(m, page, content),
  }),
  primitive('void device_fills_page(struct mm_struct *, struct page *, unsigned long)', {
    says: 'A device writes a content to a page that a program has given it, and the program reads that where it still maps the page.',
    source: 'Documentation/core-api/pin_user_pages.rst: CASE 1, direct I/O; mm/gup.c: unpin_user_pages_dirty_lock',
    run: (m, mm = 0, page = 0, content = 0) => {
      fill(m, page, content);
      for (let address = 0; address < m.kernel.of.addresses; address++) {
        const [leaf, place] = [m.walk(mm, address), m.place(mm, address)];
        const maps = kindOf(leaf) === ENTRY.leaf && pageAt(m, leaf, address) === page;
        if (maps && m.get(m.o.place.content, place) !== 0) m.set(m.o.place.content, place, content);
      }
      return undefined;
    },
  }),
  primitive('unsigned long page_content(struct page *)', {
    reads: true,
    says: 'A system call copies what the page holds to the program.',
    source: 'mm/shmem.c: shmem_file_read_iter',
    run: (m, page = 0) => m.get(m.o.page.content, page),
  }),
];
