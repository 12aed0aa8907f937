import { describe, expect, test } from 'vitest';
import { A7 } from '../../src/mm/bugs/a7.ts';
import { B5 } from '../../src/mm/bugs/b5.ts';
import { runText } from './bug-run.ts';

/** What a patch may ask of what it unmaps, with the same answer for a page and for its mapping. */
const TESTS = ['PageHuge(page)', 'folio_test_hugetlb(page_folio(page))', 'is_vm_hugetlb_page(vma)'];

describe('whether memory is of hugetlb is asked of the world', () => {
  test.each(TESTS)('where it is, the branch of %s is the one that runs', (asked) => {
    const run = (text: string) => runText({ ...A7, text }).result;
    const text = A7.after.replaceAll('PageHuge(page)', asked);
    expect(text.split(asked)).toHaveLength(3);
    expect(run(text)).toBe('holds');
    expect(run(text.replaceAll(asked, `!${asked}`))).toBe('violated');
  });

  test('where it is not, what is done for hugetlb alone is not done, and its calls are not missed', () => {
    const flush = /\t(if \(unmapped\)\n\t\t)?flush_tlb_range\(vma, start, end\);\n/;
    expect(B5.after).toMatch(flush);
    const run = (test: string) =>
      runText({ ...B5, text: B5.after.replace(flush, `\tif (${test})\n\t\tflush_tlb_range(vma, start, end);\n`) })
        .result;
    expect(run('!is_vm_hugetlb_page(vma)')).toBe('holds');
    expect(run('is_vm_hugetlb_page(vma)')).toBe('violated');
    const unknown = B5.after.replace(
      'arch_enter_lazy',
      'if (is_vm_hugetlb_page(vma))\n\t\tunknown_to_all(vma);\n\tarch_enter_lazy',
    );
    expect(runText({ ...B5, text: unknown }).result).toBe('holds');
  });

  test('a range is widened to a table that is shared, as the kernel’s own function does it', () => {
    const widens = /\tif \(PageHuge\(page\) && vma_shareable[^}]*}\n/;
    expect(A7.after).toMatch(widens);
    const asserted = '\tVM_BUG_ON(start != (address & PMD_MASK) || end != start + PMD_SIZE);\n';
    const run = (text: string) =>
      runText({ ...A7, property: 'ASSERT', text: A7.after.replace(widens, text + asserted) }).result;
    expect(run('\tif (PageHuge(page))\n\t\tadjust_range_if_pmd_sharing_possible(vma, &start, &end);\n')).toBe('holds');
    expect(run('')).toBe('violated');
  });
});
