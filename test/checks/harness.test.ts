import { expect, test } from 'vitest';
import { harnessOf } from '../../src/checks/harness.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import { functionsIn, wholeFile } from '../../src/lift/text.ts';
import { RETRACT_SVA } from '../../src/mm/worlds/retract.ts';
import { UNMAP_UFFD_MISSING } from '../../src/mm/worlds/unmap-uffd.ts';
import { instruments } from './instruments.ts';

const tools = instruments();

/** What the callers of a function of these lines are taken to hold. */
function heldFor(...lines: readonly string[]): readonly string[] {
  const text = `void f(struct vm_area_struct *vma, struct mm_struct *mm, unsigned long addr, pte_t *pte)
{
	pte_t old;

${lines.map((line) => `\t${line}`).join('\n')}
	set_pte_at(mm, addr, pte, old);
}`;
  const texts = functionsIn(wholeFile('mm/test.c', text, 'tree'));
  const lift = liftFunction({ name: 'f', texts, kernel: '6.8' }, tools.vocabulary, tools.parser);
  if (!lift.ok) throw new Error(lift.missing.join());
  return harnessOf(lift.lifted.program, RETRACT_SVA, '6.8', tools).says;
}

/** As a function that is handed an entry and does these lines. */
function heldForEntry(...lines: readonly string[]): readonly string[] {
  const text = `static void f(struct vm_area_struct *vma, struct mm_struct *mm, unsigned long addr, pte_t *pte)
{
	spinlock_t *ptl;

${lines.map((line) => `\t${line}`).join('\n')}
}`;
  const texts = functionsIn(wholeFile('mm/test.c', text, 'tree'));
  const lift = liftFunction({ name: 'f', texts, kernel: '6.8' }, tools.vocabulary, tools.parser);
  if (!lift.ok) throw new Error(lift.missing.join());
  return harnessOf(lift.lifted.program, UNMAP_UFFD_MISSING, '6.8', tools).says;
}

test('the page-table lock of an entry that a function is handed and changes is its callers’', () => {
  const held = ['spin_lock, the page-table lock of the entry that the function is handed and changes'];
  expect(heldForEntry('ptep_get_and_clear(mm, addr, pte);')).toEqual(held);
  expect(heldForEntry('pte_t old = ptep_get(pte);', 'set_pte_at(mm, addr, pte, pte_wrprotect(old));')).toEqual(held);
  expect(heldForEntry('if (pte_present(ptep_get(pte)))', '\tcond_resched();'), 'one that it looks at only').toEqual([]);
  expect(
    heldForEntry('spin_lock(pte_lockptr(mm, mm_find_pmd(mm, addr)));', 'ptep_get_and_clear(mm, addr, pte);'),
    'one that locks',
  ).toEqual([]);
});

const ASSERTED = 'mmap_assert_locked(mm);';

test('a lock that is asserted at once, or after looking around, is the callers’', () => {
  const held = ['mmap_read_lock, which the function asserts'];
  expect(heldFor(ASSERTED, 'old = ptep_get(pte);')).toEqual(held);
  expect(heldFor('old = ptep_get(pte);', ASSERTED)).toEqual(held);
  expect(
    heldFor('old = ptep_get(pte);', 'if (!userfaultfd_wp(vma) && page_count(pte_page(old)) > 1)', ASSERTED),
  ).toEqual(held);
});

test.each([
  'old = ptep_get_and_clear(mm, addr, pte);',
  'if (ptep_test_and_clear_young(vma, addr, pte))\n\t\told = ptep_get(pte);',
])(
  'a lock that is asserted behind a step that changes something is the callers’ where the function takes none: %s',
  (line) => {
    expect(heldFor(line, ASSERTED)).toEqual(['mmap_read_lock, which the function asserts']);
  },
);

test.each([
  'if (!mmap_read_trylock(mm))\n\t\treturn;\n\told = ptep_get(pte);',
  'mmap_write_lock(mm);\n\told = ptep_get(pte);',
])('one that it may have taken is its own: %s', (line) => {
  expect(heldFor(line, ASSERTED)).toEqual([]);
});

test('a VMA that is locked for writing means mmap_lock', () => {
  expect(heldFor('vma_assert_write_locked(vma);', 'old = ptep_get(pte);')).toEqual([
    'mmap_write_lock, which the function asserts',
  ]);
});
