import { existsSync, readdirSync } from 'node:fs';
import { openKernelTree } from '../../src/ingest/kernel-tree.ts';
import { instruments } from '../checks/instruments.ts';
import { checkSeries, findingOf, mailsOf, THREADS } from './series-checks.ts';

/** `npm run checks:report -- [--tree DIR] [THREAD...]`: what becomes of real series, and everything that they break. */
const args = process.argv.slice(2).filter((one) => one !== '--');
const treeAt = args.indexOf('--tree');
const folder = treeAt < 0 ? undefined : args[treeAt + 1];
const names = args.filter((_, at) => treeAt < 0 || (at !== treeAt && at !== treeAt + 1));
const opened = folder === undefined ? undefined : openKernelTree(folder);
if (opened !== undefined && !opened.ok) throw new Error(opened.complaint.message);
if (!existsSync(THREADS)) throw new Error('the threads are not at hand: they lie in ../shared/mail/threads');
const tools = instruments();
const all = readdirSync(THREADS).filter((name) => name.endsWith('.mbox.gz'));
console.log('patches hunks linked functions lifted whole checked  median ms  thread');
for (const name of all.filter((one) => names.length === 0 || names.some((wanted) => one.includes(wanted)))) {
  const report = checkSeries(await mailsOf(name), tools, opened?.value);
  const times = report.times.toSorted((a, b) => a - b);
  const { patches, hunks, linked, functions, lifted, whole, checked } = report;
  const counts = [patches, hunks, linked, functions, lifted, whole, checked].map((count) => String(count).padStart(7));
  console.log(`${counts.join('')}  ${(times[times.length >> 1] ?? 0).toFixed(0).padStart(9)}  ${name}`);
  const broken = report.checks.filter(({ before, after }) =>
    [before, after].some(({ result }) => result === 'violated'),
  );
  for (const line of new Set(broken.map(findingOf))) console.log(`    ${line}`);
}
