import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionsIn, wholeFile } from '../../src/lift/text.ts';
import { instruments } from '../checks/instruments.ts';
import { openTrees } from './trees.ts';
import { judgeUnmodified, type Look } from './unmodified.ts';

/**
 * `npm run checks:tree -- TREE KERNEL [--into FILE] [FILE...]`: what checks tell of every function of a kernel as it is, where
 * `violated` is a false alarm or a bug of that kernel. Without files mm/*.c and what of fs/ walks page tables.
 *
 * With `--into` each function is written to that file, a JSON object a line, and those that stand there already are passed
 * over: a run that was stopped goes on where it was.
 */
const FS = ['fs/userfaultfd.c', 'fs/proc/task_mmu.c'];

/** What is kept of a function. */
interface Row {
  readonly file: string;
  readonly function: string;
  readonly seconds: number;
  readonly isLifted: boolean;
  readonly looks: readonly Look[];
  readonly checks: readonly {
    readonly world: string;
    readonly property: string;
    readonly result: string;
    readonly missing: readonly string[];
    readonly assumptions: readonly string[];
    readonly trace: readonly string[];
  }[];
}

const args = process.argv.slice(2).filter((one) => one !== '--');
const intoAt = args.indexOf('--into');
const [, into] = intoAt < 0 ? [] : args.splice(intoAt, 2);
const [tree = '', kernel = '', ...asked] = args;
if (!existsSync(join(tree, 'mm')) || !/^\d+\.\d+$/.test(kernel))
  throw new Error('expected a kernel tree and its version such as 6.12');
const inMm = () => readdirSync(join(tree, 'mm')).filter((name) => name.endsWith('.c'));
const files = asked.length > 0 ? asked : [...inMm().map((name) => `mm/${name}`), ...FS];
const elsewhere = openTrees([`${kernel}=${tree}`])[0]?.sources.elsewhere;
/** In CPU time, so that what is seen within the limits depends little on what else a machine does. */
const tools = instruments(undefined, () => process.cpuUsage().user / 1000);

const lines = into !== undefined && existsSync(into) ? readFileSync(into, 'utf8').trimEnd().split('\n') : [];
const known: readonly Row[] = lines.filter((line) => line !== '').map((line) => JSON.parse(line));
const rows = new Map(known.map((row) => [`${row.file} ${row.function}`, row]));
for (const [at, file] of files.entries()) {
  const whole = readFileSync(join(tree, file), 'utf8');
  const texts = functionsIn(wholeFile(file, whole, 'tree'));
  for (const text of texts.values()) {
    const key = `${file} ${text.name}`;
    process.stderr.write(`\r${at + 1} of ${files.length} files  ${key}\x1b[K`);
    if (rows.has(key)) continue;
    const began = tools.now();
    const { isLifted, looks, checks } = judgeUnmodified({ path: file, whole, texts, text, elsewhere }, kernel, tools);
    const row: Row = {
      file,
      function: text.name,
      seconds: (tools.now() - began) / 1000,
      isLifted,
      looks,
      checks: checks.map(({ world, property, after: { result, missing, assumptions, trace } }) => ({
        world,
        property,
        result,
        missing,
        assumptions,
        trace: trace.map(({ actor, does, at }) => `${actor}: ${at ? `${at.file}:${at.line} ${at.text}` : does}`),
      })),
    };
    rows.set(key, row);
    if (into !== undefined) appendFileSync(into, `${JSON.stringify(row)}\n`);
    tellOf(row);
  }
}
process.stderr.write('\r\x1b[K');
const all = [...rows.values()].filter(({ file }) => files.includes(file));
const looks = all.flatMap((row) => row.looks);
const seen = (how: Look['seen']) => looks.filter((look) => look.seen === how).length;
const told = all.flatMap(({ checks }) => checks).filter(({ result }) => result === 'violated').length;
console.log(`${all.length} functions, ${all.filter(({ isLifted }) => isLifted).length} lifted`);
console.log(
  `${all.filter((row) => row.looks.some((look) => look.seen !== 'not-run')).length} run in a world made for their kind`,
);
console.log(
  `${looks.length} pairs of function and world: ${seen('whole')} seen whole, ${seen('open')} up to unknown calls, ${seen('cut')} up to the limits, ${seen('not-run')} not run`,
);
console.log(`${told} told as violated`);

function tellOf({ file, function: name, checks }: Row): void {
  for (const { world, property, result, assumptions, trace } of checks) {
    if (result !== 'violated') continue;
    console.log(`${file} ${name}: ${property} in ${world}; assuming: ${assumptions.join(', ') || 'nothing'}`);
    for (const step of trace) console.log(`    ${step}`);
  }
}
