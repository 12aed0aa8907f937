import { describe, expect, test } from 'vitest';
import { checkText, table } from './instruments.ts';

/** A function that no world was made for; `after` stands for the lines that the patch puts in place of `before`. */
const patch = (before: string, after: string) => {
  const mark = (sign: string, lines: string) =>
    lines
      .split('\n')
      .map((line) => `${sign}\t${line}\n`)
      .join('');
  const size = (lines: string) => lines.split('\n').length;
  return `diff --git a/mm/a.c b/mm/a.c
index 1..2 100644
--- a/mm/a.c
+++ b/mm/a.c
@@ -10,${7 + size(before)} +10,${7 + size(after)} @@
 static int look_at_folio(struct mm_struct *mm, struct folio *folio, int mode)
 {
 	mmap_read_lock(mm);
${mark('-', before)}${mark('+', after)} 	mmap_read_unlock(mm);
 	return 0;
 }
 
`;
};

const judged = (before: string, after: string) =>
  table(checkText(patch(before, after), '2024-12-01')).filter((line) => line.includes('LOCK'));

describe('a function that no world was made for', () => {
  test('is judged by what every function must leave behind, whatever its parameters say', () => {
    const lines = judged('folio_get(folio);', 'folio_lock(folio);\n\tfolio_unlock(folio);');
    expect(lines).toContain('any-anon LOCK: holds → holds');
  });

  test('that is changed in what a property would not notice is not told to keep it', () => {
    expect(judged('folio_get(folio);', 'if (mode)\n\tfolio_get(folio);')).toEqual([]);
  });

  test('that forgets a lock on one way is told of, under what it tests', () => {
    const text = patch('if (mode)\n\tfolio_mark_dirty(folio);', 'if (mode)\n\treturn 1;');
    const [check] = checkText(text, '2024-12-01').filter(({ property }) => property === 'LOCK');
    expect(check).toMatchObject({ change: 'introduced', verdict: 'confirmed-under-assumption' });
    expect(check?.after.assumptions).toEqual(['mode is true']);
  });

  test('that has broken it before the patch says nothing of its callers: it is not told', () => {
    expect(judged('return 1;', 'return 2;')).toEqual([]);
  });

  test('that comes to a call that nobody knows is not told', () => {
    expect(judged('folio_get(folio);', 'mystery(folio);')).toEqual([]);
  });
});
