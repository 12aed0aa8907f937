import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { worldPrograms } from '../../src/checks/callees.ts';
import { harnessOf } from '../../src/checks/harness.ts';
import { makeInstruments } from '../../src/checks/programs.ts';
import { runSide } from '../../src/checks/run.ts';
import { loadCParser } from '../../src/ingest/c-parser.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import { type FunctionText, type FunctionTexts, functionsIn, wholeFile } from '../../src/lift/text.ts';
import { BUGS } from '../../src/mm/bugs.ts';
import { primitiveNamed, vocabularyOf } from '../../src/mm/known.ts';
import { WORLDS } from '../../src/mm/worlds.ts';
import { runFunction, textsOf } from '../bench/real-functions.ts';
import { unhurried } from '../checks/instruments.ts';
import { canonical } from '../lift/canonical.ts';
import { CHOSEN_MUTATIONS } from './chosen-mutations.ts';
import { REWRITINGS } from './rewritings.ts';

/** Debian's kernel sources: `apt-get install linux-source-6.1`, or 6.12. */
const RELEASES = ['6.1', '6.12'].filter((version) => existsSync(`/usr/src/linux-source-${version}.tar.xz`));

/** Ten functions of each release. */
const FUNCTIONS: Readonly<Record<string, readonly (readonly [file: string, name: string])[]>> = {
  '6.1': [
    ['khugepaged', 'retract_page_tables'],
    ['khugepaged', 'collapse_and_free_pmd'],
    ['memory', 'zap_pte_range'],
    ['memory', 'do_anonymous_page'],
    ['memory', 'wp_page_reuse'],
    ['mprotect', 'change_pte_range'],
    ['mremap', 'move_ptes'],
    ['huge_memory', 'zap_huge_pmd'],
    ['madvise', 'madvise_free_pte_range'],
    ['rmap', 'page_vma_mkclean_one'],
  ],
  '6.12': [
    ['khugepaged', 'retract_page_tables'],
    ['memory', 'zap_pte_range'],
    ['memory', 'copy_nonpresent_pte'],
    ['memory', 'do_anonymous_page'],
    ['memory', 'wp_page_reuse'],
    ['mprotect', 'change_pte_range'],
    ['mremap', 'move_ptes'],
    ['huge_memory', 'zap_huge_pmd'],
    ['madvise', 'madvise_cold_or_pageout_pte_range'],
    ['rmap', 'page_vma_mkclean_one'],
  ],
};

/** Functions of each release that have a verdict in a bug's world. */
const JUDGED: Readonly<
  Record<string, readonly (readonly [file: string, bug: string, result: 'holds' | 'violated'])[]>
> = {
  '6.1': [
    ['khugepaged', 'A1', 'holds'],
    ['khugepaged', 'B11', 'holds'],
    ['khugepaged', 'J1', 'holds'],
    ['madvise', 'B3', 'violated'],
    ['madvise', 'K9', 'violated'],
    ['memory', 'F3', 'holds'],
  ],
  '6.12': [
    ['khugepaged', 'J5', 'holds'],
    ['madvise', 'B3', 'holds'],
    ['madvise', 'K9', 'holds'],
    ['memory', 'F3', 'holds'],
    ['huge_memory', 'K7', 'holds'],
    ['migrate', 'I7', 'holds'],
  ],
};

/** Functions of 6.12, each with the first of the steps that are known to protect something in it. */
const PROTECTED = CHOSEN_MUTATIONS.filter(
  (one, index) => CHOSEN_MUTATIONS.findIndex((first) => first.function === one.function) === index,
);

const parser = await loadCParser();
const vocabulary = vocabularyOf();
const tools = makeInstruments(vocabulary, parser, () => performance.now());
const timeless = unhurried();

function bugNamed(id: string) {
  const bug = BUGS.find((one) => one.id === id);
  if (bug === undefined) throw new Error(`expected a bug ${id}`);
  return bug;
}

/** The worlds that were made for functions of some kind. */
const MADE = new Set(WORLDS.filter(({ isGeneral }) => isGeneral !== true).map(({ name }) => name));

const isVerdict = (result: string | undefined) => result === 'holds' || result === 'violated';

/** A file's functions in two forms: as the kernel has them, and with a step that protects something gone from one. */
interface Pair {
  readonly name: string;
  readonly asItIs: FunctionTexts;
  readonly weakened: FunctionTexts;
}

/** The functions of a file with another text for some of them. */
function withText(texts: FunctionTexts, file: string, text: string): FunctionTexts {
  const others = functionsIn(wholeFile(file, text, 'tree'));
  if (others.size === 0) throw new Error(`expected a function in "${text}"`);
  return new Map([...texts, ...others]);
}

/** What a function of 6.12 comes to in every world that it fits, by world and property. */
const verdictsOf = (name: string, texts: FunctionTexts): ReadonlyMap<string, string> =>
  new Map(runFunction(name, texts, '6.12', timeless).map((one) => [`${one.world} ${one.property}`, one.run.result]));

/** A listing with each step under its first name. */
const firstNames = (listing: string) =>
  listing.replace(/\b[A-Za-z_]\w+\b(?! :=)/g, (name) => primitiveNamed(name)?.name ?? name);

