import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { traceLanes, traceList } from '../../src/explore/lanes.ts';
import type { StepText } from '../../src/explore/model.ts';

const khugepaged = (line: number, text: string, does: string, changes: string[], assumes?: string): StepText => ({
  actor: 'khugepaged',
  does,
  at: { file: 'mm/khugepaged.c', line, text, function: 'retract_page_tables' },
  assumes,
  changes,
});
const device = (does: string, changes: string[]): StepText => ({
  actor: 'device (SVA)',
  does,
  at: undefined,
  assumes: undefined,
  changes,
});
const fault = (line: number, text: string, does: string, changes: string[]): StepText => ({
  actor: 'mfill_atomic_pte',
  does,
  at: { file: 'mm/userfaultfd.c', line, text, function: 'mfill_atomic_install_pte' },
  assumes: undefined,
  changes,
});

const steps: StepText[] = [
  device('device walks', ['device walk cache[0]: none → table 1', 'device TLB[0]: none → frame 2']),
  khugepaged(1690, 'if (vma->anon_vma || userfaultfd_wp(vma))', 'choice', [], '!(vma->vm_flags & VM_NOHUGEPAGE)'),
  khugepaged(1712, 'ptl = pmd_lock(mm, pmd);', 'pmd_lock', ['pmd_lock of table 0: free → khugepaged']),
  khugepaged(1715, 'pgt_pmd = pmdp_collapse_flush(vma, addr, pmd);', 'pmdp_collapse_flush', [
    'pmd[0]: table 1 → none',
    'TLB of CPU 0, addresses 0–1: flushed',
  ]),
  fault(72, 'dst_pte = pte_offset_map_lock(dst_mm, dst_pmd, dst_addr, &ptl);', 'pte_offset_map_lock', [
    'pte_lock of table 1: free → mfill_atomic_pte',
  ]),
  khugepaged(1718, 'pte_free_defer(mm, pmd_pgtable(pgt_pmd));', 'pte_free_defer', [
    'table 1: live → RCU-pending → freed',
  ]),
  device('device uses its walk cache', ['device reads table 1, which is freed']),
];
const broken = { name: 'SMMU-TABLE', says: 'No device walks a page table that was freed.' };

const drawn = (lines: string[]): string => `\n${lines.join('\n')}\n`;

test('lanes for a mail, 72 columns', () => {
  expect(drawn(traceLanes(steps, broken, 72))).toMatchInlineSnapshot(`
    "
         device (SVA) khugepaged   mfill_atomic_pte
         |            |            |
      1  device walks |            |
         |     device walk cache[0]: none → table 1
         |     device TLB[0]: none → frame 2
      2  |            choice       |
         |            | in retract_page_tables():
         |            | mm/khugepaged.c:1690
         |            |   if (vma->anon_vma || userfaultfd_wp(vma))
         |            | assuming !(vma->vm_flags & VM_NOHUGEPAGE)
      3  |            pmd_lock     |
         |            | mm/khugepaged.c:1712  ptl = pmd_lock(mm, pmd);
         |            |     pmd_lock of table 0: free → khugepaged
      4  |            pmdp_collapse_flush
         |            | mm/khugepaged.c:1715
         |            |   pgt_pmd = pmdp_collapse_flush(vma, addr, pmd);
         |            |     pmd[0]: table 1 → none
         |            |     TLB of CPU 0, addresses 0–1: flushed
      5  |            |            pte_offset_map_lock
         |            |            | in mfill_atomic_install_pte():
         |            |            | mm/userfaultfd.c:72
         |            |            |   dst_pte = pte_offset_map_lock(dst_mm,
         |            |            |   dst_pmd, dst_addr, &ptl);
         |            |            |     pte_lock of table 1: free →
         |            |            |       mfill_atomic_pte
      6  |            pte_free_defer
         |            | mm/khugepaged.c:1718
         |            |   pte_free_defer(mm, pmd_pgtable(pgt_pmd));
         |            |     table 1: live → RCU-pending → freed
      7! device uses its walk cache
         |     device reads table 1, which is freed

    Step 7 breaks SMMU-TABLE: No device walks a page table that was freed.
    "
  `);
});

