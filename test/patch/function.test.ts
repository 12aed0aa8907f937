import { describe, expect, it } from 'vitest';
import { functionsOf, nameIn } from '../../src/patch/function.ts';
import { readPatch } from '../../src/patch/read.ts';

/** A hunk of the given lines, marks included. */
function hunkOf(heading: string, lines: readonly string[]) {
  const old = lines.filter((line) => line[0] !== '+').length;
  const fresh = lines.filter((line) => line[0] !== '-').length;
  const text = `--- a/x.c\n+++ b/x.c\n@@ -1,${old} +1,${fresh} @@ ${heading}\n${lines.join('\n')}\n`;
  const [hunk] = readPatch('m@x', text).files[0]?.hunks ?? [];
  if (hunk === undefined) throw new Error('expected a hunk');
  return hunk;
}

const functions = (heading: string, lines: readonly string[]) => functionsOf(hunkOf(heading, lines), '+');

describe('the function of a line', () => {
  it('is the heading’s up to the brace in column 0, then that of the definition below, comment included', () => {
    expect(
      functions('static void before(void)', [
        ' \tdone();',
        ' }',
        ' ',
        ' /*',
        '  * What it is for.',
        '  */',
        ' static int after(struct page *page,',
        ' \t\t int flags)',
        ' {',
        '+\treturn 0;',
        ' }',
        '+',
        '+int last;',
      ]),
    ).toEqual([
      'before',
      'before',
      undefined,
      'after',
      'after',
      'after',
      'after',
      'after',
      'after',
      'after',
      'after',
      undefined,
      undefined,
    ]);
  });

  it('is on each side the one that the side has', () => {
    const hunk = hunkOf('', [
      '-static int old_name(void)',
      '+static int new_name(void)',
      ' {',
      '-\ta();',
      '+\tb();',
      ' }',
    ]);
    const [before, after] = [functionsOf(hunk, '-'), functionsOf(hunk, '+')];
    expect(hunk.lines.map(({ mark }, line) => (mark === '-' ? before : after)[line])).toEqual([
      'old_name',
      'new_name',
      'new_name',
      'old_name',
      'new_name',
      'new_name',
    ]);
  });

  it('may have its name on the line below its type', () => {
    expect(
      functions('', [' static inline bool', '+zap_it(struct zap_details *details)', '+{', '+\treturn true;', '+}']),
    ).toEqual([undefined, 'zap_it', 'zap_it', 'zap_it', 'zap_it']);
  });

  it('may be a macro', () => {
    expect(functions('', ['+#define twice(x) \\', '+\tdo { f(x); f(x); } while (0)', '+int a;'])).toEqual([
      'twice',
      'twice',
      undefined,
    ]);
  });

  it('is none for a prototype, a struct, a variable, an export', () => {
    expect(
      functions('', [
        '+void f(void);',
        '+struct s {',
        '+\tint a;',
        '+};',
        '+static DEFINE_MUTEX(lock);',
        '+EXPORT_SYMBOL(f);',
        '+int g(int a,',
        '+      int b);',
      ]),
    ).toEqual(Array(8).fill(undefined));
  });

  it('goes on over labels and preprocessor lines in column 0', () => {
    expect(
      functions('int f(void)', [' \tgoto out;', ' out:', '+#ifdef CONFIG_SMP', '+\tg();', '+#endif', ' \treturn 0;']),
    ).toEqual(Array(6).fill('f'));
  });

  it('is the definition’s where the hunk ends inside its signature', () => {
    expect(functions('', ['+static int f(struct page *page,', '+\t\tint flags,'])).toEqual(['f', 'f']);
  });

  it('is found in the page of an archive that lost all indents', () => {
    expect(
      functions('', [
        '-static int retract(struct address_space *mapping, pgoff_t pgoff,',
        '- struct mm_struct *mm)',
        '+static void retract(struct address_space *mapping, pgoff_t pgoff)',
        ' {',
        ' struct vm_area_struct *vma;',
        ' vma_interval_tree_foreach(vma, &mapping->i_mmap, pgoff, pgoff) {',
        '+ if (vma->anon_vma)',
        '+ continue;',
        ' if (a) {',
        ' b();',
        ' }',
        '+ c();',
        ' }',
        ' }',
      ]).slice(-9),
    ).toEqual(Array(9).fill('retract'));
  });
});

describe('a name in a signature', () => {
  it.each([
    ['static int f(void)', 'f'],
    ['void __init mm_init(void)', 'mm_init'],
    ['static __always_inline struct page *get(int a)', 'get'],
    ['static __printf(2, 3) void warn(const char *fmt, ...)', 'warn'],
    ['SYSCALL_DEFINE3(mprotect, unsigned long, start)', 'mprotect'],
    ['int __attribute__((weak)) hook(void)', 'hook'],
    ['struct foo {', undefined],
    ['enum bar', undefined],
    ['static const struct ops o = { .f = g(1) };', undefined],
    ['if (x)', undefined],
    ['', undefined],
  ])('%j is %s', (text, name) => {
    expect(nameIn(text)).toBe(name);
  });
});
