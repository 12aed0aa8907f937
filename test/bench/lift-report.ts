/**
 * How much of the kernel's memory manager the reader understands: `npm run lift:report`.
 *
 * Lifts the functions of mm/*.c that call a step of the model, out of Debian's `linux-source-6.1` and `linux-source-6.12`
 * as far as they are installed. Says what became of their calls, how many of those that work on page tables, mappings,
 * notifiers, references or the swap cache run in a world, and what keeps the others from it: a list of what to model next.
 * Everything but the times is the same at each run.
 *
 *     npm run lift:report -- --kernels 6.12 --top 20
 *     npm run lift:report -- --verdicts          # asks for verdicts too, which takes minutes more
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeInstruments } from '../../src/checks/programs.ts';
import { loadCParser } from '../../src/ingest/c-parser.ts';
import { type Elsewhere, elsewhereIn } from '../../src/lift/elsewhere.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import { find } from '../../src/lift/syntax.ts';
import { functionsIn, wholeFile } from '../../src/lift/text.ts';
import { vocabularyOf } from '../../src/mm/known.ts';
import { callsIn, callsSteps, classesOf, isOfMappings, UNKNOWN } from './lift-calls.ts';
import { Reaches } from './lift-reach.ts';

const { values: options } = parseArgs({
  options: {
    kernels: { type: 'string', default: '6.1,6.12' },
    /** Lines of each list. */
    top: { type: 'string', default: '30' },
    verdicts: { type: 'boolean', default: false },
  },
});

/** The files whose functions change page tables, mappings, swap or the page cache. */
const CORE = new Set(
  (
    'filemap gup hmm huge_memory hugetlb khugepaged ksm madvise memory migrate migrate_device mmap mmu_gather ' +
    'mmu_notifier mprotect mremap page_vma_mapped pagewalk pgtable-generic rmap shmem swap_state swapfile truncate ' +
    'userfaultfd vmscan'
  )
    .split(' ')
    .map((name) => `${name}.c`),
);

const parser = await loadCParser();
const vocabulary = vocabularyOf();
const tools = makeInstruments(vocabulary, parser, () => performance.now());

interface Tally {
  /** Call sites by what became of them, and the unknown ones by name. */
  readonly classes: Map<string, number>;
  readonly unknown: Map<string, number>;
  readonly times: { readonly name: string; readonly milliseconds: number }[];
  functions: number;
  /** Of the functions that work on mappings: how many there are, run whole, run to an end, get a verdict. */
  mappings: number;
  whole: number;
  ending: number;
  judged: number;
  /** What keeps functions from running whole: those that nothing else keeps from it, and how many it is among the reasons for. */
  readonly alone: Map<string, string[]>;
  readonly among: Map<string, number>;
}

const newTally = (): Tally => ({
  classes: new Map(),
  unknown: new Map(),
  times: [],
  functions: 0,
  mappings: 0,
  whole: 0,
  ending: 0,
  judged: 0,
  alone: new Map(),
  among: new Map(),
});

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function liftFile(path: string, version: string, elsewhere: Elsewhere, tally: Tally, reaches: Reaches): void {
  const texts = functionsIn(wholeFile(path, readFileSync(path, 'utf8'), 'tree'));
  for (const [name, text] of texts) {
    const calls = callsIn(text, parser.parse(text.code));
    if (!callsSteps(calls, version, vocabulary)) continue;
    const began = process.cpuUsage();
    const result = liftFunction({ name, texts, kernel: version, elsewhere }, vocabulary, parser);
    const { user, system } = process.cpuUsage(began);
    tally.times.push({ name, milliseconds: (user + system) / 1000 });
    if (!result.ok) throw new Error(`${path}: ${name}: ${result.missing.join(', ')}`);
    tally.functions++;
    for (const call of classesOf(calls, result.lifted, texts, version, vocabulary)) {
      count(tally.classes, call.is);
      if (call.is === UNKNOWN) count(tally.unknown, call.name);
    }
    if (!calls.some((call) => isOfMappings(call.name, version, tools))) continue;
    tally.mappings++;
    const { runsWhole, endsSomewhere, blockers } = reaches.of(result);
    if (endsSomewhere) tally.ending++;
    if (runsWhole) {
      tally.whole++;
      if (options.verdicts && reaches.judges(result)) tally.judged++;
    } else noteBlockers(name, blockers, tally);
  }
}

function noteBlockers(name: string, blockers: readonly string[], { alone, among }: Tally): void {
  for (const blocker of blockers) count(among, blocker);
  const [only] = blockers;
  if (only !== undefined && blockers.length === 1) alone.set(only, [...(alone.get(only) ?? []), name]);
}

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

