import { loadCParser } from '../../src/ingest/c-parser.ts';
import { describeProgram } from '../../src/lift/describe.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import type { Lifted } from '../../src/lift/lifted.ts';
import { functionsIn, wholeFile } from '../../src/lift/text.ts';
import type { Vocabulary } from '../../src/mm/vocabulary.ts';
import { MEMORY_VOCABULARY } from './memory-words.ts';

export const parser = await loadCParser();

/** Lifts one function of a text. */
export function lift(text: string, name: string, vocabulary: Vocabulary = MEMORY_VOCABULARY): Lifted {
  const texts = functionsIn(wholeFile('mm/test.c', text, 'tree'));
  const result = liftFunction({ name, texts, kernel: '6.4' }, vocabulary, parser);
  if (!result.ok) throw new Error(result.missing.join(', '));
  return result.lifted;
}

/** The listing of a function's program, without the source lines beside it. */
export function listing(lifted: Lifted): string {
  const { program } = lifted;
  const code = program.code.map((i) => ('at' in i ? { ...i, at: { ...i.at, text: '', line: 0, function: '' } } : i));
  return describeProgram({ ...program, code })
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/ +0 {2}: *$/, '').trimEnd())
    .join('\n');
}
