/**
 * How much of the kernel's memory manager the reader understands: `npm run lift:report`.
 *
 * Lifts every function of mm/*.c that calls one of the model's steps on page tables, mappings, notifiers, references or the
 * swap cache, and counts the others that call a step of any kind apart, out of Debian's `linux-source-6.1` and
 * `linux-source-6.12` packages as far as they are installed, and says what became of its calls. Everything but the times
 * is the same at each run.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Callees, worldPrograms } from '../../src/checks/callees.ts';
import { harnessOf } from '../../src/checks/harness.ts';
import { makeInstruments } from '../../src/checks/programs.ts';
import { prepare, type RunRequest, runSide } from '../../src/checks/run.ts';
import { touchedBy } from '../../src/checks/touched.ts';
import { explore } from '../../src/explore/explore.ts';
import { replayPath } from '../../src/explore/trace.ts';
import { loadCParser } from '../../src/ingest/c-parser.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import type { Lifted, LiftResult } from '../../src/lift/lifted.ts';
import { part, type SyntaxNode } from '../../src/lift/syntax.ts';
import {
  type FunctionText,
  type FunctionTexts,
  functionsIn,
  lineAt,
  lineStarts,
  wholeFile,
} from '../../src/lift/text.ts';
import { assertion, EXTREMES, OPTION_TESTS, POINTER_WRAPPERS, WRAPPERS } from '../../src/lift/wrappers.ts';
import { primitiveNamed, vocabularyOf } from '../../src/mm/known.ts';
import { makeModel } from '../../src/mm/model.ts';
import { FOLIOS } from '../../src/mm/primitives/folios.ts';
import { GATHER } from '../../src/mm/primitives/gather.ts';
import { HUGE_PAGES } from '../../src/mm/primitives/huge-pages.ts';
import { NOTIFIERS } from '../../src/mm/primitives/notifiers.ts';
import { SPLIT } from '../../src/mm/primitives/split.ts';
import { SWAP_AND_CACHE } from '../../src/mm/primitives/swap.ts';
import { SWAP_SLOTS } from '../../src/mm/primitives/swap-slots.ts';
import { TABLES } from '../../src/mm/primitives/tables.ts';
import { TLB } from '../../src/mm/primitives/tlb.ts';
import { isWithin } from '../../src/mm/version.ts';
import type { World } from '../../src/mm/world.ts';
import { WORLDS } from '../../src/mm/worlds.ts';

const VERSIONS = (process.argv[3] ?? '6.1,6.12').split(',');

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

/** Frequent unknown callees that are shown. */
const SHOWN = Number(process.argv[2] ?? 40);

const parser = await loadCParser();
const vocabulary = vocabularyOf();
const tools = makeInstruments(vocabulary, parser, () => performance.now());

interface CallSite {
  readonly name: string;
  readonly line: number;
}

function callsIn(text: FunctionText): CallSite[] {
  const starts = lineStarts(text.text);
  const calls: CallSite[] = [];
  const open: SyntaxNode[] = [parser.parse(text.code)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    open.push(...node.children);
    const callee = node.kind === 'call_expression' ? part(node, 'function') : undefined;
    if (callee === undefined) continue;
    const name = callee.kind === 'identifier' ? text.code.slice(callee.start, callee.end) : 'a function pointer';
    calls.push({ name, line: text.lines[lineAt(starts, node.start)] ?? 0 });
  }
  return calls;
}

const CLASSES: readonly (readonly [string, (name: string, texts: FunctionTexts, version: string) => boolean])[] = [
  ['wrapper', (name) => [WRAPPERS, POINTER_WRAPPERS, EXTREMES].some((table) => table[name] !== undefined)],
  ['wrapper', (name) => OPTION_TESTS.has(name) || assertion(name) !== undefined],
  ['primitive', (name) => vocabulary.primitive(name) !== undefined],
  ['pure', (name) => vocabulary.pure(name) !== undefined],
  ['irrelevant', (name) => vocabulary.irrelevant(name) !== undefined],
  ['same file', (name, texts) => texts.has(name)],
  ['reference', (name, _, version) => vocabulary.reference(name, version) !== undefined],
];

/** Steps on page tables, reverse mappings, notifiers, references of folios and the swap cache. */
const STEPS: ReadonlySet<string> = new Set(
  [TABLES, TLB, GATHER, NOTIFIERS, FOLIOS, SPLIT, HUGE_PAGES, SWAP_AND_CACHE, SWAP_SLOTS]
    .flat()
    .map(({ name }) => name),
);

