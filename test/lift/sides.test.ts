import { describe, expect, it } from 'vitest';
import { applyHunks } from '../../src/lift/apply.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import { sidesOf } from '../../src/lift/sides.ts';
import { readPatch } from '../../src/patch/read.ts';
import { listing, parser } from './lifting.ts';
import { HAS_MAILS, patchOf } from './mails.ts';
import { vocabularyOf } from './vocabulary.ts';

const patch = (diff: string) =>
  readPatch('a@b', `diff --git a/mm/a.c b/mm/a.c\nindex 1..2 100644\n--- a/mm/a.c\n+++ b/mm/a.c\n${diff}`);
const V = vocabularyOf({ primitives: ['void step(int)', 'void put(struct page *)'], modelled: ['struct page *'] });

const FILE = `int helper(int a)
{
	return a;
}

static void f(struct page *page,
	      int n)
{
	step(1);
	if (n) {
		step(2);
		step(3);
	}
	step(4);
	put(page);
}

void g(void)
{
	step(7);
}
`;

describe('a function that a hunk shows whole', () => {
  const WHOLE = patch(`@@ -1,9 +1,10 @@
 int helper(int a)
 {
 	return a;
 }
 
-static void f(int n)
+static void f(int n, int m)
 {
 	step(n);
+	step(helper(m));
 }
`);

  it('is read on both sides with its lines', () => {
    const { changed } = sidesOf(WHOLE);
    expect(changed.map(({ name, path }) => [name, path])).toEqual([['f', 'mm/a.c']]);
    expect(changed[0]?.before).toMatchObject({ origin: 'diff', lines: [6, 7, 8, 9] });
    expect(changed[0]?.after).toMatchObject({ origin: 'diff', lines: [6, 7, 8, 9, 10] });
  });

  it('takes helpers in that the hunk shows too', () => {
    const { after } = sidesOf(WHOLE);
    const result = liftFunction({ name: 'f', texts: after, kernel: '6.4' }, V, parser);
    expect(result.ok && listing(result.lifted)).toBe('   0  step(n)\n   1  step(m)\n   2  return');
  });
});

const HIDDEN = 'unknown: lines that the diff does not show';

describe('a function of which a diff shows parts', () => {
  const PARTS = patch(`@@ -6,5 +6,5 @@ int helper(int a)
 static void f(struct page *page,
 	      int n)
 {
-	step(1);
+	step(9);
 	if (n) {
@@ -12,10 +12,10 @@ static void f(struct page *page,
 		step(3);
 	}
-	step(4);
+	step(5);
 	put(page);
 }
 
 void g(void)
 {
 	step(7);
 }
`);

  it('has a hole where lines are missing, and its blocks are balanced', () => {
    const { changed, after } = sidesOf(PARTS);
    expect(changed.map(({ name }) => name)).toEqual(['f']);
    const result = liftFunction({ name: 'f', texts: after, kernel: '6.4' }, V, parser);
    if (!result.ok) throw new Error('it lifts');
    expect(result.lifted.origin).toBe('fragment');
    expect(listing(result.lifted)).toBe(
      `   0  step(9)
   1  if n else goto 4
   2  unknown: lines that the diff does not show
   3  step(3)
   4  step(5)
   5  put(page)
   6  return`,
    );
    expect(result.lifted.unknown.map(({ name, at }) => [name, at.line])).toEqual([
      ['lines that the diff does not show', 11],
    ]);
    expect(after.get('g')?.origin).toBe('diff');
  });

  it('is known by the hunk’s heading where its head is missing, names included that it does not declare', () => {
    const headless = patch(`@@ -300,4 +300,4 @@ int collapse(struct page *page, unsigned long addr,
 		    addr < 3) {
-		step(count);
+		put(other);
 		put(page);
 	}
`);
    const { changed, after } = sidesOf(headless);
    expect(changed.map(({ name, after: text }) => [name, text?.origin])).toEqual([['collapse', 'fragment']]);
    const result = liftFunction({ name: 'collapse', texts: after, kernel: '6.4' }, V, parser);
    if (!result.ok) throw new Error('it lifts');
    expect(result.lifted.program.parameters).toEqual([
      { name: 'page', type: 'struct page *' },
      { name: 'addr', type: 'unsigned long' },
      { name: 'other', type: 'struct page *' },
    ]);
    expect(listing(result.lifted)).toBe(
      `   0  unknown: lines that the diff does not show
   1  unknown: lines that the diff does not show
   2  either: lines that the diff does not show else goto 5
   3  put(other)
   4  put(page)
   5  unknown: lines that the diff does not show
   6  return`,
    );
  });

  it('may have its result type above the heading', () => {
    const bare = patch(`@@ -30,3 +30,3 @@ cleanup(struct page *page)
 	step(1);
-	step(2);
+	put(page);
`);
    const { after } = sidesOf(bare);
    const result = liftFunction({ name: 'cleanup', texts: after, kernel: '6.4' }, V, parser);
    expect(result.ok && listing(result.lifted)).toBe(
      `   0  ${HIDDEN}\n   1  step(1)\n   2  put(page)\n   3  ${HIDDEN}\n   4  return`,
    );
  });

  it('is not the function of the heading where another begins', () => {
    const next = patch(`@@ -13,7 +13,7 @@ static void f(struct page *page,
 	}
 	step(4);
 	put(page);
 }
 
 void g(void)
 {
-	step(7);
+	step(8);
`);
    expect(sidesOf(next).changed.map(({ name, after }) => [name, after?.origin])).toEqual([['g', 'fragment']]);
  });

  it('may begin within a comment or end within a statement', () => {
    const cut = patch(`@@ -13,9 +13,9 @@ static void f(struct page *page,
 	 * don't count (this) {
 	 */
-	step(4);
+	step(5);
 	put(page,
`);
    const { after } = sidesOf(cut);
    const result = liftFunction({ name: 'f', texts: after, kernel: '6.4' }, V, parser);
    expect(result.ok && listing(result.lifted)).toBe(`   0  ${HIDDEN}\n   1  step(5)\n   2  ${HIDDEN}\n   3  return`);
  });
});

