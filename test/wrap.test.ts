import { expect, test } from 'vitest';
import { wrapWords } from '../src/wrap.ts';

test.each([
  ['one two three', 7, ['one two', 'three']],
  ['  one two three', 7, ['  one', '  two', '  three']],
  ['one', 2, ['one']],
  ['a-word-without-end and more', 8, ['a-word-without-end', 'and more']],
  ['頁表 頁表', 5, ['頁表', '頁表']],
  ['one  two', 8, ['one  two']],
  ['one two three', undefined, ['one two three']],
  ['', 8, ['']],
] as const)('%j at %j columns', (line, width, parts) => {
  expect(wrapWords(line, width)).toEqual(parts);
});