describe.skipIf(RELEASES.length === 0)(
  'ten functions of a release mean the same (skipped without linux-source-*)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'mmlore-linux-'));
    for (const version of RELEASES) {
      const name = `linux-source-${version}`;
      execFileSync('tar', [
        '-xJf',
        `/usr/src/${name}.tar.xz`,
        '-C',
        folder,
        `${name}/mm`,
        `${name}/fs/proc/task_mmu.c`,
      ]);
    }
    afterAll(() => rmSync(folder, { recursive: true }));

    /** A function with its text edited, and the others of its file. */
    const lifted = (version: string, file: string, name: string, edit: (text: FunctionText) => string) => {
      const whole = readFileSync(join(folder, `linux-source-${version}`, 'mm', `${file}.c`), 'utf8');
      const text = functionsIn(wholeFile(file, whole, 'tree')).get(name);
      if (text === undefined) throw new Error(`${file}.c defines ${name}`);
      const texts = functionsIn(
        wholeFile(
          file,
          whole.replace(text.text, () => edit(text)),
          'tree',
        ),
      );
      return liftFunction({ name, texts, kernel: version }, vocabulary, parser);
    };

    const form = (version: string, file: string, name: string, edit: (text: FunctionText) => string) => {
      const result = lifted(version, file, name, edit);
      if (!result.ok) throw new Error(result.missing.join(', '));
      const unknown = new Set(result.lifted.unknown.map((one) => one.name));
      const { parameters } = result.lifted.program;
      // A choice is shown with the text that it was read from, and fields of structures are parameters in the order in
      // which they are named: both change with the text.
      const plain = (text: string) =>
        text
          .replace(/\bp(\d+)\b/g, (whole, index) => parameters[Number(index)]?.name ?? whole)
          .replace(/\bother_|\w+_helper:/g, '')
          .replace(/ {2,}/g, ' ');
      const listed = firstNames(plain(canonical(result.lifted.program)));
      return { program: listed, unknown: new Set([...unknown].map((one) => firstNames(plain(one)))) };
    };

    it.each(
      RELEASES.flatMap((version) =>
        (FUNCTIONS[version] ?? []).flatMap(([file, name]) =>
          REWRITINGS.map(([how, edit]) => [version, name, how, file, edit] as const),
        ),
      ),
    )('%s %s %s', (version, name, _, file, edit) => {
      expect(form(version, file, name, edit)).toEqual(form(version, file, name, ({ text }) => text));
    });

    it.each(
      RELEASES.flatMap((version) =>
        (JUDGED[version] ?? []).flatMap(([file, id, result]) =>
          REWRITINGS.map(([how, edit]) => [version, id, result, how, file, edit] as const),
        ),
      ),
    )('%s %s %s %s', async (version, id, expected, _, file, edit) => {
      const { function: name, world, property } = bugNamed(id);
      const { run } = runSide({
        side: 'after',
        lift: lifted(version, file, name, edit),
        world,
        property,
        version,
        callees: worldPrograms(world, version, tools),
        harness: (program) => harnessOf(program, world, version, tools),
        maxStates: 300_000,
        timeout: 60,
        now: tools.now,
      });
      expect({ result: run.result, missing: run.missing }).toEqual({ result: expected, missing: [] });
      await setImmediate();
    });

    const pairs = (RELEASES.includes('6.12') ? PROTECTED : []).map(({ file, function: name, change }): Pair => {
      const asItIs = textsOf(join(folder, 'linux-source-6.12'), file);
      const text = asItIs.get(name)?.text;
      if (text?.split(change[0]).length !== 2) throw new Error(`expected ${name} to have "${change[0]}" in it once`);
      return { name, asItIs, weakened: withText(asItIs, file, text.split(change[0]).join(change[1])) };
    });

    const known = new Map<FunctionTexts, ReadonlyMap<string, string>>();
    /** The verdicts of a text that others are compared with. */
    const verdicts = (name: string, texts: FunctionTexts) => {
      const found = known.get(texts) ?? verdictsOf(name, texts);
      known.set(texts, found);
      return found;
    };

    it.each(
      pairs.flatMap(({ name, asItIs, weakened }) =>
        [['as it is', asItIs] as const, ['weakened', weakened] as const].flatMap(([form, texts]) =>
          REWRITINGS.flatMap(([how, rewrite]) => {
            const text = texts.get(name);
            const by = text === undefined ? undefined : rewrite(text);
            // Where there is nothing to rewrite, the text would be compared with itself.
            return text === undefined || by === undefined || by === text.text
              ? []
              : [[name, form, how, texts, withText(texts, text.file, by)] as const];
          }),
        ),
      ),
    )('6.12 %s %s has the same verdicts %s', async (name, _, __, texts, rewritten) => {
      expect(verdictsOf(name, rewritten)).toEqual(verdicts(name, texts));
      await setImmediate();
    });

    it.skipIf(pairs.length === 0)('ten functions and more have verdicts, and others without what protects them', () => {
      const inMade = pairs.filter(({ name, asItIs }) =>
        [...verdicts(name, asItIs)].some(([key, result]) => isVerdict(result) && MADE.has(key.split(' ')[0] ?? '')),
      );
      const ofBugs = RELEASES.flatMap((version) => (JUDGED[version] ?? []).map(([, id]) => bugNamed(id).function));
      expect(new Set([...inMade.map(({ name }) => name), ...ofBugs]).size).toBeGreaterThanOrEqual(10);

      const turned = pairs.filter(({ name, asItIs, weakened }) =>
        [...verdicts(name, asItIs)].some(
          ([key, result]) => result === 'holds' && verdicts(name, weakened).get(key) === 'violated',
        ),
      );
      expect(turned.length).toBeGreaterThanOrEqual(10);
    });
  },
);
