import { expect, test } from 'vitest';
import { checkText, table } from './instruments.ts';

/** Takes the page table of an address away and tells devices too late, whatever is done about the entry first. */
const zap = (first: string, last: string) => `void zap_huge(struct vm_area_struct *vma, pmd_t *pmd, unsigned long addr)
{
	pmd_t old;
	${first}
	old = pmdp_huge_get_and_clear(vma->vm_mm, addr, pmd);
	flush_tlb_range(vma, addr, addr + HPAGE_PMD_SIZE);
	mn_invalidate_range_start(vma->vm_mm, addr, addr + HPAGE_PMD_SIZE);
	mn_invalidate_range_end(vma->vm_mm, addr, addr + HPAGE_PMD_SIZE);
	pte_free(vma->vm_mm, pmd_pgtable(old));
	${last}
}`;

/** A patch that shows the function whole. */
function diff(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const lines = [...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)];
  const path = 'mm/huge_memory.c';
  const head = [`diff --git a/${path} b/${path}`, `--- a/${path}`, `+++ b/${path}`];
  return [...head, `@@ -1,${old.length} +1,${now.length} @@`, ...lines, ''].join('\n');
}

const judged = (first: string) =>
  table(
    checkText(diff(zap(first, ''), zap(first, 'flush_tlb_range(vma, addr, addr + HPAGE_PMD_SIZE);')), '', {
      kernel: '6.6',
      wanted: { world: 'free-table-kvm', property: 'SMMU-REVOKE' },
    }),
  );

test('what code breaks behind its own assertion, which the world does not keep, is the world’s doing', () => {
  expect(judged('')).toEqual(['free-table-kvm SMMU-REVOKE: violated → violated']);
  expect(judged('VM_BUG_ON(!pmd_trans_huge(*pmd));')).toEqual([
    'free-table-kvm SMMU-REVOKE: not-modelled → not-modelled',
  ]);
});
