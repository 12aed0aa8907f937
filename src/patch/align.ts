/** Where two matching stretches of lines meet: half-open ranges of both sides. */
interface Gap {
  readonly leftFrom: number;
  readonly leftTo: number;
  readonly rightFrom: number;
  readonly rightTo: number;
}

/**
 * Aligns two sequences of lines so that equal ones meet in order, as patience diff does.
 *
 * Lines that are unique on both sides fix the alignment; between them stretches grow from both ends, and what is left
 * is matched in order. Empty strings match nothing. Takes time linear in the lines times the nesting of unique ones.
 *
 * @param left The shorter text, such as a quotation.
 * @param right The text it comes from.
 * @returns For each line of `left` the index of its line in `right`, or -1.
 */
export function align(left: readonly string[], right: readonly string[]): Int32Array {
  const matched = new Int32Array(left.length).fill(-1);
  const gaps: Gap[] = [{ leftFrom: 0, leftTo: left.length, rightFrom: 0, rightTo: right.length }];
  for (let gap = gaps.pop(); gap !== undefined; gap = gaps.pop()) {
    if (gap.leftFrom >= gap.leftTo || gap.rightFrom >= gap.rightTo) continue;
    const pairs = inOrder(uniquePairs(left, right, gap));
    if (pairs.length === 0) {
      matchInOrder(left, right, gap, matched);
      continue;
    }
    let { leftFrom, rightFrom } = gap;
    for (const [l, r] of [...pairs, [gap.leftTo, gap.rightTo] as const]) {
      gaps.push(grow(left, right, { leftFrom, leftTo: l, rightFrom, rightTo: r }, matched));
      if (l < gap.leftTo) matched[l] = r;
      leftFrom = l + 1;
      rightFrom = r + 1;
    }
  }
  return matched;
}

type Pair = readonly [left: number, right: number];

/** Pairs of lines that occur once in the gap on each side, in the order of the left. */
function uniquePairs(left: readonly string[], right: readonly string[], gap: Gap): Pair[] {
  const once = (lines: readonly string[], from: number, to: number): Map<string, number> => {
    const at = new Map<string, number>();
    for (let index = from; index < to; index += 1) {
      const line = lines[index] ?? '';
      if (line !== '') at.set(line, at.has(line) ? -1 : index);
    }
    return at;
  };
  const inRight = once(right, gap.rightFrom, gap.rightTo);
  const pairs: Pair[] = [];
  for (const [line, l] of once(left, gap.leftFrom, gap.leftTo)) {
    const r = inRight.get(line) ?? -1;
    if (l >= 0 && r >= 0) pairs.push([l, r]);
  }
  return pairs.sort((a, b) => a[0] - b[0]);
}

/** The longest run of pairs whose right sides rise too (patience sorting, `n log n`). */
function inOrder(pairs: readonly Pair[]): Pair[] {
  const tops: number[] = [];
  const before: number[] = [];
  for (const [index, [, r]] of pairs.entries()) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tops[middle] ?? 0]?.[1] ?? 0) < r) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? (tops[low - 1] ?? -1) : -1;
    tops[low] = index;
  }
  const run: Pair[] = [];
  for (let index = tops.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) run.push(pair);
  }
  return run.reverse();
}

/** Matches equal lines at both ends of a gap; returns what is left of it. */
function grow(left: readonly string[], right: readonly string[], gap: Gap, matched: Int32Array): Gap {
  let { leftFrom, leftTo, rightFrom, rightTo } = gap;
  while (leftFrom < leftTo && rightFrom < rightTo && left[leftFrom] === right[rightFrom]) {
    if (left[leftFrom] !== '') matched[leftFrom] = rightFrom;
    leftFrom += 1;
    rightFrom += 1;
  }
  while (leftFrom < leftTo && rightFrom < rightTo && left[leftTo - 1] === right[rightTo - 1]) {
    leftTo -= 1;
    rightTo -= 1;
    if (left[leftTo] !== '') matched[leftTo] = rightTo;
  }
  return { leftFrom, leftTo, rightFrom, rightTo };
}

/** Matches lines that are nowhere unique: each with the next equal one. */
function matchInOrder(left: readonly string[], right: readonly string[], gap: Gap, matched: Int32Array): void {
  const places = new Map<string, number[]>();
  for (let r = gap.rightTo - 1; r >= gap.rightFrom; r -= 1) {
    const line = right[r] ?? '';
    if (line === '') continue;
    const known = places.get(line);
    if (known === undefined) places.set(line, [r]);
    else known.push(r);
  }
  let from = gap.rightFrom;
  for (let l = gap.leftFrom; l < gap.leftTo; l += 1) {
    const known = places.get(left[l] ?? '');
    while (known !== undefined && (known.at(-1) ?? from) < from) known.pop();
    const r = known?.pop();
    if (r === undefined) continue;
    matched[l] = r;
    from = r + 1;
  }
}
