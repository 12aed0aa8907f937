import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { reviewedHome } from '../cli/review.ts';
import { temporaryFolder } from '../temporary.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A folder in which the package is installed as `npm pack` makes it, beside the packages that it depends on. */
function installed(): string {
  const folder = temporaryFolder();
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'mmlore'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  // `prepare` builds it.
  const packed: { filename: string }[] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf8' }),
  );
  execFileSync('tar', [
    '-xzf',
    join(folder, packed[0]?.filename ?? ''),
    '--strip-components=1',
    '-C',
    join(modules, 'mmlore'),
  ]);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
}

const PROGRAM = `
import { type Claim, type Lore, open } from 'mmlore';
const lore: Lore = await open(process.argv[2]);
const claims: readonly Claim[] = await lore.claims({ status: 'promised' });
const kinds: ('concern' | 'question' | string)[] = claims.map((claim) => claim.kind);
const [first] = claims;
const line: number | null | undefined = first?.anchor_line_number;
console.log(JSON.stringify({ kinds, line }));
await lore.close();
`;

test('the packed package runs, its library is typed, and both have all files that they need', async () => {
  const folder = installed();
  const database = join(await reviewedHome(), 'mmlore', 'mmlore.db');
  writeFileSync(join(folder, 'use.ts'), PROGRAM);
  const compile = (file: string) => [
    join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'),
    ...'--strict --module nodenext --target es2023 --types node --skipLibCheck'.split(' '),
    '--typeRoots',
    join(ROOT, 'node_modules', '@types'),
    file,
  ];
  execFileSync(process.execPath, compile('use.ts'), { cwd: folder, encoding: 'utf8' });
  expect(JSON.parse(execFileSync(process.execPath, ['use.js', database], { cwd: folder, encoding: 'utf8' }))).toEqual({
    kinds: ['concern'],
    line: 14,
  });
  writeFileSync(join(folder, 'wrong.ts'), PROGRAM.replace('number | null', 'string | null'));
  expect(() => execFileSync(process.execPath, compile('wrong.ts'), { cwd: folder, stdio: 'pipe' })).toThrow();
  const cli = join(folder, 'node_modules', 'mmlore', 'dist', 'cli.js');
  const counted = execFileSync(process.execPath, [
    cli,
    '--db',
    database,
    'query',
    '--csv',
    'SELECT count(*) AS n FROM v_claim',
  ]);
  expect(counted.toString()).toBe('n\n2\n');
});
