import { describe, expect, it } from 'vitest';
import { changesOf } from '../../src/lift/hunk-changes.ts';
import { isStep } from '../../src/mm/known.ts';
import { readPatch } from '../../src/patch/read.ts';
import { HAS_MAILS, patchOf } from './mails.ts';

const changes = (lines: string) => {
  const patch = readPatch(
    'a@b',
    `diff --git a/mm/a.c b/mm/a.c\n--- a/mm/a.c\n+++ b/mm/a.c\n@@ -1,${lines.split('\n').filter((l) => !l.startsWith('+')).length} +1,${
      lines.split('\n').filter((l) => !l.startsWith('-')).length
    } @@ void f(void)\n${lines}\n`,
  );
  const [hunk] = patch.files[0]?.hunks ?? [];
  if (hunk === undefined) throw new Error('expected a hunk');
  return Object.fromEntries(Object.entries(changesOf(hunk, isStep)).filter(([, names]) => names.length > 0));
};

describe('what a hunk does to the steps that it names', () => {
  it.each<[string, string, object]>([
    ['removes', ' \ta();\n-\tflush_tlb_range(vma, start, end);', { removes: ['flush_tlb_range'] }],
    ['adds', ' \ta();\n+\tflush_tlb_range(vma, start, end);', { adds: ['flush_tlb_range'] }],
    ['moves', '-\tfolio_put(folio);\n \ta();\n+\tfolio_put(folio);', { moves: ['folio_put'] }],
    ['guards', '-\tfolio_put(folio);\n+\tif (a)\n+\t\tfolio_put(folio);', { guards: ['folio_put'] }],
    ['indents for a block alone', '-\tfolio_put(folio);\n+\t{\n+\t\tfolio_put(folio);\n+\t}', { moves: ['folio_put'] }],
    ['hands other arguments', '-\tfolio_put(folio);\n+\tfolio_put(old);', {}],
    ['names what the model does not know', '-\tmystery(folio);\n+\tother(folio);', {}],
    ['takes a weaker lock', '-\tmmap_write_lock(mm);\n+\tmmap_read_lock(mm);', { locks: ['mmap write → read'] }],
    ['takes none any longer', '-\tif (!mmap_write_trylock(mm))\n \ta();', { locks: ['mmap write → none'] }],
    ['takes one', '+\tptl = pmd_lock(mm, pmd);\n \ta();', { locks: ['page table none → held'] }],
    ['leaves one beside', '-\tmmap_read_lock(mm);\n \tmmap_write_lock(mm);', { removes: ['mmap_read_lock'] }],
  ])('%s', (_, lines, expected) => {
    const { locks, ...rest } = changes(lines) as { locks?: string[] };
    const wanted = expected as { locks?: string[] };
    if (wanted.locks !== undefined) expect(locks).toEqual(wanted.locks);
    else expect({ ...rest, ...(locks === undefined ? {} : { locks }) }).toEqual(expected);
  });

  it.skipIf(!HAS_MAILS)('is told of a real patch (skipped without ../shared)', () => {
    const patch = patchOf('seed-4', '[PATCH 09/12] mm/khugepaged: retract_page_tables() without mmap or vma lock');
    const hunks = patch.files.flatMap(({ hunks }) => hunks).map((hunk) => changesOf(hunk, isStep));
    expect(new Set(hunks.flatMap(({ adds }) => adds))).toContain('pte_free_defer');
    expect(hunks.flatMap(({ locks }) => locks)).toContain('mmap write → none');
  });
});
