/** A labelled or predicted claim in the schema of the labelling guide, a line of JSON each. */
export interface Label {
  readonly message_id: string;
  readonly evidence: string;
  readonly kind: string;
  readonly hedged?: boolean | undefined;
  readonly concepts?: readonly string[];
  readonly symbols?: readonly string[];
  readonly anchor?: Place | null;
  readonly about?: string;
  readonly replies_to?: string | null;
}

interface Place {
  readonly file?: string;
  readonly function?: string | null;
  readonly line?: string;
}

/** Precision, recall and their harmonic mean, rounded to three places, with the counts behind them. */
export interface Rate {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly matched: number;
  readonly predicted: number;
  readonly gold: number;
}

export interface Score {
  /** Any kind. */
  readonly detection: Rate;
  /** The same kind. */
  readonly typed: Rate;
  readonly per_kind: Readonly<Record<string, Rate>>;
  readonly concern: Rate | null;
  readonly macro_f1: number;
  /** Over the matched pairs. */
  readonly hedged_accuracy: number | null;
  readonly concepts: Rate;
  readonly anchor: {
    readonly gold: number;
    readonly given: number;
    readonly place_right: number;
    readonly line_right: number;
  };
}

type Pair = readonly [gold: Label, predicted: Label];

/**
 * Scores predicted claims against labelled ones, as the labelling guide's `score.py` does.
 *
 * A pair matches where both are of one mail and their evidence shares a run of words at least half as long as the
 * shorter of the two; each claim is matched once, pairs of one kind first, then the longest run. Predictions for mails
 * without a label are left out.
 */
export function scoreClaims(gold: readonly Label[], predictions: readonly Label[]): Score {
  const labelled = new Set(gold.map((label) => label.message_id));
  const predicted = predictions.filter((label) => labelled.has(label.message_id));
  const pairs = matchClaims(gold, predicted);
  const kinds = [...new Set(gold.map((label) => label.kind))].sort((a, b) => (a < b ? -1 : 1));
  const perKind: Readonly<Record<string, Rate>> & { readonly concern?: Rate } = Object.fromEntries(
    kinds.map((kind) => {
      const of = (labels: readonly Label[]): readonly Label[] => labels.filter((label) => label.kind === kind);
      return [kind, rate(matchClaims(of(gold), of(predicted)).length, of(predicted).length, of(gold).length)];
    }),
  );
  const hedged = pairs.filter(([, claim]) => claim.hedged !== undefined);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const placed = pairs.filter(([label]) => label.anchor);
  return {
    detection: rate(pairs.length, predicted.length, gold.length),
    typed: rate(pairs.filter(([a, b]) => a.kind === b.kind).length, predicted.length, gold.length),
    per_kind: perKind,
    concern: perKind.concern ?? null,
    macro_f1: round(sum(Object.values(perKind).map(({ f1 }) => f1)) / Math.max(1, kinds.length)),
    hedged_accuracy:
      hedged.length === 0
        ? null
        : round(hedged.filter(([a, b]) => Boolean(a.hedged) === Boolean(b.hedged)).length / hedged.length),
    concepts: rate(
      sum(pairs.map(([a, b]) => a.concepts?.filter((concept) => b.concepts?.includes(concept)).length ?? 0)),
      sum(pairs.map(([, b]) => b.concepts?.length ?? 0)),
      sum(pairs.map(([a]) => a.concepts?.length ?? 0)),
    ),
    anchor: {
      gold: placed.length,
      given: placed.filter(([, b]) => b.anchor).length,
      place_right: placed.filter(([a, b]) => samePlace(a.anchor, b.anchor)).length,
      line_right: placed.filter(([a, b]) => b.anchor && bare(b.anchor.line) === bare(a.anchor?.line)).length,
    },
  };
}

/** Pairs labelled and predicted claims, each at most once. */
export function matchClaims(gold: readonly Label[], predicted: readonly Label[]): readonly Pair[] {
  const candidates: { same: boolean; share: number; label: number; claim: number }[] = [];
  for (const [i, label] of gold.entries()) {
    const words = wordsOf(label.evidence);
    for (const [j, claim] of predicted.entries()) {
      if (claim.message_id !== label.message_id) continue;
      const others = wordsOf(claim.evidence);
      const shared = longestRun(words, others);
      if (words.length === 0 || others.length === 0) continue;
      if (shared < Math.max(1, 0.5 * Math.min(words.length, others.length))) continue;
      const share = shared / Math.max(words.length, others.length);
      candidates.push({ same: label.kind === claim.kind, share, label: i, claim: j });
    }
  }
  candidates.sort(
    (a, b) => Number(b.same) - Number(a.same) || b.share - a.share || b.label - a.label || b.claim - a.claim,
  );
  const labels = new Set<number>();
  const claims = new Set<number>();
  const pairs: Pair[] = [];
  for (const { label, claim } of candidates) {
    if (labels.has(label) || claims.has(claim)) continue;
    labels.add(label);
    claims.add(claim);
    pairs.push([gold[label] as Label, predicted[claim] as Label]);
  }
  return pairs;
}

/** Words and single marks, in small letters. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

/** Length of the longest run of words that both texts hold. */
export function longestRun(a: readonly string[], b: readonly string[]): number {
  let best = 0;
  let above = new Uint16Array(b.length + 1);
  for (const word of a) {
    const row = new Uint16Array(b.length + 1);
    for (const [j, other] of b.entries()) {
      if (word !== other) continue;
      const run = (above[j] ?? 0) + 1;
      row[j + 1] = run;
      if (run > best) best = run;
    }
    above = row;
  }
  return best;
}

function samePlace(label: Place | null | undefined, claim: Place | null | undefined): boolean {
  if (!label || !claim || (claim.file ?? '') !== (label.file ?? '')) return false;
  return !label.function || (claim.function ?? '') === label.function;
}

function bare(line: string | undefined): string {
  return (line ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[+\- ]+/, '')
    .trim();
}

function rate(matched: number, predicted: number, gold: number): Rate {
  const precision = predicted === 0 ? 0 : matched / predicted;
  const recall = gold === 0 ? 0 : matched / gold;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision: round(precision), recall: round(recall), f1: round(f1), matched, predicted, gold };
}

function round(number: number): number {
  return Math.round(number * 1000) / 1000;
}
