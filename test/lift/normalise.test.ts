import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask } from '../../src/lift/mask.ts';
import { normalise } from '../../src/lift/normalise.ts';
import { find } from '../../src/lift/syntax.ts';
import { parser } from './lifting.ts';

const squeezed = (text: string) =>
  normalise(text)
    .code.replace(/[ \t]+/g, ' ')
    .trim();
const isRead = (text: string) => find(parser.parse(normalise(text).code), (node) => node.broken) === undefined;

describe('the normaliser', () => {
  it('keeps every character in its place', () => {
    const piece = fc.constantFrom(
      ...[
        '/*',
        '*/',
        '//',
        '"',
        "'",
        '\\',
        '\n',
        '#if A',
        '#else',
        '#endif',
        '\n#ifdef CONFIG_X\n',
        '(',
        ')',
        '{',
        '}',
      ],
      ...[
        '__user',
        'for_each_x(a) {',
        'SYSCALL_DEFINE2(f, int, a, int, b)',
        'case 1 ... 2:',
        'f(struct a, b)',
        ' x ',
        '\t',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const { code } = normalise(text);
        expect(code.length).toBe(text.length);
        expect(code.replace(/[^\n]/g, '')).toBe(text.replace(/[^\n]/g, ''));
      }),
    );
  });

  it('takes comments out and hides the insides of literals', () => {
    expect(mask('a("}/*", \'{\'); /* ) */ b // c\nd')).toBe('a("___", \'_\');         b     \nd');
    expect(mask('x /* never closed\n}')).toBe('x                \n ');
    expect(mask('x("never closed\n}')).toBe('x("____________\n}');
  });

  it('takes attributes out', () => {
    expect(squeezed('static int __init __must_hold(&lock) f(char __user *p __maybe_unused)')).toBe(
      'static int f(char *p )',
    );
  });

  it('makes while of loop macros and leaves calls alone', () => {
    expect(squeezed('\tlist_for_each_entry(p, list, lru)\n\t\tf(p);')).toBe('while (p, list, lru)\n f(p);');
    expect(squeezed('\tvma_walk(v, a) {\n\t}')).toBe('while (v, a) {\n }');
    expect(squeezed('\tx(); idr_for_each(&idr, f, p);')).toBe('x(); idr_for_each(&idr, f, p);');
    expect(squeezed('\tif (a) {\n\t}')).toBe('if (a) {\n }');
  });

  it('makes a function head of a system call', () => {
    expect(squeezed('SYSCALL_DEFINE2(madvise, unsigned long, start, size_t, len)')).toBe(
      'long madvise( unsigned long start, size_t len)',
    );
  });

  it('makes one word of a type that is an argument', () => {
    expect(squeezed('p = container_of(x, struct foo, y);')).toBe('p = container_of(x, struct_foo, y);');
    expect(squeezed('n = min_t(unsigned long, a, b);')).toBe('n = min_t(unsigned_long, a, b);');
    expect(squeezed('n = sizeof(struct foo);')).toBe('n = sizeof(struct foo);');
    expect(squeezed('void f(struct foo *a, struct bar b);')).toBe('void f(struct foo *a, struct bar b);');
  });

  it.each([
    ['a range of cases', 'void f(int a)\n{\n\tswitch (a) {\n\tcase 1 ... A:\n\t\tg();\n\t}\n}\n'],
    ['a defining macro', 'void f(void)\n{\n\tstatic DEFINE_RATELIMIT_STATE(rs, 5 * HZ, 10);\n\tg(&rs);\n}\n'],
    [
      'a fallthrough',
      'void f(int a)\n{\n\tswitch (a) {\n\tcase 1:\n\t\tg();\n\t\tfallthrough;\n\tdefault:\n\t\th();\n\t}\n}\n',
    ],
    ['an annotated head', 'static void f(spinlock_t *p)\n\t__releases(p)\n{\n}\n'],
  ])('makes C of %s', (_, text) => {
    expect(isRead(text)).toBe(true);
  });
});

describe('conditional compilation', () => {
  const kept = (text: string, defined?: (name: string) => boolean | undefined) =>
    normalise(text, defined)
      .code.split('\n')
      .filter((line) => line.trim() !== '')
      .join(' ');

  it('takes options to be set and an architecture’s macros not to be, and says so', () => {
    const text = '#ifdef CONFIG_A\na\n#else\nb\n#endif\n#ifndef arch_f\nc\n#endif\n#ifdef __HAVE_B\nd\n#endif';
    expect(kept(text)).toBe('a c');
    expect(normalise(text).choices).toEqual([
      { line: 1, condition: 'ifdef CONFIG_A', taken: true },
      { line: 3, condition: 'else', taken: false },
      { line: 6, condition: 'ifndef arch_f', taken: true },
      { line: 9, condition: 'ifdef __HAVE_B', taken: false },
    ]);
  });

  it('follows what it is told of macros', () => {
    expect(kept('#ifdef CONFIG_A\na\n#else\nb\n#endif', (name) => (name === 'CONFIG_A' ? false : undefined))).toBe('b');
  });

  it('takes one branch of a chain', () => {
    expect(kept('#if 0\na\n#elif defined(CONFIG_B) && !defined(X)\nb\n#elif 1\nc\n#else\nd\n#endif\ne')).toBe('b e');
  });

  it('keeps inner branches of an outer one that is left out away', () => {
    expect(kept('#if 0\n#ifdef CONFIG_A\na\n#else\nb\n#endif\n#endif\nc')).toBe('c');
  });

  it('takes macros of several lines out', () => {
    expect(kept('#define F(x) do { \\\n\tg(x); \\\n} while (0)\na')).toBe('a');
  });

  it('ends nothing at an #endif whose #if a hunk does not show', () => {
    expect(kept('a\n#else\nb\n#endif\nc')).toBe('a b c');
  });
});
