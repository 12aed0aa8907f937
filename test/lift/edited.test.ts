import { describe, expect, test } from 'vitest';
import { editReference } from '../../src/lift/edited.ts';
import { readPatch } from '../../src/patch/read.ts';

const REFERENCE = `int unmap_one(struct page *page, pte_t pte)
{
	if (PageAnon(page)) {
		swap_out(page);
	} else if (pte_unused(pte)) {
		drop(page);
	}
	put_page(page);
	return 0;
}`;

function changeOf(body: string) {
  const lines = body.split('\n');
  const count = (mark: string) => lines.filter((line) => line[0] === ' ' || line[0] === mark).length;
  const text = `--- a/mm/rmap.c\n+++ b/mm/rmap.c\n@@ -100,${count('-')} +100,${count('+')} @@ static int unmap_one(struct page *page,\n${body}\n`;
  const [change] = readPatch('test@example.org', `diff --git a/mm/rmap.c b/mm/rmap.c\n${text}`).files;
  if (change === undefined) throw new Error('expected a file in the patch');
  return change;
}

describe('a reference text edited as a hunk says', () => {
  test('a changed test is carried over although the lines around it are not all there', () => {
    const change = changeOf(` 			count_event(page);
 			trace_page(page);
-		} else if (pte_unused(pte)) {
+		} else if (pte_unused(pte) && !armed(page)) {
 			/*
 			 * Nobody wants it.`);
    const edited = editReference(REFERENCE, change, 'unmap_one');
    expect(edited?.before).toBe(REFERENCE);
    expect(edited?.after).toBe(
      REFERENCE.replace('	} else if (pte_unused(pte)) {', '		} else if (pte_unused(pte) && !armed(page)) {'),
    );
  });

  test('context that stands elsewhere in the text does not draw a changed line away', () => {
    const change = changeOf(` 	swap_out(page);
 	put_page(page);
-		} else if (pte_unused(pte)) {
+		} else if (armed(page)) {
 			drop(page);`);
    expect(editReference(REFERENCE, change, 'unmap_one')?.after).toContain(
      '} else if (armed(page)) {\n\t\tdrop(page);',
    );
  });

  test('an added line goes below the line that it follows', () => {
    const change = changeOf(` 	}
 	put_page(page);
+	flush(page);
 	trace_page(page);
 	return 0;`);
    expect(editReference(REFERENCE, change, 'unmap_one')?.after).toContain(
      '	put_page(page);\n	flush(page);\n	return 0;',
    );
  });

  test('an added line above the first line that is there goes above it', () => {
    const change = changeOf(` 	trace_page(page);
+	flush(page);
 	put_page(page);
 	return 0;`);
    expect(editReference(REFERENCE, change, 'unmap_one')?.after).toContain('	flush(page);\n	put_page(page);');
  });

  test('a text that stands for the function after the change is taken back', () => {
    const change = changeOf(` 	}
-	get_page(page);
+	put_page(page);
 	return 0;`);
    const edited = editReference(REFERENCE, change, 'unmap_one');
    expect(edited?.after).toBe(REFERENCE);
    expect(edited?.before).toContain('	get_page(page);\n	return 0;');
  });

  test('a change of lines that the text does not have cannot be carried over', () => {
    const change = changeOf(` 	}
-	other(page);
+	another(page);
 	put_page(page);`);
    expect(editReference(REFERENCE, change, 'unmap_one')).toBeUndefined();
  });

  test('an added line with nothing known around it cannot be carried over', () => {
    const change = changeOf(` 	unknown(page);
+	flush(page);
 	stranger(page);`);
    expect(editReference(REFERENCE, change, 'unmap_one')).toBeUndefined();
  });

  test('the lines of another function are left alone', () => {
    const change = changeOf(` 	put_page(page);
 	return 0;
 }
 
 int other(struct page *page)
 {
-	drop(page);
+	keep(page);
 }`);
    expect(editReference(REFERENCE, change, 'unmap_one')).toBeUndefined();
  });

  test('the braces of a block come with it', () => {
    const change = changeOf(` 	}
+	if (armed(page)) {
+		flush(page);
+		trace_page(page);
+	}
 	put_page(page);
 	return 0;`);
    expect(editReference(REFERENCE, change, 'unmap_one')?.after).toContain(
      '	}\n	if (armed(page)) {\n		flush(page);\n		trace_page(page);\n	}\n	put_page(page);',
    );
  });

  test('a text whose blocks do not close is none', () => {
    const change = changeOf(` 		drop(page);
-	}
+	} else {
+		flush(page);
 	put_page(page);`);
    expect(editReference(REFERENCE, change, 'unmap_one')).toBeUndefined();
  });

  test('a brace that closes no block around the line above it draws nothing away', () => {
    const change = changeOf(` 		pteval = clear(pte);
 	}
+	install(pte);`);
    const reference = REFERENCE.replace('\tif (PageAnon', '\tpteval = clear(pte);\n\tif (PageAnon');
    expect(editReference(reference, change, 'unmap_one')?.after).toContain(
      '	pteval = clear(pte);\n	install(pte);\n	if (PageAnon(page)) {',
    );
  });

  test('of two places for a line the one counts that its neighbours stand at', () => {
    const reference = REFERENCE.replace('	if (PageAnon', '	if (pte_none(pte))\n		return 0;\n	if (PageAnon');
    const change = changeOf(` 	put_page(page);
 	return 0;
+	flush(page);
 }`);
    expect(editReference(reference, change, 'unmap_one')?.after).toContain(
      '	put_page(page);\n	return 0;\n	flush(page);\n}',
    );
  });

  test('a jump below a condition that is not there says nothing', () => {
    const reference = REFERENCE.replace('	if (PageAnon', '	if (pte_none(pte))\n		return 0;\n	if (PageAnon');
    const change = changeOf(` 	if (skipped(page))
 		return 0;
+	flush(page);
 	put_page(page);`);
    expect(editReference(reference, change, 'unmap_one')?.after).toContain('	flush(page);\n	put_page(page);');
  });

  test('a store through a pointer is no comment', () => {
    const change = changeOf(` 	put_page(page);
+	/* Behind it.
+	 * And so on. */
+	*count = 1;
+	/* now */ flush(page);
 	return 0;`);
    expect(editReference(REFERENCE, change, 'unmap_one')?.after).toContain(
      '	put_page(page);\n	*count = 1;\n	/* now */ flush(page);\n	return 0;',
    );
  });
});
