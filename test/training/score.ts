import { join } from 'node:path';
import { crossValidate, type Fold } from './cross-validate.ts';
import { readGold } from './labelled-mail.ts';
import { readOwnLabels } from './own-labels.ts';
import { scoreClaims } from './scorer.ts';

/**
 * Prints how well claims are found, by leave-one-thread-out over the labelled threads.
 *
 * `npm run score [SHARED [LEFT-OUT…]]`: SHARED holds `gold/` and `mail/`; LEFT-OUT are label files that are neither
 * fitted to nor scored.
 */
const [shared = join(import.meta.dirname, '..', '..', '..', 'shared'), ...leftOut] = process.argv.slice(2);
const gold = (await readGold(shared)).filter(({ name }) => !leftOut.includes(name));
const folds = crossValidate(gold, await readOwnLabels(shared));
for (const fold of folds) console.log(line(fold));
const all = scoreClaims(
  folds.flatMap(({ labels }) => labels),
  folds.flatMap(({ predictions }) => predictions),
);
console.log(line({ name: 'all', score: all }));
console.log(JSON.stringify(all, undefined, 1));

function line({
  name,
  score: { detection, typed, concern, concepts, hedged_accuracy },
}: Pick<Fold, 'name' | 'score'>): string {
  return [
    name.padEnd(34),
    `detection ${detection.f1.toFixed(3)} (p ${detection.precision.toFixed(2)} r ${detection.recall.toFixed(2)})`,
    `typed ${typed.f1.toFixed(3)}`,
    `concern ${concern === null ? '  -  ' : `${concern.f1.toFixed(3)} (p ${concern.precision.toFixed(2)} r ${concern.recall.toFixed(2)})`}`,
    `concepts ${concepts.f1.toFixed(3)}`,
    `hedged ${hedged_accuracy?.toFixed(3) ?? '-'}`,
  ].join('  ');
}
