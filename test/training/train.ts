import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Weights } from '../../src/claims/linear.ts';
import type { Models } from '../../src/claims/models.ts';
import { fitModels } from './fit-models.ts';
import { readGold } from './labelled-mail.ts';
import { readOwnLabels } from './own-labels.ts';

/** Which sentence says what a table of weights is for. */
const SAYS: Readonly<Record<keyof Models, string>> = {
  stated: 'Whether a unit of a reply is a claim.',
  log: 'Whether a unit of a commit message is a claim.',
  kind: 'Which kind a claim is.',
  hedge: 'Whether a sender marks doubt.',
  topic: 'Whether a claim is about a concept that is named in or near it.',
};

/** A module that holds a table: one feature a line, its name first. */
function module(name: keyof Models, weights: Weights): string {
  const rows = Object.entries(weights).map(([feature, row]) => {
    const cells = Object.entries(row).map(([label, weight]) => `${label}: ${weight}`);
    return `  ${key(feature)}: { ${cells.join(', ')} },`;
  });
  return [
    '// biome-ignore-all format: one feature a line',
    '// biome-ignore-all lint/style/noExcessiveLinesPerFile: data',
    "import type { Weights } from '../linear.ts';",
    '',
    `/** ${SAYS[name]} Written by \`npm run train\`. */`,
    `export const ${name.toUpperCase()}_WEIGHTS: Weights = {`,
    ...rows,
    '};',
    '',
  ].join('\n');
}

function key(feature: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(feature) ? feature : `'${feature.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/**
 * Fits the models of claim extraction to all labelled mail and writes `src/claims/weights/`.
 *
 * `npm run train [SHARED]`: SHARED holds `gold/` and `mail/`. The same labels give the same files.
 */
const [shared = join(import.meta.dirname, '..', '..', '..', 'shared')] = process.argv.slice(2);
const models = fitModels([...(await readGold(shared)), ...(await readOwnLabels(shared))]);
for (const [name, weights] of Object.entries(models) as [keyof Models, Weights][]) {
  writeFileSync(join(import.meta.dirname, '..', '..', 'src', 'claims', 'weights', `${name}.ts`), module(name, weights));
  console.log(`${name}: ${Object.values(weights).reduce((sum, row) => sum + Object.keys(row).length, 0)} weights`);
}
