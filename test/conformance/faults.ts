import { REFERENCE_FUNCTIONS } from '../../src/mm/reference.ts';
import type { ReferenceFunction } from '../../src/mm/vocabulary.ts';
import type { Size } from './operation.ts';

/** A mistake that somebody could make in a program of the model: the comparison must find it. */
export interface Fault {
  readonly says: string;
  readonly function: string;
  /** The text that is taken out, which stands there once, and what comes in its place. */
  readonly from: string;
  readonly to: string;
  readonly size: Size;
}

export const FAULTS: readonly Fault[] = [
  {
    says: 'uffd-wp is dropped on swap-out',
    function: 'reclaim_anon_folio',
    from: '	if (pte_uffd_wp(pteval))\n		swp_pte = pte_swp_mkuffd_wp(swp_pte);\n',
    to: '',
    size: 'small',
  },
  {
    says: 'uffd-wp is dropped on swap-in',
    function: 'do_swap_page',
    from: '	if (pte_swp_uffd_wp(vmf->orig_pte))\n		pte = pte_mkuffd_wp(pte);\n',
    to: '',
    size: 'small',
  },
  {
    says: 'MOVE leaves the source mapped',
    function: 'move_pages_pte',
    from: '	orig_src = ptep_clear_flush(src_vma, src, src_pte);\n',
    to: '',
    size: 'small',
  },
  {
    says: 'MOVE takes a page that is shared by fork',
    function: 'move_pages_pte',
    from: '!PageAnonExclusive(page) || ',
    to: '',
    size: 'small',
  },
  {
    says: 'DONTNEED keeps a page that somebody else maps too',
    function: 'zap_entries',
    from: 'if (page && !even_cows && PageAnon(page))',
    to: 'if (page && page_mapcount(page) > 1)',
    size: 'small',
  },
  {
    says: 'fork shares pages writable',
    function: 'copy_present_pte',
    from: '		ptep_set_wrprotect(src_mm, addr, src_pte);\n		pte = pte_wrprotect(pte);\n',
    to: '		pte_none(pte);\n',
    size: 'small',
  },
  {
    says: 'fork leaves a swapped-out page exclusive',
    function: 'copy_nonpresent_pte',
    from: '	if (pte_swp_exclusive(orig_pte)) {',
    to: '	if (pte_none(orig_pte)) {',
    size: 'small',
  },
  {
    says: 'mprotect leaves entries writable',
    function: 'change_pte_range',
    from: 'ptent = pte_modify(oldpte, newprot);',
    to: 'ptent = oldpte;',
    size: 'small',
  },
  {
    says: 'WRITEPROTECT leaves no marker in an empty entry of a file',
    function: 'change_pte_range',
    from: '			if (uffd_wp && uffd_wp_markers(vma))',
    to: '			if (uffd_wp && vma_is_anonymous(vma) && uffd_wp_markers(vma))',
    size: 'small',
  },
  {
    says: 'DONTNEED forgets write protection of a file mapping',
    function: 'zap_entries',
    from: '			if (keeps_markers && pte_uffd_wp(ptent) && userfaultfd_wp(vma))\n				set_pte_at(mm, addr, pte, make_pte_marker(PTE_MARKER_UFFD_WP));\n',
    to: '',
    size: 'small',
  },
  {
    says: 'a hole punch leaves the page in the page cache',
    function: 'shmem_undo_range',
    from: '		delete_from_page_cache(mapping, page, index);\n',
    to: '',
    size: 'small',
  },
  {
    says: 'truncation leaves private copies',
    function: 'sys_ftruncate',
    from: 'pages, true);\n		shmem_undo_range(mapping, pages, limit);\n		unmap_mapping_pages(mapping, pages, limit - pages, true);',
    to: 'pages, false);\n		shmem_undo_range(mapping, pages, limit);',
    size: 'small',
  },
  {
    says: 'mremap carries write protection to a range that is not registered',
    function: 'move_page_tables',
    from: '						pte = pte_clear_uffd_wp(pte);',
    to: '						pte = pte_mkold(pte);',
    size: 'small',
  },
  {
    says: 'fork shares a page that a device has pinned',
    function: 'page_needs_cow_for_dma',
    from: 'return page_maybe_dma_pinned(page);',
    to: 'return false;',
    size: 'small',
  },
  {
    says: 'fork leaves a huge page writable',
    function: 'copy_anon_huge_pmd',
    from: '	set_pmd_at(src_mm, addr, src_pmd, pmd_wrprotect(pmd));\n',
    to: '',
    size: 'huge',
  },
  {
    says: 'a split forgets write protection',
    function: 'split_anon_huge_pmd',
    from: '				entry = pte_mkdirty(entry);\n			if (pmd_uffd_wp(old))\n				entry = pte_mkuffd_wp(entry);\n',
    to: '				entry = pte_mkdirty(entry);\n',
    size: 'huge',
  },
  {
    says: 'mremap of a huge page keeps write protection',
    function: 'move_page_tables',
    from: '			if (pmd_trans_huge(pmd) && clear_wp)\n				pmd = pmd_clear_uffd_wp(pmd);\n',
    to: '',
    size: 'huge',
  },
  {
    says: 'COLLAPSE loses a page',
    function: 'collapse_anon',
    from: '				copy_user_highpage(huge + i, page, addr, vma);\n',
    to: '',
    size: 'huge',
  },
  {
    says: 'DONTNEED of a part of a huge page takes all of it',
    function: 'unmap_page_range',
    from: '			if (next - addr == HPAGE_PMD_SIZE) {\n				zap_anon_huge_pmd',
    to: '			if (next - addr <= HPAGE_PMD_SIZE) {\n				zap_anon_huge_pmd',
    size: 'huge',
  },
  {
    says: 'mprotect leaves a huge page writable',
    function: 'change_huge_pmd',
    from: '	entry = mk_huge_pmd(page, newprot);\n',
    to: '	entry = oldpmd;\n',
    size: 'huge',
  },
  {
    says: 'PAGEMAP_SCAN leaves what is empty unprotected',
    function: 'make_uffd_wp_pte',
    from: '		set_pte_at(vma->vm_mm, addr, pte, make_pte_marker(PTE_MARKER_UFFD_WP));\n',
    to: '		return;\n',
    size: 'small',
  },
  {
    says: 'a fault forgets that a marker protected its page',
    function: 'do_anonymous_page',
    from: '	if (pte_marker_uffd_wp(vmf->orig_pte))\n		entry = pte_mkuffd_wp(entry);\n',
    to: '',
    size: 'small',
  },
  {
    says: 'PAGEMAP_SCAN of a part of a huge page protects all of it',
    function: 'pagemap_scan_range',
    from: '|| next - addr == HPAGE_PMD_SIZE',
    to: '|| next - addr <= HPAGE_PMD_SIZE',
    size: 'huge',
  },
  {
    says: 'the end of a direct read leaves its page pinned',
    function: 'sys_direct_read_done',
    from: '	unpin_user_page(page);\n',
    to: '',
    size: 'small',
  },
];

/** The model's functions with one fault in them. */
export function planted({ function: name, from, to }: Fault): readonly ReferenceFunction[] {
  const before = REFERENCE_FUNCTIONS.filter((one) => one.name === name);
  if (before.length === 0 || before.some(({ text }) => text.split(from).length !== 2))
    throw new Error(`expected ${name} to have one place for the fault in each version`);
  return REFERENCE_FUNCTIONS.map((one) => (one.name === name ? { ...one, text: one.text.replace(from, to) } : one));
}
