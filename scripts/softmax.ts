import type { Weights } from '../src/claims/linear.ts';

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
  readonly rounds: number;
  /** A feature is used where at least this many examples have it. */
  readonly fewest: number;
  /** Weights nearer to zero than this are left out of the result. */
  readonly least: number;
}

/** Index of each feature that enough examples have, in alphabetical order. */
function vocabularyOf(examples: readonly Example[], fewest: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { features } of examples) {
    for (const feature of new Set(features)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  const kept = [...counts].filter(([, count]) => count >= fewest).map(([feature]) => feature);
  return new Map(kept.sort().map((feature, index) => [feature, index]));
}

/**
 * Fits a softmax regression with a ridge penalty by Adagrad over the whole set.
 *
 * Deterministic: no shuffling and no random start, so that the same examples give the same weights.
 */
export function fit(examples: readonly Example[], classes: readonly string[], settings: Settings): Weights {
  const vocabulary = vocabularyOf(examples, settings.fewest);
  const width = classes.length;
  const rows = examples.map(({ features, label, weight = 1 }) => ({
    columns: [...new Set(features)].flatMap((feature) => vocabulary.get(feature) ?? []),
    target: classes.indexOf(label),
    weight,
  }));
  const weights = new Float64Array(vocabulary.size * width);
  const gradient = new Float64Array(weights.length);
  const squares = new Float64Array(weights.length).fill(1e-8);
  const sums = new Float64Array(width);
  for (let round = 0; round < settings.rounds; round += 1) {
    for (let i = 0; i < weights.length; i += 1) gradient[i] = settings.ridge * (weights[i] ?? 0);
    for (const { columns, target, weight } of rows) {
      sums.fill(0);
      for (const column of columns) {
        for (let k = 0; k < width; k += 1) sums[k] = (sums[k] ?? 0) + (weights[column * width + k] ?? 0);
      }
      const top = Math.max(...sums);
      let total = 0;
      for (let k = 0; k < width; k += 1) {
        const power = Math.exp((sums[k] ?? 0) - top);
        sums[k] = power;
        total += power;
      }
      for (let k = 0; k < width; k += 1) {
        const error = weight * ((sums[k] ?? 0) / total - (k === target ? 1 : 0));
        for (const column of columns) gradient[column * width + k] = (gradient[column * width + k] ?? 0) + error;
      }
    }
    for (let i = 0; i < weights.length; i += 1) {
      const slope = gradient[i] ?? 0;
      const square = (squares[i] ?? 0) + slope * slope;
      squares[i] = square;
      weights[i] = (weights[i] ?? 0) - (0.5 * slope) / Math.sqrt(square);
    }
  }
  const table: Record<string, Record<string, number>> = {};
  for (const [feature, index] of vocabulary) {
    const row: Record<string, number> = {};
    for (const [k, name] of classes.entries()) {
      const weight = weights[index * width + k] ?? 0;
      if (Math.abs(weight) >= settings.least) row[name] = Math.round(weight * 100) / 100;
    }
    if (Object.keys(row).length > 0) table[feature] = row;
  }
  return table;
}