test('lanes on a terminal of 80 columns', () => {
  expect(drawn(traceLanes(steps, broken, 80))).toMatchInlineSnapshot(`
    "
         device (SVA)     khugepaged       mfill_atomic_pte
         |                |                |
      1  device walks     |                |
         |     device walk cache[0]: none → table 1
         |     device TLB[0]: none → frame 2
      2  |                choice           |
         |                | in retract_page_tables():
         |                | mm/khugepaged.c:1690
         |                |   if (vma->anon_vma || userfaultfd_wp(vma))
         |                | assuming !(vma->vm_flags & VM_NOHUGEPAGE)
      3  |                pmd_lock         |
         |                | mm/khugepaged.c:1712  ptl = pmd_lock(mm, pmd);
         |                |     pmd_lock of table 0: free → khugepaged
      4  |                pmdp_collapse_flush
         |                | mm/khugepaged.c:1715
         |                |   pgt_pmd = pmdp_collapse_flush(vma, addr, pmd);
         |                |     pmd[0]: table 1 → none
         |                |     TLB of CPU 0, addresses 0–1: flushed
      5  |                |                pte_offset_map_lock
         |                |                | in mfill_atomic_install_pte():
         |                |                | mm/userfaultfd.c:72
         |                |                |   dst_pte = pte_offset_map_lock(dst_mm,
         |                |                |   dst_pmd, dst_addr, &ptl);
         |                |                |     pte_lock of table 1: free →
         |                |                |       mfill_atomic_pte
      6  |                pte_free_defer   |
         |                | mm/khugepaged.c:1718
         |                |   pte_free_defer(mm, pmd_pgtable(pgt_pmd));
         |                |     table 1: live → RCU-pending → freed
      7! device uses its walk cache        |
         |     device reads table 1, which is freed

    Step 7 breaks SMMU-TABLE: No device walks a page table that was freed.
    "
  `);
});

test('lanes on a terminal of 100 columns', () => {
  expect(drawn(traceLanes(steps, broken, 100))).toMatchInlineSnapshot(`
    "
         device (SVA)       khugepaged         mfill_atomic_pte
         |                  |                  |
      1  device walks       |                  |
         |     device walk cache[0]: none → table 1
         |     device TLB[0]: none → frame 2   |
      2  |                  choice             |
         |                  | in retract_page_tables():
         |                  | mm/khugepaged.c:1690  if (vma->anon_vma || userfaultfd_wp(vma))
         |                  | assuming !(vma->vm_flags & VM_NOHUGEPAGE)
      3  |                  pmd_lock           |
         |                  | mm/khugepaged.c:1712  ptl = pmd_lock(mm, pmd);
         |                  |     pmd_lock of table 0: free → khugepaged
      4  |                  pmdp_collapse_flush
         |                  | mm/khugepaged.c:1715  pgt_pmd = pmdp_collapse_flush(vma, addr, pmd);
         |                  |     pmd[0]: table 1 → none
         |                  |     TLB of CPU 0, addresses 0–1: flushed
      5  |                  |                  pte_offset_map_lock
         |                  |                  | in mfill_atomic_install_pte():
         |                  |                  | mm/userfaultfd.c:72
         |                  |                  |   dst_pte = pte_offset_map_lock(dst_mm, dst_pmd,
         |                  |                  |   dst_addr, &ptl);
         |                  |                  |     pte_lock of table 1: free → mfill_atomic_pte
      6  |                  pte_free_defer     |
         |                  | mm/khugepaged.c:1718  pte_free_defer(mm, pmd_pgtable(pgt_pmd));
         |                  |     table 1: live → RCU-pending → freed
      7! device uses its walk cache            |
         |     device reads table 1, which is freed

    Step 7 breaks SMMU-TABLE: No device walks a page table that was freed.
    "
  `);
});

test('lanes on a terminal of 120 columns', () => {
  expect(drawn(traceLanes(steps, broken, 120))).toMatchInlineSnapshot(`
    "
         device (SVA)                 khugepaged                   mfill_atomic_pte
         |                            |                            |
      1  device walks                 |                            |
         |     device walk cache[0]: none → table 1                |
         |     device TLB[0]: none → frame 2                       |
      2  |                            choice                       |
         |                            | in retract_page_tables():  |
         |                            | mm/khugepaged.c:1690  if (vma->anon_vma || userfaultfd_wp(vma))
         |                            | assuming !(vma->vm_flags & VM_NOHUGEPAGE)
      3  |                            pmd_lock                     |
         |                            | mm/khugepaged.c:1712  ptl = pmd_lock(mm, pmd);
         |                            |     pmd_lock of table 0: free → khugepaged
      4  |                            pmdp_collapse_flush          |
         |                            | mm/khugepaged.c:1715  pgt_pmd = pmdp_collapse_flush(vma, addr, pmd);
         |                            |     pmd[0]: table 1 → none |
         |                            |     TLB of CPU 0, addresses 0–1: flushed
      5  |                            |                            pte_offset_map_lock
         |                            |                            | in mfill_atomic_install_pte():
         |                            |                            | mm/userfaultfd.c:72
         |                            |                            |   dst_pte = pte_offset_map_lock(dst_mm, dst_pmd,
         |                            |                            |   dst_addr, &ptl);
         |                            |                            |     pte_lock of table 1: free → mfill_atomic_pte
      6  |                            pte_free_defer               |
         |                            | mm/khugepaged.c:1718  pte_free_defer(mm, pmd_pgtable(pgt_pmd));
         |                            |     table 1: live → RCU-pending → freed
      7! device uses its walk cache   |                            |
         |     device reads table 1, which is freed                |

    Step 7 breaks SMMU-TABLE: No device walks a page table that was freed.
    "
  `);
});

