import { prototype } from './primitive.ts';
import type { Form } from './vocabulary.ts';

/** `$0->vm_mm, $1, 0`: the step's arguments out of the call's. */
const form = (text: string, takes: string): readonly [string, Form] => {
  const { name, parameters } = prototype(text);
  return [name, { parameters, takes: takes === '' ? [] : takes.split(',').map((one) => one.trim()) }];
};

/** A migration or device entry is made from a page frame number since 5.13 (4dd845b5a3e5); a page's number is its id. */
const fromPfn = (name: string) => form(`swp_entry_t ${name}(unsigned long)`, '$0');

/**
 * Prototypes that a kernel function has or had beside the one that its step or value is known by.
 *
 * A call whose arguments fit neither is not the call that the model knows. A number in the place of a type must be the
 * argument itself: a batch of one entry is one entry, a longer one is not.
 */
export const FORMS: readonly (readonly [string, Form])[] = [
  // A lock's class says something to lockdep only.
  form('void spin_lock_nested(spinlock_t *, int)', '$0'),
  form('void local_irq_save(unsigned long)', ''),
  form('void local_irq_restore(unsigned long)', ''),
  // mm/rmap.c: `compound` until 5.17 and 5.18; the VMA of page_remove_rmap since 5.18, of page_add_file_rmap since 5.18.
  form('void page_remove_rmap(struct page *, bool)', '$0, 0, $1'),
  form('void page_remove_rmap(struct page *)', '$0, 0, 0'),
  form('void page_add_file_rmap(struct page *, bool)', '$0, 0, $1'),
  form('void page_add_file_rmap(struct page *)', '$0, 0, 0'),
  form('void page_dup_rmap(struct page *)', '$0, 0'),
  form('void page_add_new_anon_rmap(struct page *, struct vm_area_struct *, unsigned long, bool)', '$0, $1, $2'),
  form('void folio_add_new_anon_rmap(struct folio *, struct vm_area_struct *, unsigned long, 1)', '$0, $1, $2'),
  form(
    'void folio_add_anon_rmap_pte(struct folio *, struct page *, struct vm_area_struct *, unsigned long, int)',
    '$0, $1, $2',
  ),
  // mm/rmap.c, 4.4: the address only checks the offset of a page that is mapped as a whole.
  form('void page_move_anon_rmap(struct page *, struct vm_area_struct *, unsigned long)', '$0, $1'),
  form('struct page *alloc_page_vma(int, struct vm_area_struct *, unsigned long)', '$1'),
  // One page, wherever its memory is to come from; a folio of a higher order is another thing.
  form('struct folio *vma_alloc_folio(gfp_t, 0, struct vm_area_struct *, unsigned long, bool)', '$2'),
  form('struct folio *vma_alloc_folio(gfp_t, 0, struct vm_area_struct *, unsigned long)', '$2'),
  form('struct folio *vma_alloc_zeroed_movable_folio(struct vm_area_struct *, unsigned long)', '$0'),
  form('struct folio *folio_alloc(gfp_t, 0)', '0'),
  form('struct folio *folio_alloc_mpol(gfp_t, 0, struct mempolicy *, pgoff_t, int)', '0'),
  form('struct folio *__folio_alloc(gfp_t, 0, int, nodemask_t *)', '0'),
  form('struct folio *__folio_alloc_node(gfp_t, 0, int)', '0'),
  form('struct folio *filemap_alloc_folio(gfp_t, 0)', '0'),
  form('struct page *alloc_page(gfp_t)', '0'),
  form('void swap_free_nr(swp_entry_t, 1)', '$0'),
  form('void free_swap_and_cache_nr(swp_entry_t, 1)', '$0'),
  form('void swapcache_clear(struct swap_info_struct *, swp_entry_t, 1)', '$0, $1'),
  form('void wrprotect_ptes(struct mm_struct *, unsigned long, pte_t *, 1)', '$0, $1, $2'),
  // include/linux/pgtable.h: `full` says that the whole mm goes; `sz` is the size of a huge page of hugetlb.
  form('pte_t ptep_get_and_clear_full(struct mm_struct *, unsigned long, pte_t *, int)', '$0, $1, $2'),
  form('void pte_clear_not_present_full(struct mm_struct *, unsigned long, pte_t *, int)', '$0, $1, $2'),
  form('pmd_t pmdp_huge_get_and_clear_full(struct vm_area_struct *, unsigned long, pmd_t *, int)', '$0->vm_mm, $1, $2'),
  form('pte_t huge_ptep_get(struct mm_struct *, unsigned long, pte_t *)', '$2'),
  form('pte_t huge_ptep_get_and_clear(struct mm_struct *, unsigned long, pte_t *, unsigned long)', '$0, $1, $2'),
  form('void set_huge_pte_at(struct mm_struct *, unsigned long, pte_t *, pte_t, unsigned long)', '$0, $1, $2, $3'),
  form('void set_ptes(struct mm_struct *, unsigned long, pte_t *, pte_t, 1)', '$0, $1, $2, $3'),
  // include/linux/mm.h, 6.4: a VMA is locked for writing under mmap_lock, and for as long.
  form('void vma_assert_write_locked(struct vm_area_struct *)', '$0->vm_mm'),
  // Addresses count pages, and so do sizes of files.
  form('pgoff_t i_size_read(struct inode *)', '$0'),
  form('void i_size_write(struct inode *, loff_t)', '$0, $1'),
  // The VMA tells a shadow stack from other memory since 6.6 (161e393c0f63).
  form('pte_t pte_mkwrite(pte_t, struct vm_area_struct *)', '$0'),
  form('pmd_t pmd_mkwrite(pmd_t, struct vm_area_struct *)', '$0'),
  // The node says which list it is for.
  form('void plist_add(struct plist_node *, struct plist_head *)', '$0'),
  form('void plist_del(struct plist_node *, struct plist_head *)', '$0'),
  // page->private is the entry's value.
  form('void set_page_private(struct page *, swp_entry_t)', '$0, $1'),
  form('int swapcache_prepare(swp_entry_t, 1)', '$0'),
  form('void set_tlb_ubc_flush_pending(struct mm_struct *, bool)', '$0, 0, 0'),
  ...[
    'make_readable_migration_entry',
    'make_writable_migration_entry',
    'make_readable_exclusive_migration_entry',
    'make_readable_device_private_entry',
    'make_writable_device_private_entry',
    'make_readable_device_exclusive_entry',
    'make_writable_device_exclusive_entry',
  ].map(fromPfn),
];