const mostFirst = (map: ReadonlyMap<string, number>) =>
  [...map].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, Number(options.top));

function print(title: string, tally: Tally): void {
  const calls = [...tally.classes.values()].reduce((sum, n) => sum + n, 0);
  console.log(`\n${title}: ${calls} call sites in ${tally.functions} functions that call steps`);
  for (const [name, n] of mostFirst(tally.classes))
    console.log(`  ${percent(n, calls).padStart(7)}  ${String(n).padStart(5)}  ${name}`);
  console.log(`  known or safely left out: ${percent(calls - (tally.classes.get(UNKNOWN) ?? 0), calls)}`);
  const { mappings, whole, ending, judged } = tally;
  console.log(
    `  ${mappings} functions that call steps on page tables, mappings, notifiers, references or the swap cache:`,
  );
  console.log(`    every way runs to its end in a world: ${whole} (${percent(whole, mappings)})`);
  console.log(`    some way does: ${ending} (${percent(ending, mappings)})`);
  if (options.verdicts) console.log(`    get a verdict: ${judged} (${percent(judged, mappings)})`);
  const times = tally.times.toSorted((a, b) => a.milliseconds - b.milliseconds);
  const at = (share: number) => (times[Math.floor(times.length * share)]?.milliseconds ?? 0).toFixed(1);
  const slowest = times.slice(-3).reverse();
  const shown = slowest.map(({ name, milliseconds }) => `${milliseconds.toFixed(0)} (${name})`);
  console.log(`  ms of CPU time for a lift: median ${at(0.5)}, 90 % ${at(0.9)}, longest ${shown.join(', ')}`);
}

/** What would free most functions, alone or with others. */
function printBlockers({ alone, among, unknown }: Tally): void {
  console.log('  what alone keeps functions from running whole, and how many it is among the reasons for:');
  const first = mostFirst(new Map([...alone].map(([name, functions]) => [name, functions.length])));
  for (const [name, n] of first)
    console.log(
      `    ${String(n).padStart(3)} ${String(among.get(name)).padStart(3)}  ${name}: ${alone.get(name)?.join(', ')}`,
    );
  const shared = mostFirst(new Map([...among].filter(([name]) => !alone.has(name))));
  console.log('  what does with others:');
  console.log(`    ${shared.map(([name, n]) => `${name} ${n}`).join(', ')}`);
  console.log('  unknown at most call sites:');
  console.log(
    `    ${mostFirst(unknown)
      .map(([name, n]) => `${name} ${n}`)
      .join(', ')}`,
  );
}

/** The functions of which some place is no C to the parser. */
function printErrors(version: string, mm: string, files: readonly string[]): void {
  const codes = files.flatMap((file) => {
    const texts = functionsIn(wholeFile(file, readFileSync(join(mm, file), 'utf8'), 'tree'));
    return [...texts.values()].map(({ code }) => code);
  });
  const broken = codes.filter((code) => find(parser.parse(code), (node) => node.broken) !== undefined);
  console.log(
    `\n${version}: ${broken.length} of the ${codes.length} functions of mm/*.c have places that are no C to the parser (${percent(broken.length, codes.length)})`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'mmlore-linux-'));
try {
  for (const version of options.kernels.split(',')) {
    const name = `linux-source-${version}`;
    if (!existsSync(`/usr/src/${name}.tar.xz`)) {
      console.log(`${version}: left out, since ${name} is not installed`);
      continue;
    }
    execFileSync('tar', ['-xJf', `/usr/src/${name}.tar.xz`, '-C', folder, `${name}/mm`, `${name}/include`]);
    const tree = join(folder, name);
    const elsewhere = elsewhereIn((path) =>
      existsSync(join(tree, path)) ? readFileSync(join(tree, path), 'utf8') : undefined,
    );
    const mm = join(tree, 'mm');
    const files = readdirSync(mm)
      .filter((file) => file.endsWith('.c'))
      .sort();
    printErrors(version, mm, files);
    const [core, rest] = [newTally(), newTally()];
    const reaches = new Reaches(version, tools);
    for (const [index, file] of files.entries()) {
      process.stderr.write(`${version}: ${index + 1} of ${files.length} files, mm/${file}\n`);
      liftFile(join(mm, file), version, elsewhere, CORE.has(file) ? core : rest, reaches);
    }
    print(`${version}, ${CORE.size} core files of mm/`, core);
    printBlockers(core);
    print(`${version}, the other files of mm/`, rest);
  }
} finally {
  rmSync(folder, { recursive: true });
}
