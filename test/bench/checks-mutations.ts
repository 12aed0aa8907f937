import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { instruments } from '../checks/instruments.ts';
import { runFunction, textsOf } from './real-functions.ts';
import { judgeMutation, mutationsOf } from './real-mutations.ts';

/**
 * `npm run checks:mutations -- TREE KERNEL FILE...`: what the checks that hold for the functions of a kernel make of them with a
 * protecting call taken out or moved by a statement.
 */
const [tree = '', kernel = '', ...files] = process.argv.slice(2).filter((one) => one !== '--');
if (!existsSync(join(tree, 'mm')) || !/^\d+\.\d+$/.test(kernel) || files.length === 0)
  throw new Error('expected a kernel tree, its version such as 6.12, and files such as mm/memory.c');
const tools = instruments();
const totals = new Map<string, number>();
for (const file of files) {
  const texts = textsOf(tree, file);
  for (const [name, text] of texts) {
    const mutations = mutationsOf(text);
    const held = mutations.length === 0 ? [] : runFunction(name, texts, kernel, tools);
    const holding = held.filter(({ run }) => run.result === 'holds');
    for (const { run, world, property } of held.filter((one) => one.run.result === 'violated'))
      console.log(
        `as it is   ${file} ${name} breaks ${property} in ${world}; assuming: ${run.assumptions.join(', ') || 'nothing'}`,
      );
    if (holding.length === 0) continue;
    for (const mutation of mutations) {
      const result = judgeMutation(mutation, holding, texts, kernel, tools);
      totals.set(result, (totals.get(result) ?? 0) + 1);
      console.log(`${result.padEnd(13)} ${file} ${name} ${mutation.how}: ${mutation.line}`);
    }
  }
}
console.log([...totals].map(([result, count]) => `${result} ${count}`).join(', '));
