/**
 * How much of the kernel's memory manager the reader understands: `npm run lift:report`.
 *
 * Lifts every function of mm/*.c that calls one of the model's steps, out of Debian's `linux-source-6.1` and
 * `linux-source-6.12` packages as far as they are installed, and says what became of its calls. Everything but the times
 * is the same at each run.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bindParameters } from '../../src/checks/bind.ts';
import { touchedBy } from '../../src/checks/touched.ts';
import { loadCParser } from '../../src/ingest/c-parser.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import type { Lifted } from '../../src/lift/lifted.ts';
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
import { vocabularyOf } from '../../src/mm/known.ts';
import { WORLDS } from '../../src/mm/worlds.ts';

const VERSIONS = ['6.1', '6.12'];

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

interface Tally {
  readonly classes: Map<string, number>;
  readonly unknown: Map<string, number>;
  /** How many functions each unknown callee alone keeps from being checked. */
  readonly alone: Map<string, number>;
  readonly times: number[];
  readonly counts: { functions: number; known: number; fitting: number; checkable: number };
}

const newTally = (): Tally => ({
  classes: new Map(),
  unknown: new Map(),
  alone: new Map(),
  times: [],
  counts: { functions: 0, known: 0, fitting: 0, checkable: 0 },
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

function fitsAWorld({ program }: Lifted): boolean {
  const touched = touchedBy(program);
  return WORLDS.some((world) => world.suits(touched) !== undefined && bindParameters(program, world).ok);
}

function liftFile(path: string, version: string, tally: Tally): void {
  const texts = functionsIn(wholeFile(path, readFileSync(path, 'utf8'), 'tree'));
  for (const [name, text] of texts) {
    const calls = callsIn(text);
    if (!callsSteps(calls, version)) continue;
    const began = performance.now();
    const result = liftFunction({ name, texts, kernel: version }, vocabulary, parser);
    tally.times.push(performance.now() - began);
    if (!result.ok) throw new Error(`${path}: ${name}: ${result.missing.join(', ')}`);
    const { lifted } = result;
    const unknown = new Set(lifted.unknown.map((one) => one.name));
    const fits = fitsAWorld(lifted);
    const isKnown = unknown.size === 0;
    tally.counts.functions++;
    if (isKnown) tally.counts.known++;
    if (fits) tally.counts.fitting++;
    if (fits && isKnown) tally.counts.checkable++;
    if (unknown.size === 1) for (const only of unknown) count(tally.alone, only);
    countCalls(calls, lifted, texts, version, tally);
  }
}

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

function print(title: string, tally: Tally): void {
  const { functions, known, fitting, checkable } = tally.counts;
  const classes = [...tally.classes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const calls = classes.reduce((sum, [, n]) => sum + n, 0);
  const times = tally.times.toSorted((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  console.log(`\n${title}: ${functions} functions that call steps, ${calls} call sites`);
  for (const [name, n] of classes) console.log(`  ${percent(n, calls).padStart(7)}  ${String(n).padStart(5)}  ${name}`);
  console.log(`  without unknown calls ${known} (${percent(known, functions)})`);
  console.log(`  a world has all their parameters ${fitting} (${percent(fitting, functions)}), both ${checkable}`);
  console.log(`  ms: median ${at(0.5)}, 90 % ${at(0.9)}, longest ${(times.at(-1) ?? 0).toFixed(0)}`);
}

function printFrequent(tally: Tally): void {
  const frequent = [...tally.unknown].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, SHOWN);
  const alone = [...tally.alone].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, SHOWN);
  console.log('  unknown, call sites:');
  console.log(`    ${frequent.map(([name, n]) => `${name} ${n}`).join(', ')}`);
  console.log('  the one unknown callee, functions:');
  console.log(`    ${alone.map(([name, n]) => `${name} ${n}`).join(', ')}`);
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
