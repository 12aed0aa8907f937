import { describe, expect, it } from 'vitest';
import { readPatch } from '../../src/patch/read.ts';

const HEADER = 'diff --git a/mm/rmap.c b/mm/rmap.c\nindex 0123456..789abcd 100644\n--- a/mm/rmap.c\n+++ b/mm/rmap.c\n';
const rows = (text: string) =>
  readPatch('m@x', text).files.flatMap((file) =>
    file.hunks.flatMap((hunk) => hunk.lines.map((line) => [line.mark, line.text, line.old, line.new, line.mailLine])),
  );
const codes = (text: string) => readPatch('m@x', text).issues.map(({ code, where }) => `${code} ${where}`);

describe('a patch mail', () => {
  const text = `Why.\n---\n mm/rmap.c | 2 +-\n\n${HEADER}@@ -10,4 +10,5 @@ static void f(void)\n \tlock();\n-\told();\n+\tnew();\n+\tmore();\n\n \tunlock();\n-- \n2.30.0\n`;

  it('has its lines with the numbers of both sides and of the mail', () => {
    expect(rows(text)).toEqual([
      [' ', '\tlock();', 10, 10, 9],
      ['-', '\told();', 11, undefined, 10],
      ['+', '\tnew();', undefined, 11, 11],
      ['+', '\tmore();', undefined, 12, 12],
      [' ', '', 12, 13, 13],
      [' ', '\tunlock();', 13, 14, 14],
    ]);
    expect(readPatch('m@x', text)).toMatchObject({
      messageId: 'm@x',
      issues: [],
      files: [{ path: 'mm/rmap.c', oldPath: 'mm/rmap.c', kind: 'modify', oldBlob: '0123456', newBlob: '789abcd' }],
    });
    expect(readPatch('m@x', text).files[0]?.hunks[0]).toMatchObject({
      oldStart: 10,
      oldLines: 4,
      newStart: 10,
      newLines: 5,
      heading: 'static void f(void)',
    });
  });

  it('has no diff where a reply merely quotes one', () => {
    expect(readPatch('m@x', text.replace(/^/gm, '> ')).files).toEqual([]);
    expect(readPatch('m@x', 'No diff here.\n').files).toEqual([]);
  });

  it('tells additions, deletions, renames, modes and binary files apart', () => {
    const kinds = readPatch(
      'm@x',
      [
        'diff --git a/n.c b/n.c',
        'new file mode 100644',
        'index 0000000..0123456',
        '--- /dev/null',
        '+++ b/n.c',
        '@@ -0,0 +1 @@',
        '+a',
        'diff --git a/d.c b/d.c',
        'deleted file mode 100644',
        'index 0123456..0000000',
        '--- a/d.c',
        '+++ /dev/null',
        '@@ -1 +0,0 @@',
        '-a',
        'diff --git a/o.c b/p.c',
        'similarity index 90%',
        'rename from o.c',
        'rename to p.c',
        'index 0123456..1234567 100644',
        '--- a/o.c',
        '+++ b/p.c',
        '@@ -1 +1 @@',
        '-a',
        '+b',
        'diff --git a/q.c b/r.c',
        'similarity index 100%',
        'rename from q.c',
        'rename to r.c',
        'diff --git a/s.sh b/s.sh',
        'old mode 100644',
        'new mode 100755',
        'diff --git a/x.png b/x.png',
        'index 0123456..1234567 100644',
        'Binary files a/x.png and b/x.png differ',
        '',
      ].join('\n'),
    ).files.map(({ path, oldPath, kind, hunks }) => [kind, oldPath, path, hunks.length]);
    expect(kinds).toEqual([
      ['add', undefined, 'n.c', 1],
      ['delete', 'd.c', 'd.c', 1],
      ['rename', 'o.c', 'p.c', 1],
      ['rename', 'q.c', 'r.c', 0],
      ['mode', 's.sh', 's.sh', 0],
      ['binary', 'x.png', 'x.png', 0],
    ]);
  });

  it('may come from quilt or plain diff', () => {
    const quilt =
      'Index: linux-2.6/mm/rmap.c\n===================================================================\n--- linux-2.6.orig/mm/rmap.c\t2010-01-01 00:00:00\n+++ linux-2.6/mm/rmap.c\n@@ -1 +1 @@\n-a\n+b\n';
    expect(readPatch('m@x', quilt).files).toMatchObject([{ path: 'mm/rmap.c', oldPath: 'mm/rmap.c' }]);
    expect(readPatch('m@x', '--- rmap.c.orig\t2010\n+++ rmap.c\t2010\n@@ -1 +1 @@\n-a\n+b\n').files).toMatchObject([
      { path: 'rmap.c' },
    ]);
  });
});

describe('a damaged diff', () => {
  it('is read as long as it is where its header lies', () => {
    expect(rows(`${HEADER}@@ -1,9 +1,9 @@\n a\n-b\n+c\n\nWords.\n`).map(([mark]) => mark)).toEqual([' ', '-', '+']);
    expect(codes(`${HEADER}@@ -1,9 +1,9 @@\n a\n-b\n+c\n\nWords.\n`)).toEqual(['patch.hunk-count m@x:5']);
    expect(rows(`${HEADER}@@ -1 +1 @@\n-b\n+c\n+d\n+e\n`).map(([, text]) => text)).toEqual(['b', 'c', 'd', 'e']);
  });

  it('keeps later files whole behind a hunk that came short', () => {
    const files = readPatch(
      'm@x',
      `${HEADER}@@ -1,9 +1,9 @@\n-a\n+b\n${HEADER.replaceAll('rmap', 'memory')}@@ -1 +1 @@\n-c\n+d\n`,
    ).files;
    expect(files.map(({ path, hunks }) => [path, hunks[0]?.lines.length])).toEqual([
      ['mm/rmap.c', 2],
      ['mm/memory.c', 2],
    ]);
  });

  it('is joined where a mailer wrapped it, its heading too', () => {
    const text = `${HEADER}@@ -1,3 +1,3 @@ static int f(struct page\n*page)\n a\n-b(one);\n+c(one, and\nthree);\n d\n`;
    const [hunk] = readPatch('m@x', text).files[0]?.hunks ?? [];
    expect(hunk?.heading).toBe('static int f(struct page *page)');
    expect(hunk?.lines.map(({ mark, text: line }) => mark + line)).toContain('+c(one, and three);');
    expect(codes(text)[0]).toBe('patch.unmarked m@x:5');
  });

  it('keeps context whose blank was lost', () => {
    expect(rows(`${HEADER}@@ -1,3 +1,3 @@\n\tlock();\n-\ta();\n+\tb();\n\tunlock();\n`)).toHaveLength(4);
  });

  it('says what it does not read', () => {
    expect(codes('diff --cc mm/rmap.c\nindex 0123456,1234567..2345678\n@@@ -1,1 -1,1 +1,2 @@@\n++both\n')).toEqual([
      'patch.combined m@x:1',
    ]);
    const interdiff = `Interdiff below:\n\n${HEADER}@@ -1 +1 @@\n-a\n+b\n-- \n2.30.0\n`;
    expect(codes(interdiff)).toEqual(['patch.interdiff m@x:3']);
    expect(readPatch('m@x', interdiff).files).toEqual([]);
    expect(codes('@@ -1 +1 @@\n-a\n+b\n')).toEqual(['patch.no-file m@x:1']);
  });
});
