import { describe, expect, it } from 'vitest';
import { outline } from './outline.ts';

describe('code that is no diff', () => {
  it('is an excerpt where its lines look like C, blank lines inside it kept', () => {
    expect(outline('The caller:\n\n\tif (!page)\n\t\treturn;\n\n\tput_page(page);\n\nSo it leaks.\n')).toBe(
      'prose: The caller:\nexcerpt: \tif (!page) / \t\treturn; /  / \tput_page(page);\nprose: So it leaks.',
    );
  });

  it('is no expression inside a sentence', () => {
    const text = 'So this wants to replace the\nimplicit dev->pgmap == NULL checks with explicit\nones.\n';
    expect(outline(text)).toBe(`prose: ${text.trim().split('\n').join(' / ')}`);
  });

  it('is a race diagram as one block, blank lines inside it kept', () => {
    const race = [
      'CPU0                          CPU1',
      '====                          ====',
      'zap_pte_range()',
      '                              do_wp_page()',
      '',
      '  free_page()',
      '                              access: use after free',
    ];
    expect(outline(`It goes wrong so:\n\n${race.join('\n')}\n\nThe page is gone by then, and nobody holds it.\n`)).toBe(
      `prose: It goes wrong so:\nrace: ${race.join(' / ')}\nprose: The page is gone by then, and nobody holds it.`,
    );
  });

  it('is a race diagram of any two actors over rules', () => {
    const race = [
      'khugepaged             page fault',
      '----------             ----------',
      'lock                   wait',
      'unlock',
    ];
    expect(outline(`${race.join('\n')}\n`)).toBe(`race: ${race.join(' / ')}`);
  });

  it('is a trace from a kernel log or a compiler', () => {
    const trace = [
      '[   12.345678] BUG: unable to handle page fault',
      '[   12.345679] Call Trace:',
      '[   12.345680]  ? f+0x12/0x34',
    ];
    expect(outline(`It says\n\n${trace.join('\n')}\n\nHelp?\n`)).toBe(
      `prose: It says\ntrace: ${trace.join(' / ')}\nprose: Help?`,
    );
    expect(outline('>> mm/rmap.c:12:3: error: no such name\n     12 |   f();\n        |   ^\n')).toMatch(
      /^trace: >> mm\/rmap\.c/,
    );
  });
});
