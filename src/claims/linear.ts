/** Weights of a linear model: feature → class → weight; what is not named weighs nothing. */
export type Weights = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Rows of weights in the order of the classes. */
type Rows = ReadonlyMap<string, Float64Array>;

const COMPILED = new WeakMap<Weights, Rows>();

/** A table is looked up hundreds of thousands of times in an archive; it is always asked with the same classes. */
function rowsOf(weights: Weights, classes: readonly string[]): Rows {
  const known = COMPILED.get(weights);
  if (known !== undefined) return known;
  const rows = new Map<string, Float64Array>();
  for (const [feature, row] of Object.entries(weights)) {
    rows.set(
      feature,
      Float64Array.from(classes, (name) => row[name] ?? 0),
    );
  }
  COMPILED.set(weights, rows);
  return rows;
}

/** How probable each class is for an example with these features: the softmax of the summed weights. */
export function probabilities(weights: Weights, classes: readonly string[], features: readonly string[]): Float64Array {
  const rows = rowsOf(weights, classes);
  const sums = new Float64Array(classes.length);
  for (const feature of features) {
    const row = rows.get(feature);
    if (row === undefined) continue;
    for (let index = 0; index < sums.length; index += 1) sums[index] = (sums[index] ?? 0) + (row[index] ?? 0);
  }
  return softmax(sums);
}

/** What a feature says for the class at an index, as `probabilities` sums it. */
export function weightOf(weights: Weights, classes: readonly string[], feature: string, index: number): number {
  return rowsOf(weights, classes).get(feature)?.[index] ?? 0;
}

/** Turns sums into probabilities, in place. */
export function softmax(sums: Float64Array): Float64Array {
  let top = Number.NEGATIVE_INFINITY;
  for (const sum of sums) if (sum > top) top = sum;
  let total = 0;
  for (let index = 0; index < sums.length; index += 1) {
    const power = Math.exp((sums[index] ?? 0) - top);
    sums[index] = power;
    total += power;
  }
  for (let index = 0; index < sums.length; index += 1) sums[index] = (sums[index] ?? 0) / total;
  return sums;
}

const NO_YES = ['no', 'yes'];

/** How probable `yes` is, of a model with the classes `no` and `yes`. */
export function probability(weights: Weights, features: readonly string[]): number {
  return probabilities(weights, NO_YES, features)[1] ?? 0;
}
