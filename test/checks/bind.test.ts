import { describe, expect, test } from 'vitest';
import { bindParameters } from '../../src/checks/bind.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import { functionsIn, wholeFile } from '../../src/lift/text.ts';
import { HIDE_DONTNEED } from '../../src/mm/worlds/hide.ts';
import { MREMAP_TRUNCATE } from '../../src/mm/worlds/mremap.ts';
import { ADDRESS } from '../../src/mm/worlds/one-page.ts';
import { instruments } from './instruments.ts';

const tools = instruments();

/** The program of a function with these parameters and lines. */
function programOf(parameters: string, ...lines: readonly string[]) {
  const text = `void f(${parameters})\n{\n${lines.map((line) => `\t${line}`).join('\n')}\n}`;
  const texts = functionsIn(wholeFile('mm/test.c', text, 'tree'));
  const lift = liftFunction({ name: 'f', texts, kernel: '6.8' }, tools.vocabulary, tools.parser);
  if (!lift.ok || lift.lifted.unknown.length > 0) throw new Error('expected the function to be read whole');
  return lift.lifted.program;
}

const FLUSH = (start: string, end: string) => `flush_tlb_range(vma, ${start}, ${end});`;

describe('parameters that a function hands to steps as addresses', () => {
  const named = bindParameters(
    programOf('struct vm_area_struct *vma, unsigned long addr, unsigned long end', FLUSH('addr', 'end')),
    HIDE_DONTNEED,
  );

  test('are found by their names, wherever they stand', () => {
    expect(named).toEqual({ ok: true, args: [1, ADDRESS, ADDRESS + 1], taken: [], open: [] });
    const swapped = 'unsigned long end, struct vm_area_struct *vma, unsigned long addr';
    expect(bindParameters(programOf(swapped, FLUSH('addr', 'end')), HIDE_DONTNEED)).toEqual({
      ok: true,
      args: [ADDRESS + 1, 1, ADDRESS],
      taken: [],
      open: [],
    });
  });

  test('have the same values under names that say nothing, and the result says so', () => {
    const program = programOf(
      'struct vm_area_struct *vma, unsigned long va, unsigned long limit',
      FLUSH('va', 'limit'),
    );
    expect(bindParameters(program, HIDE_DONTNEED)).toEqual({
      ok: true,
      args: [1, ADDRESS, ADDRESS + 1],
      taken: ['va is taken for the addr by its type and place', 'limit is taken for the end by its type and place'],
      open: [],
    });
  });

  test('are missing where a world has too many of the kind for places to tell', () => {
    const program = programOf(
      'struct vm_area_struct *vma, unsigned long va, unsigned long limit',
      FLUSH('va', 'limit'),
    );
    expect(bindParameters(program, MREMAP_TRUNCATE).ok).toBe(false);
  });
});

test('a number that no step takes for an address is not taken for one: it may be anything', () => {
  const program = programOf('struct vm_area_struct *vma, unsigned long how', 'if (how)', '\tflush_tlb_mm(vma->vm_mm);');
  expect(bindParameters(program, HIDE_DONTNEED)).toEqual({ ok: true, args: [1, 0], taken: [], open: [1] });
});

test('a parameter that nobody reads needs no value', () => {
  expect(
    bindParameters(programOf('gfp_t how, struct vm_area_struct *vma', 'flush_tlb_mm(vma->vm_mm);'), HIDE_DONTNEED),
  ).toEqual({
    ok: true,
    args: [0, 1],
    taken: [],
    open: [],
  });
});
