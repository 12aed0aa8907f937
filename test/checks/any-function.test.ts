import { describe, expect, test } from 'vitest';
import { diffOf } from '../bench/mutation-patch.ts';
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

/** A function that takes a lock for the steps that it asserts it for, or leaves both to others. */
const locked = (lines: { readonly lock?: string; readonly unlock?: string; readonly end?: string }) =>
  `static void age_folio_for_test(struct mm_struct *mm, struct folio *folio)
{
	${lines.lock ?? 'mmap_read_lock(mm);'}
	mmap_assert_locked(mm);
	folio_clear_referenced(folio);
	${lines.unlock ?? 'mmap_read_unlock(mm);'}
}

static void age_for_test(struct mm_struct *mm, struct folio *folio)
{
	${lines.end ?? 'age_folio_for_test(mm, folio);'}
}
`;

describe('a lock that a function asserts', () => {
  const told = (before: string, after: string) =>
    table(
      checkText(diffOf('mm/a.c', before, after), '2024-12-01', {
        tree: { file: () => before },
        wanted: { world: 'any-anon', property: 'LOCK', function: 'age_folio_for_test' },
      }),
    );

  test('is not its callers’ where the function has taken it itself: a patch that takes out the lock alone breaks it', () => {
    expect(told(locked({}), locked({ lock: ';', unlock: ';' }))).toEqual(['any-anon LOCK: holds → violated']);
  });

  test('may be theirs where the patch gives it to them', () => {
    const end = 'mmap_read_lock(mm);\n\tage_folio_for_test(mm, folio);\n\tmmap_read_unlock(mm);';
    expect(told(locked({}), locked({ lock: ';', unlock: ';', end }))).not.toContain('any-anon LOCK: holds → violated');
  });

  test('is theirs where the function never took it', () => {
    const left = { lock: ';', unlock: ';' };
    const more = { lock: ';', unlock: 'folio_lock(folio);\n\tfolio_unlock(folio);' };
    expect(told(locked(left), locked(more))).not.toContain('any-anon LOCK: holds → violated');
  });
});
