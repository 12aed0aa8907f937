/** A function to minimise: writes its slope at a point, and returns its value there. */
export type Objective = (point: Float64Array, slope: Float64Array) => number;

/** How many earlier steps tell the curvature. */
const MEMORY = 10;

/** A step must win at least this share of what the slope promises. */
const SUFFICIENT = 1e-4;

/** The end: a round that wins less than this share of the value. */
const LEAST_GAIN = 1e-6;

interface Step {
  readonly move: Float64Array;
  readonly turn: Float64Array;
  readonly scale: number;
}

/**
 * Minimises a smooth convex function by L-BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.5) with a
 * backtracking line search, from the origin. Deterministic.
 */
export function minimise(objective: Objective, size: number, rounds: number): Float64Array {
  let point: Float64Array = new Float64Array(size);
  let slope: Float64Array = new Float64Array(size);
  let value = objective(point, slope);
  const steps: Step[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const direction = descent(slope, steps);
    const promised = dot(direction, slope);
    let length = steps.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(slope, slope))) : 1;
    let next = moved(point, direction, length);
    const nextSlope = new Float64Array(size);
    let nextValue = objective(next, nextSlope);
    while (nextValue > value + SUFFICIENT * length * promised && length > 1e-10) {
      length /= 2;
      next = moved(point, direction, length);
      nextValue = objective(next, nextSlope);
    }
    const gain = value - nextValue;
    const move = next.map((at, i) => at - (point[i] ?? 0));
    const turn = nextSlope.map((at, i) => at - (slope[i] ?? 0));
    const curvature = dot(move, turn);
    if (curvature > 1e-12) steps.push({ move, turn, scale: 1 / curvature });
    if (steps.length > MEMORY) steps.shift();
    [point, slope, value] = [next, nextSlope, nextValue];
    if (gain < LEAST_GAIN * Math.abs(value)) break;
  }
  return point;
}

/** The direction of steepest descent, as the curvature of the last steps bends it. */
function descent(slope: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = slope.map((at) => -at);
  const shares: number[] = [];
  for (const { move, turn, scale } of steps.toReversed()) {
    const share = scale * dot(move, direction);
    shares.push(share);
    add(direction, turn, -share);
  }
  const last = steps.at(-1);
  if (last !== undefined) {
    const first = 1 / (last.scale * dot(last.turn, last.turn));
    for (let i = 0; i < direction.length; i += 1) direction[i] = first * (direction[i] ?? 0);
  }
  for (const { move, turn, scale } of steps) {
    add(direction, move, (shares.pop() ?? 0) - scale * dot(turn, direction));
  }
  return direction;
}

function moved(point: Float64Array, direction: Float64Array, length: number): Float64Array {
  const next = Float64Array.from(point);
  add(next, direction, length);
  return next;
}

function add(to: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i += 1) to[i] = (to[i] ?? 0) + factor * (other[i] ?? 0);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
