import { expect, test } from 'vitest';
import { B5 } from '../../src/mm/bugs/b5.ts';
import { checkText, table } from './instruments.ts';

/** MADV_DONTNEED of one page, with what it does about the TLB before and after it gives the page-table lock back. */
const discard = (locked: string, unlocked: string, name = 'zap_page_range_single') => `
void ${name}(struct vm_area_struct *vma, unsigned long address, unsigned long size)
{
	spinlock_t *ptl;
	pte_t *pte = pte_offset_map_lock(vma->vm_mm, mm_find_pmd(vma->vm_mm, address), address, &ptl);
	pte_t old = ptep_get(pte);

	if (pte_present(old)) {
		ptep_get_and_clear(vma->vm_mm, address, pte);
		page_remove_rmap(pte_page(old), vma, false);
		${locked}
	}
	pte_unmap_unlock(pte, ptl);
	${unlocked}
}`;

/** A patch that shows two functions whole, the second in a file of its own. */
function patch(before: string, after: string, otherBefore: string, otherAfter: string): string {
  const file = (path: string, old: string, now: string) => {
    const [was, is] = [old.trim().split('\n'), now.trim().split('\n')];
    return [
      `diff --git a/${path} b/${path}`,
      `--- a/${path}`,
      `+++ b/${path}`,
      `@@ -1,${was.length} +1,${is.length} @@`,
      ...was.map((line) => `-${line}`),
      ...is.map((line) => `+${line}`),
    ];
  };
  return [...file('mm/one.c', before, after), ...file('mm/other.c', otherBefore, otherAfter), ''].join('\n');
}

const FLUSH = 'flush_tlb_range(vma, address, address + size);';
const WANTED = { kernel: B5.kernel, wanted: { world: B5.world.name, property: B5.property } };
const RIGHT = discard(FLUSH, '');

function judged(otherAfter: string) {
  const checks = checkText(patch(B5.before, B5.after, RIGHT, otherAfter), '', WANTED);
  return checks.filter((check) => check.function === B5.function);
}

test('the other threads of a world run what the same patch makes of their functions, and the check says so', () => {
  const [check] = judged(discard(`/* at once */ ${FLUSH}`, 'cond_resched();'));
  expect(check === undefined ? [] : table([check])).toEqual(['hide-dontneed TLB-REVOKE: violated → holds']);
  expect(check?.why).toContain('the other threads run, as the patch has it, zap_page_range_single');
});

test('a patch that mends one function and breaks the other is not told to hold', () => {
  const [check] = judged(discard('', ''));
  expect(check?.why).toContain('the other threads run, as the patch has it, zap_page_range_single');
  expect(['violated', 'not-modelled']).toContain(check?.after.result);
});

test('nor is one that makes of the other what cannot be read', () => {
  const [check] = judged(discard('flush_in_some_other_way(vma, address);', ''));
  expect(check?.after.result).toBe('not-modelled');
  expect(check?.after.missing).toEqual([
    'what flush_in_some_other_way does in zap_page_range_single, which the patch changes and other threads run',
  ]);
  expect(check?.before.result, 'as it stood it is known').toBe('violated');
});

test('a patch that changes neither them nor what they call leaves them as they are', () => {
  const [check] = checkText(patch(B5.before, B5.after, discard('', '', 'f'), discard('', FLUSH, 'f')), '', WANTED);
  expect(check?.why).not.toContain('other threads');
  expect(check?.after.result).toBe('holds');
});
