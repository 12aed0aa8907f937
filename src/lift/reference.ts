import type { Vocabulary } from '../mm/vocabulary.ts';
import { type FunctionText, functionsIn, wholeFile } from './text.ts';

/** The model's own text of a kernel function at a version; undefined where it has none. */
export function referenceText(vocabulary: Vocabulary, name: string, kernel: string): FunctionText | undefined {
  const reference = vocabulary.reference(name, kernel);
  if (reference === undefined) return undefined;
  return functionsIn(wholeFile('reference', `${reference.text.trim()}\n`, 'reference')).get(name);
}
