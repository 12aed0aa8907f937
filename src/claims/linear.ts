/** Weights of a linear model: feature → class → weight; what is not named weighs nothing. */
export type Weights = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** How probable each class is for an example with these features: the softmax of the summed weights. */
export function probabilities(
  weights: Weights,
  classes: readonly string[],
  features: readonly string[],
): readonly number[] {
  const sums = new Float64Array(classes.length);
  for (const feature of features) {
    if (!Object.hasOwn(weights, feature)) continue;
    const row = weights[feature] ?? {};
    for (const [index, name] of classes.entries()) sums[index] = (sums[index] ?? 0) + (row[name] ?? 0);
  }
  const top = Math.max(...sums);
  const powers = Array.from(sums, (sum) => Math.exp(sum - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

const NO_YES = ['no', 'yes'];

/** How probable `yes` is, of a model with the classes `no` and `yes`. */
export function probability(weights: Weights, features: readonly string[]): number {
  return probabilities(weights, NO_YES, features)[1] ?? 0;
}
