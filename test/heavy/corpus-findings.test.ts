import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { byText } from '../../src/order.ts';
import type { CheckRow } from '../../src/store/view-checks.ts';
import { mmlore } from '../cli/cli.ts';
import { corpusThreads } from '../corpus/threads.ts';
import { temporaryFolder } from '../temporary.ts';

const threads = await corpusThreads();
const paths = threads.map(({ name }) => fileURLToPath(new URL(`../../corpus/${name}.mbox`, import.meta.url)));

/** The command line's answer, the mark of its end taken off. */
async function answer(home: string, ...args: readonly string[]): Promise<string> {
  const ran = await mmlore({ home }, ...args);
  if (ran.exitCode !== 0) throw new Error(`expected ${args.join(' ')} to end well: ${ran.stderr}`);
  return ran.stdout.replace(/\[EOF\]$/, '');
}

/** What breaks besides, which nobody in the threads saw: function, world, property, and what is to be said of it. */
const BESIDES: readonly (readonly [function_: string, world: string, property: string, why: string])[] = [
  [
    'unmap_clean_file_page',
    'unmap-file-uffd-wp',
    'UFFD-WP',
    'real: the function leaves no marker for a write-protected page, before the patch and after it',
  ],
];

const sorted = (lines: readonly string[]) => [...new Set(lines)].sort(byText);

test('of all checks on the corpus in a database those break that are expected to, and no others', async () => {
  const home = temporaryFolder();
  await answer(home, 'ingest', ...paths);
  const { checks } = JSON.parse(await answer(home, 'check', '--json')) as { readonly checks: readonly CheckRow[] };
  const lines = checks.map(({ message_id: id, world, property, side, result, ...row }) =>
    [id, row.function, world, property, side, result, row.verdict].join(' '),
  );
  const expected = threads.flatMap(({ expected: { verdicts } }) =>
    verdicts.flatMap(({ message_id: id, world, property, before, after, verdict, ...row }) => [
      [id, row.function, world, property, 'before', before, verdict].join(' '),
      [id, row.function, world, property, 'after', after, verdict].join(' '),
    ]),
  );
  const broken = (some: readonly string[]) => sorted(some).filter((line) => line.includes(' violated '));
  expect(sorted(lines)).toEqual(expect.arrayContaining(sorted(expected)));
  const besides = (line: string) => BESIDES.some((some) => line.includes(` ${some.slice(0, 3).join(' ')} `));
  expect(broken(lines.filter((line) => !besides(line)))).toEqual(broken(expected));
  expect(broken(lines).filter(besides)).not.toEqual([]);
});