/** Whether a call is one of these, or of a kernel function that the model has in its own words and that takes one. */
function isOfMappings(name: string, version: string): boolean {
  const step = primitiveNamed(name);
  if (step !== undefined) return STEPS.has(step.name);
  if (vocabulary.reference(name, version) === undefined) return false;
  return [...touchedBy(tools.lifted(name, version).program).primitives].some((one) => STEPS.has(one));
}

interface Tally {
  readonly classes: Map<string, number>;
  readonly unknown: Map<string, number>;
  /** How many functions are stopped by each thing. */
  readonly stops: Map<string, number>;
  readonly times: { readonly name: string; readonly milliseconds: number }[];
  /** Functions that call a step of any kind, and of those the ones that call a step of STEPS. */
  readonly counts: { readonly any: Counts; readonly mappings: Counts };
}

interface Counts {
  functions: number;
  known: number;
  running: number;
  judged: number;
}

const newCounts = (): Counts => ({ functions: 0, known: 0, running: 0, judged: 0 });

const newTally = (): Tally => ({
  classes: new Map(),
  unknown: new Map(),
  stops: new Map(),
  times: [],
  counts: { any: newCounts(), mappings: newCounts() },
});

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function callsSteps(calls: readonly CallSite[], version: string): boolean {
  return calls.some(
    ({ name }) => vocabulary.primitive(name) !== undefined || vocabulary.reference(name, version) !== undefined,
  );
}

/** Counts what became of a function's calls, those of its own text only: callees are functions of their own. */
function countCalls(calls: readonly CallSite[], lifted: Lifted, texts: FunctionTexts, version: string, tally: Tally) {
  const own = lifted.unknown.filter(({ at }) => at.function === lifted.program.name);
  for (const { name, line } of calls) {
    const isUnknown = own.some((call) => call.at.line === line && call.name.replace(/.*[>.].*/, '*') === said(name));
    if (isUnknown) {
      count(tally.unknown, name);
      count(tally.classes, 'unknown');
    } else
      count(tally.classes, CLASSES.find(([, is]) => is(name, texts, version))?.[0] ?? 'touches no modelled object');
  }
}

const said = (name: string) => (name === 'a function pointer' ? '*' : name);

/** States of one run: a general world has a few hundred. */
const STATES = 5_000;

/** How far a function comes: what keeps it from running in any world, or the first world in which it runs to its ends. */
type Reach =
  | { readonly kind: 'runs'; readonly isJudged: boolean }
  /** Short of any world, or the call that a run came to. */
  | { readonly kind: 'stopped'; readonly by: string };

function reachOf({ program }: Lifted, lift: LiftResult, version: string): Reach {
  const touched = touchedBy(program);
  const worlds = WORLDS.filter((world) => isWithin(version, world.kernels ?? {}) && world.suits(touched) !== undefined);
  const stops: string[] = [];
  let runs = false;
  for (const world of worlds) {
    const callees = calleesOf(world, version);
    if (callees === undefined) continue;
    const request = {
      side: 'after' as const,
      lift,
      world,
      version,
      callees,
      harness: (one: Lifted['program']) => harnessOf(one, world, version, tools),
      maxStates: STATES,
      timeout: 5,
      now: tools.now,
    };
    const stop = stopOf(request);
    if (stop !== undefined) {
      stops.push(stop);
      continue;
    }
    runs = true;
    for (const property of world.properties) {
      const { result } = runSide({ ...request, property }).run;
      if (result === 'holds' || (result === 'violated' && world.isGeneral !== true))
        return { kind: 'runs', isJudged: true };
    }
  }
  const first = program.code.find(({ kind }) => kind === 'unknown');
  const nowhere = first?.kind === 'unknown' ? first.name : 'it takes no step';
  return runs ? { kind: 'runs', isJudged: false } : { kind: 'stopped', by: stops.at(-1) ?? nowhere };
}

/** What a world's threads call; undefined where the model's own text of one is of a time that does not fit the version. */
function calleesOf(world: World, version: string): Callees | undefined {
  try {
    return worldPrograms(world, version, tools);
  } catch {
    return undefined;
  }
}

/** What keeps a function from running in a world whole; undefined where nothing does. */
function stopOf(request: Omit<RunRequest, 'property'>): string | undefined {
  const ready = prepare(request, ['KNOWN']);
  if (!ready.ok) return ready.run.missing.join(', ').replaceAll(/ \S+?(?=,|$)/g, '');
  const model = makeModel(ready.setting);
  const { outcomes, complete } = explore(model, { maxStates: STATES, firstViolation: true });
  const lost = outcomes.find(({ result }) => result === 'violated');
  if (lost?.path === undefined) return complete ? undefined : 'too many states';
  const replay = replayPath(model, lost.path);
  const last = replay.ok ? replay.trace.steps.at(-1)?.changes.at(-1) : undefined;
  const first = ready.setting.subject.program.code.find(({ kind }) => kind === 'unknown');
  return last?.replace(/nobody knows what (.*) does/, '$1') ?? (first?.kind === 'unknown' ? first.name : '');
}

