import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadCParser } from '../../src/ingest/c-parser.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import { find } from '../../src/lift/syntax.ts';
import { functionsIn, wholeFile } from '../../src/lift/text.ts';
import { vocabularyOf } from '../../src/mm/known.ts';

/** Debian's kernel sources: `apt-get install linux-source-6.1`, or 6.12. */
const RELEASES = ['6.1', '6.12'].filter((version) => existsSync(`/usr/src/linux-source-${version}.tar.xz`));

const CORE = 'khugepaged rmap memory mprotect madvise mremap migrate huge_memory userfaultfd gup'.split(' ');

describe.skipIf(RELEASES.length === 0)('mm/ of Debian’s kernels (skipped without linux-source-*)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mmlore-linux-'));
  for (const version of RELEASES) {
    const name = `linux-source-${version}`;
    execFileSync('tar', ['-xJf', `/usr/src/${name}.tar.xz`, '-C', folder, `${name}/mm`]);
  }
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (version: string, file: string) =>
    readFileSync(join(folder, `linux-source-${version}`, 'mm', file), 'utf8');

  it.each(RELEASES)('%s: at most 1 %% of the functions have places that are no C to the parser', async (version) => {
    const parser = await loadCParser();
    let functions = 0;
    const broken: string[] = [];
    for (const file of readdirSync(join(folder, `linux-source-${version}`, 'mm'))) {
      if (!file.endsWith('.c')) continue;
      for (const [name, { code }] of functionsIn(wholeFile(`mm/${file}`, read(version, file), 'tree'))) {
        functions++;
        if (find(parser.parse(code), (node) => node.broken) !== undefined) broken.push(`${file}: ${name}`);
      }
    }
    console.info(`${version}: ${broken.length} of ${functions} functions: ${broken.join(', ')}`);
    expect(functions).toBeGreaterThan(4000);
    expect(broken.length / functions).toBeLessThanOrEqual(0.01);
  });

  it.each(RELEASES)('%s: every function of ten core files lifts, half of them in less than 50 ms', async (version) => {
    const parser = await loadCParser();
    const vocabulary = vocabularyOf();
    const times: number[] = [];
    let whole = 0;
    for (const file of CORE) {
      const texts = functionsIn(wholeFile(`mm/${file}.c`, read(version, `${file}.c`), 'tree'));
      for (const name of texts.keys()) {
        const began = performance.now();
        const result = liftFunction({ name, texts, kernel: version }, vocabulary, parser);
        times.push(performance.now() - began);
        expect(result.ok, `${file}.c: ${name}`).toBe(true);
        if (result.ok && result.lifted.unknown.length === 0) whole++;
      }
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
    console.info(
      `${version}: ${times.length} functions, ${whole} without unknown calls; ms: median ${at(0.5).toFixed(1)}, ` +
        `90 % ${at(0.9).toFixed(0)}, longest ${(times.at(-1) ?? 0).toFixed(0)}`,
    );
    expect(times.length).toBeGreaterThan(500);
    expect(at(0.5)).toBeLessThan(50);
  });
});
