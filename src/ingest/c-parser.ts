import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type CParser, createCParser } from '../lift/parser.ts';

/**
 * Loads the reader of C from the installed packages.
 *
 * Takes some 50 ms, so a run that reads no C should not call it. Throws where the packages are not installed.
 */
export async function loadCParser(): Promise<CParser> {
  const { resolve } = createRequire(import.meta.url);
  const [engine, grammar] = await Promise.all([
    readFile(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    readFile(resolve('tree-sitter-c/tree-sitter-c.wasm')),
  ]);
  return createCParser({ engine, grammar });
}
