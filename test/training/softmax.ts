import { softmax, type Weights } from '../../src/claims/linear.ts';
import { minimise } from './minimise.ts';

/** A training example: its features, and the class that it belongs to. */
export interface Example {
  readonly features: readonly string[];
  readonly label: string;
  /** How much it counts; 1 where nothing is said. */
  readonly weight?: number;
}

export interface Settings {
  /** Strength of the penalty on large weights, per example. */
  readonly ridge: number;
  /** Most steps of the minimisation. */
  readonly rounds: number;
  /** A feature is used where at least this many examples have it. */
  readonly fewest: number;
  /** Weights nearer to zero than this are left out of the result. */
  readonly least: number;
}

/** An example with its features and its class as numbers. */
interface Row {
  readonly columns: readonly number[];
  readonly target: number;
  readonly weight: number;
}

/** Fits a softmax regression with a ridge penalty. Deterministic: the same examples give the same weights. */
export function fit(examples: readonly Example[], classes: readonly string[], settings: Settings): Weights {
  const vocabulary = vocabularyOf(examples, settings.fewest);
  const rows = examples.map(({ features, label, weight = 1 }): Row => {
    const columns = [...new Set(features)].flatMap((feature) => vocabulary.get(feature) ?? []);
    return { columns, target: classes.indexOf(label), weight };
  });
  const loss = (weights: Float64Array, slope: Float64Array): number => {
    let sum = 0;
    for (const [i, weight] of weights.entries()) {
      slope[i] = settings.ridge * weight;
      sum += 0.5 * settings.ridge * weight * weight;
    }
    for (const row of rows) sum += addLoss(slope, weights, row, classes.length);
    return sum;
  };
  const weights = minimise(loss, vocabulary.size * classes.length, settings.rounds);
  return tableOf(weights, vocabulary, classes, settings.least);
}

/** Loss of one example; adds its slope: how far the model is off for each class, for each feature of it. */
function addLoss(slope: Float64Array, weights: Float64Array, { columns, target, weight }: Row, width: number): number {
  const errors = new Float64Array(width);
  for (const column of columns) {
    for (let k = 0; k < width; k += 1) errors[k] = (errors[k] ?? 0) + (weights[column * width + k] ?? 0);
  }
  softmax(errors);
  const chance = errors[target] ?? 0;
  errors[target] = chance - 1;
  for (const column of columns) {
    for (let k = 0; k < width; k += 1) {
      slope[column * width + k] = (slope[column * width + k] ?? 0) + weight * (errors[k] ?? 0);
    }
  }
  return -weight * Math.log(Math.max(chance, Number.MIN_VALUE));
}

/** Index of each feature that enough examples have, in the order of their names. */
function vocabularyOf(examples: readonly Example[], fewest: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { features } of examples) {
    for (const feature of new Set(features)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  const kept = [...counts].filter(([, count]) => count >= fewest).map(([feature]) => feature);
  return new Map(kept.sort((a, b) => (a < b ? -1 : 1)).map((feature, index) => [feature, index]));
}

function tableOf(
  weights: Float64Array,
  vocabulary: ReadonlyMap<string, number>,
  classes: readonly string[],
  least: number,
): Weights {
  const table: Record<string, Record<string, number>> = {};
  for (const [feature, index] of vocabulary) {
    const cells = classes.map((name, k) => [name, weights[index * classes.length + k] ?? 0] as const);
    const heavy = cells.filter(([, weight]) => Math.abs(weight) >= least);
    if (heavy.length === 0) continue;
    table[feature] = Object.fromEntries(heavy.map(([name, weight]) => [name, Math.round(weight * 100) / 100]));
  }
  return table;
}
