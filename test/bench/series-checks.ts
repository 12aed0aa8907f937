import type { Check } from '../../src/checks/check.ts';
import { checkPatch } from '../../src/checks/check-patch.ts';
import { kernelOf } from '../../src/checks/kernel-version.ts';
import { patchTexts } from '../../src/checks/patch-texts.ts';
import { type Instruments, liftSides } from '../../src/checks/programs.ts';
import { type KernelTree, sidesOf } from '../../src/lift/sides.ts';
import type { Message } from '../../src/mail/message.ts';
import { functionsOf } from '../../src/patch/function.ts';
import { readPatch } from '../../src/patch/read.ts';

/** What became of the patches of a thread. */
export interface SeriesReport {
  readonly patches: number;
  /** Hunks in C files, and those of them that change a function that is known by name. */
  readonly hunks: number;
  readonly linked: number;
  /** Changed functions, those that can be read on the side after, those of them with no call that nobody knows. */
  readonly functions: number;
  readonly lifted: number;
  readonly whole: number;
  /** Functions of which a check came to a result on either side. */
  readonly checked: number;
  /** Patches whose hunks fit the files of the kernel tree. */
  readonly fitting: number;
  readonly checks: readonly Check[];
  /** Milliseconds of the processor for each patch. */
  readonly times: readonly number[];
}

/** The same as it is kept: what broke instead of all checks. */
export interface SeriesSummary extends Omit<SeriesReport, 'checks'> {
  /** The file's name in the folder of threads. */
  readonly thread: string;
  /** Everything that is violated on either side, as `findingOf` writes it. */
  readonly findings: readonly string[];
}

/** Sums up what became of a thread; times from the shortest on. */
export function summaryOf(thread: string, { checks, times, ...counts }: SeriesReport): SeriesSummary {
  return { thread, ...counts, times: times.toSorted((a, b) => a - b), findings: findingsOf(checks) };
}

/** What is violated on either side of the checks of a thread, each finding once. */
export function findingsOf(checks: readonly Check[]): readonly string[] {
  const broken = checks.filter(({ before, after }) => [before, after].some(({ result }) => result === 'violated'));
  return [...new Set(broken.map(findingOf))];
}

const ALL = { world: undefined, property: undefined, function: undefined };

/**
 * Checks every patch among the mails of a thread, uncommented hunks too, each by itself.
 *
 * @param treeOf The kernel tree to try a patch on, by the kernel that it is made for.
 * @param progress Told of each patch that is done, with the number of mails.
 */
export function checkSeries(
  messages: readonly Message[],
  tools: Instruments,
  treeOf: (kernel: string) => KernelTree | undefined = () => undefined,
  progress: (done: number, of: number) => void = () => undefined,
): SeriesReport {
  let [patches, hunks, linked, functions, lifted, whole, fitting] = [0, 0, 0, 0, 0, 0, 0];
  const checks: Check[] = [];
  const times: number[] = [];
  for (const [index, message] of messages.entries()) {
    progress(index, messages.length);
    const patch = readPatch(message.messageId, message.text);
    const files = patch.files.filter(({ path }) => /\.[ch]$/.test(path));
    if (files.length === 0) continue;
    patches++;
    for (const hunk of files.flatMap((file) => file.hunks)) {
      hunks++;
      if ([...functionsOf(hunk, '+'), ...functionsOf(hunk, '-')].some((name) => name !== undefined)) linked++;
    }
    const kernel = kernelOf(message.date);
    const tree = treeOf(kernel);
    const sides = sidesOf(patch, tree?.file);
    if (tree !== undefined && sides.misfits.length === 0) fitting++;
    const texts = patchTexts(sides, patch, kernel, tools.vocabulary);
    for (const changed of sides.changed) {
      if (changed.after === undefined) continue;
      functions++;
      const { after } = liftSides(changed, texts, kernel, tools);
      if (after.ok) lifted++;
      if (after.ok && after.lifted.unknown.length === 0) whole++;
    }
    const began = process.cpuUsage();
    checks.push(
      ...checkPatch(
        {
          patch,
          date: message.date,
          claims: [],
          kernel: undefined,
          tree,
          wanted: ALL,
          maxStates: 500_000,
          timeout: 20,
        },
        tools,
      ),
    );
    const { user, system } = process.cpuUsage(began);
    times.push((user + system) / 1000);
  }
  const told = checks.filter(({ before, after }) => [before, after].some(({ result }) => result !== 'not-modelled'));
  const checked = new Set(told.map((check) => JSON.stringify([check.messageId, check.path, check.function]))).size;
  return { patches, hunks, linked, functions, lifted, whole, checked, fitting, checks, times };
}

/** What a violated check is judged by: the same function in the same world is the same finding in all mails of a thread. */
export function findingOf({ function: name, world, property, before, after }: Check): string {
  return `${name} ${world} ${property}: ${before.result} → ${after.result}`;
}
