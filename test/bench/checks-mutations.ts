import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { instruments } from '../checks/instruments.ts';
import type { RealRun } from './real-functions.ts';
import { judgedMutations } from './real-mutations.ts';

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
  const report = ({ function: name, run, world, property }: RealRun): void => {
    if (run.result !== 'violated') return;
    const assuming = run.assumptions.join(', ') || 'nothing';
    console.log(`as it is      ${file} ${name} breaks ${property} in ${world}; assuming: ${assuming}`);
  };
  const judged = judgedMutations(tree, file, kernel, tools, report);
  for await (const { function: name, result, how, line, in: where } of judged) {
    totals.set(result, (totals.get(result) ?? 0) + 1);
    console.log(`${result.padEnd(13)} ${file} ${name} ${how}: ${line}`);
    if (where.length > 0) console.log(`              ${where.join(', ')}`);
  }
}
console.log([...totals].map(([result, count]) => `${result} ${count}`).join(', '));