function liftFile(path: string, version: string, tally: Tally): void {
  const texts = functionsIn(wholeFile(path, readFileSync(path, 'utf8'), 'tree'));
  for (const [name, text] of texts) {
    const calls = callsIn(text);
    if (!callsSteps(calls, version)) continue;
    const began = performance.now();
    const result = liftFunction({ name, texts, kernel: version }, vocabulary, parser);
    tally.times.push({ name, milliseconds: performance.now() - began });
    if (!result.ok) throw new Error(`${path}: ${name}: ${result.missing.join(', ')}`);
    const { lifted } = result;
    const unknown = new Set(lifted.unknown.map((one) => one.name));
    const reach = reachOf(lifted, result, version);
    const isKnown = unknown.size === 0;
    const isCounted = calls.some((call) => isOfMappings(call.name, version));
    for (const counts of isCounted ? [tally.counts.any, tally.counts.mappings] : [tally.counts.any]) {
      counts.functions++;
      if (isKnown) counts.known++;
      if (reach.kind === 'runs') counts.running++;
      if (reach.kind === 'runs' && reach.isJudged) counts.judged++;
    }
    if (reach.kind === 'stopped') count(tally.stops, reach.by);
    countCalls(calls, lifted, texts, version, tally);
  }
}

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

function print(title: string, tally: Tally): void {
  const classes = [...tally.classes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const calls = classes.reduce((sum, [, n]) => sum + n, 0);
  const times = tally.times.toSorted((a, b) => a.milliseconds - b.milliseconds);
  const at = (share: number) => (times[Math.floor(times.length * share)]?.milliseconds ?? 0).toFixed(1);
  console.log(`\n${title}: ${calls} call sites in functions that call steps`);
  for (const [name, n] of classes) console.log(`  ${percent(n, calls).padStart(7)}  ${String(n).padStart(5)}  ${name}`);
  printCounts(
    'that call steps on page tables, mappings, notifiers, references or the swap cache',
    tally.counts.mappings,
  );
  printCounts('that call a step of any kind', tally.counts.any);
  const slowest = times.slice(-3).reverse();
  console.log(`  ms: median ${at(0.5)}, 90 % ${at(0.9)}, longest ${slowest.map(shown).join(', ')}`);
}

const shown = ({ name, milliseconds }: Tally['times'][number]) => `${milliseconds.toFixed(0)} (${name})`;

function printCounts(which: string, { functions, known, running, judged }: Counts): void {
  console.log(`  ${functions} functions ${which}: without unknown calls ${known} (${percent(known, functions)}),`);
  console.log(
    `    run whole in a world ${running} (${percent(running, functions)}), and get a verdict there ${judged} (${percent(judged, functions)})`,
  );
}

function printFrequent(tally: Tally): void {
  const frequent = [...tally.unknown].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, SHOWN);
  const stops = [...tally.stops].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, SHOWN);
  console.log('  unknown, call sites:');
  console.log(`    ${frequent.map(([name, n]) => `${name} ${n}`).join(', ')}`);
  console.log('  what stops functions, as far as they come:');
  console.log(`    ${stops.map(([name, n]) => `${name} ${n}`).join(', ')}`);
}

const folder = mkdtempSync(join(tmpdir(), 'mmlore-linux-'));
try {
  for (const version of VERSIONS) {
    const name = `linux-source-${version}`;
    if (!existsSync(`/usr/src/${name}.tar.xz`)) {
      console.log(`${version}: left out, since ${name} is not installed`);
      continue;
    }
    execFileSync('tar', ['-xJf', `/usr/src/${name}.tar.xz`, '-C', folder, `${name}/mm`]);
    const [core, rest] = [newTally(), newTally()];
    const mm = join(folder, name, 'mm');
    for (const file of readdirSync(mm).sort())
      if (file.endsWith('.c')) liftFile(join(mm, file), version, CORE.has(file) ? core : rest);
    print(`${version}, ${CORE.size} core files of mm/`, core);
    printFrequent(core);
    print(`${version}, the other files of mm/`, rest);
    printFrequent(rest);
  }
} finally {
  rmSync(folder, { recursive: true });
}
