import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { instruments } from '../checks/instruments.ts';
import { mailsOf, THREADS } from './real-threads.ts';
import { checkSeries, type SeriesSummary, summaryOf } from './series-checks.ts';
import { nearestTree, openTrees } from './trees.ts';

/**
 * `npm run checks:report -- [--tree 6.1=DIR]... [--into FILE] [THREAD...]`: what becomes of real series, and everything that
 * they break.
 *
 * Of several kernel trees each patch is tried on the one that is nearest to its time. What was found is kept in FILE, a line
 * of JSON a thread: a run that was stopped goes on behind the last whole thread.
 */
const { values, positionals } = parseArgs({
  args: process.argv.slice(2).filter((one) => one !== '--'),
  options: { tree: { type: 'string', multiple: true, default: [] }, into: { type: 'string' } },
  allowPositionals: true,
});
if (!existsSync(THREADS)) throw new Error('the threads are not at hand: they lie in ../shared/mail/threads');
const trees = openTrees(values.tree);
const { into } = values;
const kept = into !== undefined && existsSync(into) ? readFileSync(into, 'utf8').trim().split('\n') : [];
const known = new Map(kept.map((line) => JSON.parse(line) as SeriesSummary).map((one) => [one.thread, one]));
const all = readdirSync(THREADS).filter((name) => name.endsWith('.mbox.gz'));
const tools = instruments();

async function summarise(thread: string): Promise<SeriesSummary> {
  const series = checkSeries(await mailsOf(thread), tools, nearestTree(trees), (done, of) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${thread}: patch ${done} of ${of}\u001b[K`);
  });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  const summary = summaryOf(thread, series);
  if (into !== undefined) appendFileSync(into, `${JSON.stringify(summary)}\n`);
  return summary;
}

console.log('patches  hunks linked functions lifted  whole checked fit-tree median-cpu-ms  thread');
for (const name of all.filter((one) => positionals.length === 0 || positionals.some((part) => one.includes(part)))) {
  const summary = known.get(name) ?? (await summarise(name));
  const { patches, hunks, linked, functions, lifted, whole, checked, fitting, times } = summary;
  const counts = [patches, hunks, linked, functions, lifted, whole, checked, fitting].map((one) =>
    String(one).padStart(7),
  );
  console.log(`${counts.join('')}  ${(times[times.length >> 1] ?? 0).toFixed(0).padStart(9)}  ${name}`);
  for (const line of summary.findings) console.log(`    ${line}`);
}
