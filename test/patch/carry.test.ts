import { describe, expect, it } from 'vitest';
import { carrier } from '../../src/patch/carry.ts';
import type { Patch } from '../../src/patch/patch.ts';
import { placesOf } from '../../src/patch/places.ts';
import { readPatch } from '../../src/patch/read.ts';

/** A patch of one hunk a file, its lines with their marks. */
function patchOf(messageId: string, files: Readonly<Record<string, readonly string[]>>): Patch {
  const text = Object.entries(files).map(([path, lines]) => {
    const old = lines.filter((line) => line[0] !== '+').length;
    const fresh = lines.filter((line) => line[0] !== '-').length;
    return `--- a/${path}\n+++ b/${path}\n@@ -1,${old} +1,${fresh} @@\n${lines.join('\n')}\n`;
  });
  return readPatch(messageId, text.join(''));
}

const V1 = patchOf('v1@x', {
  'mm/a.c': [
    ' void f(void)',
    ' {',
    ' \tlock();',
    '+\tpage = alloc();',
    '+\tif (!page)',
    '+\t\treturn;',
    ' \tunlock();',
    ' }',
  ],
  'mm/b.c': [' void g(void)', ' {', '+\ttouch_the_page(page);', ' }'],
  'mm/c.c': [' void h(void)', ' {', '+\tvanish();', ' }'],
});

const V2 = [
  patchOf('v2-1@x', {
    'mm/a.c': [
      ' int first;',
      ' ',
      ' void f(void)',
      ' {',
      ' \tlock();',
      '+\tpage = alloc_and_charge();',
      '+\tif (!page)',
      '+\t\treturn;',
      ' \tunlock();',
      ' }',
    ],
  }),
  patchOf('v2-2@x', { 'mm/d.c': [' void k(void)', ' {', '+\ttouch_the_page(page);', ' }'] }),
];

/** What became of the line of version 1 that has a text. */
function carried(text: string) {
  const place = placesOf(V1).all.find((line) => line.text.trim() === text);
  if (place === undefined) throw new Error(`expected ${text} in version 1`);
  const { fate, place: there } = carrier(V1, V2)(place);
  return [
    fate,
    there?.messageId,
    there?.path,
    there?.function,
    there && `${there.mark}${there.text.trim()}`,
    there?.lineNumber,
  ];
}

describe('a line of one version in the next', () => {
  it('is the same where its function has it, whatever its number', () => {
    expect(carried('if (!page)')).toEqual(['same', 'v2-1@x', 'mm/a.c', 'f', '+if (!page)', 7]);
  });

  it('is changed where its neighbours are and it is not', () => {
    expect(carried('page = alloc();')).toEqual(['changed', 'v2-1@x', 'mm/a.c', 'f', '+page = alloc_and_charge();', 6]);
  });

  it('is moved where another file or patch of the series has it', () => {
    expect(carried('touch_the_page(page);')).toEqual(['moved', 'v2-2@x', 'mm/d.c', 'k', '+touch_the_page(page);', 3]);
  });

  it('is gone where nothing is left of it', () => {
    expect(carried('vanish();')).toEqual(['gone', undefined, undefined, undefined, undefined, undefined]);
  });

  it('of every line of a patch is the same in the patch itself', () => {
    const carry = carrier(V1, [V1]);
    for (const place of placesOf(V1).all.filter(({ text }) => text.trim() !== '')) {
      expect(carry(place)).toMatchObject({ fate: 'same', place });
    }
  });
});