test('two actors at 80 columns', () => {
  const two = steps.filter(({ actor }) => actor !== 'mfill_atomic_pte');
  expect(drawn(traceLanes(two, broken, 80))).toMatchInlineSnapshot(`
    "
         device (SVA)       khugepaged
         |                  |
      1  device walks       |
         |     device walk cache[0]: none → table 1
         |     device TLB[0]: none → frame 2
      2  |                  choice
         |                  | in retract_page_tables():
         |                  | mm/khugepaged.c:1690
         |                  |   if (vma->anon_vma || userfaultfd_wp(vma))
         |                  | assuming !(vma->vm_flags & VM_NOHUGEPAGE)
      3  |                  pmd_lock
         |                  | mm/khugepaged.c:1712  ptl = pmd_lock(mm, pmd);
         |                  |     pmd_lock of table 0: free → khugepaged
      4  |                  pmdp_collapse_flush
         |                  | mm/khugepaged.c:1715
         |                  |   pgt_pmd = pmdp_collapse_flush(vma, addr, pmd);
         |                  |     pmd[0]: table 1 → none
         |                  |     TLB of CPU 0, addresses 0–1: flushed
      5  |                  pte_free_defer
         |                  | mm/khugepaged.c:1718
         |                  |   pte_free_defer(mm, pmd_pgtable(pgt_pmd));
         |                  |     table 1: live → RCU-pending → freed
      6! device uses its walk cache
         |     device reads table 1, which is freed

    Step 6 breaks SMMU-TABLE: No device walks a page table that was freed.
    "
  `);
});

test('a numbered list', () => {
  expect(drawn(traceList(steps, broken, 80))).toMatchInlineSnapshot(`
    "
      1. device (SVA): device walks
             device walk cache[0]: none → table 1
             device TLB[0]: none → frame 2
      2. khugepaged: choice
         in retract_page_tables():
         mm/khugepaged.c:1690  if (vma->anon_vma || userfaultfd_wp(vma))
         assuming !(vma->vm_flags & VM_NOHUGEPAGE)
      3. khugepaged: pmd_lock
         in retract_page_tables():
         mm/khugepaged.c:1712  ptl = pmd_lock(mm, pmd);
             pmd_lock of table 0: free → khugepaged
      4. khugepaged: pmdp_collapse_flush
         in retract_page_tables():
         mm/khugepaged.c:1715  pgt_pmd = pmdp_collapse_flush(vma, addr, pmd);
             pmd[0]: table 1 → none
             TLB of CPU 0, addresses 0–1: flushed
      5. mfill_atomic_pte: pte_offset_map_lock
         in mfill_atomic_install_pte():
         mm/userfaultfd.c:72
           dst_pte = pte_offset_map_lock(dst_mm, dst_pmd, dst_addr, &ptl);
             pte_lock of table 1: free → mfill_atomic_pte
      6. khugepaged: pte_free_defer
         in retract_page_tables():
         mm/khugepaged.c:1718  pte_free_defer(mm, pmd_pgtable(pgt_pmd));
             table 1: live → RCU-pending → freed
      7! device (SVA): device uses its walk cache
             device reads table 1, which is freed

    Step 7 breaks SMMU-TABLE: No device walks a page table that was freed.
    "
  `);
});

test('names that do not fit side by side stand as a staircase', () => {
  const actors = ['collapse_file on CPU 0', 'zap_page_range on CPU 1', 'device with a walk cache', 'reclaim'];
  const four = actors.map((actor) => ({ ...device('waits', []), actor }));
  expect(drawn(traceLanes(four, undefined, 72))).toMatchInlineSnapshot(`
    "
         collapse_file on CPU 0
         |        zap_page_range on CPU 1
         |        |        device with a walk cache
         |        |        |        reclaim
         |        |        |        |
      1  waits    |        |        |
      2  |        waits    |        |
      3  |        |        waits    |
      4  |        |        |        waits
    "
  `);
});

test('a run without steps says that the initial state breaks the property', () => {
  expect(traceLanes([], broken, 100)).toEqual([
    'The initial state breaks SMMU-TABLE: No device walks a page table that was freed.',
  ]);
});

const texts = fc.oneof(
  fc.string({ maxLength: 90 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constant('x'.repeat(200)),
);
const randomSteps = fc.array(
  fc.record({
    actor: fc.constantFrom('CPU 0', 'CPU 1', 'device', 'an actor with a very long name, longer than a lane'),
    does: texts,
    at: fc.option(fc.record({ file: texts, line: fc.nat(), text: texts, function: texts }), { nil: undefined }),
    assumes: fc.option(texts, { nil: undefined }),
    changes: fc.array(texts, { maxLength: 3 }),
  }),
  { maxLength: 12 },
);

test('no line is wider than asked for, whatever the texts hold', () => {
  fc.assert(
    fc.property(randomSteps, fc.constantFrom(72, 80, 100, 120), (random, width) => {
      for (const line of [...traceLanes(random, broken, width), ...traceList(random, broken, width)]) {
        expect(stringWidth(line)).toBeLessThanOrEqual(width);
        expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      }
    }),
    { numRuns: 300 },
  );
});
