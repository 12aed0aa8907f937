import { cacheCell } from '../cache-cell.ts';
import { FLAG } from '../objects.ts';
import { type Primitive, primitive } from '../primitive.ts';

const EEXIST = -17 & 0xffff;

/** Pages that the kernel's direct map leaves out, and new pages of a file. */
export const DIRECT_MAP: readonly Primitive[] = [
  primitive('int set_direct_map_invalid_noflush(struct page *)', {
    says: 'Takes the page out of the kernel’s direct map: nobody else may touch its content. 0 is success.',
    source: 'mm/secretmem.c; include/linux/set_memory.h',
    run: (m, page = 0) => {
      m.set(m.o.page.no_direct_map, page, 1);
      return 0;
    },
  }),
  primitive('int set_direct_map_default_noflush(struct page *)', {
    says: 'Puts the page back into the kernel’s direct map. 0 is success.',
    source: 'mm/secretmem.c; include/linux/set_memory.h',
    run: (m, page = 0) => {
      m.set(m.o.page.no_direct_map, page, 0);
      return 0;
    },
  }),
  primitive('int filemap_add_folio(struct address_space *, struct folio *, pgoff_t, gfp_t)', {
    says: 'Puts a new folio into the page cache, locked, with a reference of its own; -EEXIST where there is one already.',
    source: 'mm/filemap.c',
    aliases: ['add_to_page_cache_lru'],
    run: (m, mapping = 0, folio = 0, index = 0) => {
      const slot = cacheCell(m, mapping, index);
      if (m.get(m.o.cache.page, slot) !== 0) return EEXIST;
      m.set(m.o.cache.page, slot, folio);
      m.set(m.o.page.mapping, folio, mapping);
      m.set(m.o.page.flags, folio, FLAG.uptodate);
      m.set(m.o.page.locker, folio, m.thread);
      m.set(m.o.page.refcount, folio, m.get(m.o.page.refcount, folio) + 1);
      return 0;
    },
  }),
];