describe('new, deleted and renamed functions', () => {
  it('are told apart', () => {
    const { changed } = sidesOf(
      patch(`@@ -1,20 +1,20 @@
-static void old_name(struct page *page)
+static void new_name(struct page *page, int n)
 {
 	step(1);
 	step(2);
 	put(page);
 }
 
-static void gone(void)
-{
-	step(3);
-}
-
 void stays(void)
 {
 	step(4);
 }
+
+void fresh(void)
+{
+	step(5);
+}
`),
    );
    expect(changed.map(({ name, formerly, before, after }) => [name, formerly, before?.name, after?.name])).toEqual([
      ['gone', undefined, 'gone', undefined],
      ['new_name', 'old_name', 'old_name', 'new_name'],
      ['fresh', undefined, undefined, 'fresh'],
    ]);
  });
});

describe('with a tree', () => {
  const CHANGE = patch(`@@ -10,5 +10,5 @@ static void f(struct page *page,
 	if (n) {
 		step(2);
-		step(3);
+		step(6);
 	}
 	step(4);
`);

  it('the whole file is read and the hunks are applied', () => {
    const { changed, after } = sidesOf(CHANGE, () => FILE);
    expect(changed.map(({ name, before, after: text }) => [name, before?.origin, text?.origin])).toEqual([
      ['f', 'tree', 'tree'],
    ]);
    const result = liftFunction({ name: 'f', texts: after, kernel: '6.4' }, V, parser);
    expect(result.ok && result.lifted.unknown).toEqual([]);
    expect([...after.keys()]).toEqual(['helper', 'f', 'g']);
  });

  it('hunks are found where lines were added before or context differs', () => {
    const moved = `/* one */\n/* two */\n${FILE}`.replace('step(4);', 'step(44);');
    const hunks = CHANGE.files[0]?.hunks ?? [];
    expect(applyHunks(moved, hunks)).toBe(moved.replace('step(3)', 'step(6)'));
    expect(applyHunks(moved.replaceAll('step', 'leap'), hunks)).toBeUndefined();
  });

  it('the diff’s own text is used where the file is of another version', () => {
    const { misfits, changed } = sidesOf(CHANGE, () => 'int x;\n');
    expect(misfits).toEqual(['mm/a.c']);
    expect(changed[0]?.after?.origin).toBe('fragment');
  });
});

describe.skipIf(!HAS_MAILS)('the diffs of a real series (skipped without ../shared)', () => {
  it('name each function that they change', () => {
    const { changed } = sidesOf(patchOf('seed-4', '[PATCH 10/12] mm/khugepaged'));
    expect(changed.map(({ name, before, after }) => [name, before?.origin, after?.origin])).toEqual([
      ['collapse_and_free_pmd', 'diff', undefined],
      ['set_huge_pmd', 'fragment', 'fragment'],
      ['collapse_pte_mapped_thp', 'fragment', 'fragment'],
      ['madvise_collapse', 'fragment', 'fragment'],
    ]);
  });
});
