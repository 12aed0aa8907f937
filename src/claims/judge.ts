import { CLAIM_KINDS, type ClaimKind } from './claim.ts';
import { featuresOf, hedgeFeaturesOf, isContinued, kindOfCue, type Standing, type Unit } from './features.ts';
import { probabilities, probability, weightOf } from './linear.ts';
import type { Models } from './models.ts';

/** A run of units that makes one claim. */
export interface Judgement {
  readonly units: readonly Unit[];
  readonly kind: ClaimKind;
  readonly hedged: boolean;
  readonly confidence: number;
  /** The cues that speak for the kind, the hedges, and the features that weighed most. */
  readonly cues: readonly string[];
}

/** A judgement on one unit, with where the unit stands and how likely it is a claim at all. */
interface Single extends Judgement {
  readonly at: number;
  readonly stated: number;
}

/** The labelling guide gives a commit message at most five claims. */
const MOST_IN_LOG = 5;

/** Probability from which a unit is taken for a claim; in a commit message the number decides as well. */
const STATED = { reply: 0.5, log: 0.15 };

/** How much a kind is preferred where several are near: the labelling guide prefers concerns. */
const PREFERRED: Partial<Record<ClaimKind, number>> = { concern: 1.25 };

/** Index of the kind to choose. */
function likeliest(chances: Float64Array): number {
  const weighed = CLAIM_KINDS.map((kind, index) => (chances[index] ?? 0) * (PREFERRED[kind] ?? 1));
  return weighed.indexOf(Math.max(...weighed));
}

/** Decides which units of a mail are claims and of which kind. */
export function judge(units: readonly Unit[], standing: Standing, models: Models): readonly Judgement[] {
  const singles = units.flatMap((_, at) => judgeUnit(units, at, standing, models) ?? []);
  return joinClauses(strongestOfLog(singles));
}

function judgeUnit(units: readonly Unit[], at: number, standing: Standing, models: Models): Single | undefined {
  const unit = units[at];
  if (unit === undefined) throw new RangeError(`expected a unit at ${at}`);
  const features = featuresOf(units, at, standing);
  const isReply = unit.passage.part === 'reply';
  const stated = probability(isReply ? models.stated : models.log, features);
  if (stated < (isReply ? STATED.reply : STATED.log)) return undefined;
  const kinds = probabilities(models.kind, CLAIM_KINDS, features);
  const best = likeliest(kinds);
  const kind = isReply ? CLAIM_KINDS[best] : 'assertion';
  if (kind === undefined) throw new RangeError(`expected a kind at ${best}`);
  return {
    at,
    stated,
    units: [unit],
    kind,
    hedged: probability(models.hedge, hedgeFeaturesOf(units, at)) >= 0.5,
    confidence: stated * (isReply ? (kinds[best] ?? 0) : 1),
    cues: cuesOf(unit, kind, features, models),
  };
}

/** Keeps the likeliest claims of a commit message, in its order. */
function strongestOfLog(singles: readonly Single[]): readonly Single[] {
  const inLog = singles.filter(({ units }) => units[0]?.passage.part !== 'reply');
  const kept = new Set([...inLog].sort((a, b) => b.stated - a.stated).slice(0, MOST_IN_LOG));
  return singles.filter((single) => single.units[0]?.passage.part === 'reply' || kept.has(single));
}

/** A clause stands alone beside another where the model is this sure of the kinds of both. */
const SURE = 0.5;

/** Clauses of one sentence are one claim, unless they surely say different kinds of things. */
function joinClauses(singles: readonly Single[]): readonly Judgement[] {
  const joined: Single[] = [];
  for (const single of singles) {
    const before = joined.at(-1);
    if (before !== undefined && continues(before, single)) joined[joined.length - 1] = joinTwo(before, single);
    else joined.push(single);
  }
  return joined;
}

function continues(before: Single, next: Single): boolean {
  const last = before.units.at(-1);
  const first = next.units[0];
  if (before.at + 1 !== next.at || last === undefined || first === undefined || !isContinued(last, first)) return false;
  return before.kind === next.kind || Math.min(before.confidence, next.confidence) < SURE;
}

/** The kind is that of the clause that raises a concern, as the labelling guide prefers it, else that of the surer one. */
function joinTwo(before: Single, next: Single): Single {
  const surest = [before, next].sort((a, b) => b.confidence - a.confidence);
  const main = surest.find(({ kind }) => kind === 'concern') ?? surest[0] ?? before;
  return {
    ...main,
    at: next.at,
    units: [...before.units, ...next.units],
    hedged: before.hedged || next.hedged,
    cues: [...new Set([...main.cues, ...before.cues, ...next.cues])],
  };
}

/** How many features are told beside the cues. */
const TOLD = 3;

function cuesOf(unit: Unit, kind: ClaimKind, features: readonly string[], models: Models): readonly string[] {
  const at = CLAIM_KINDS.indexOf(kind);
  const cues = unit.cues.filter((cue) => kindOfCue(cue) === kind).map(({ name, words }) => `${name} (${words})`);
  const hedges = unit.hedges.map(({ name, words }) => `hedge: ${name} (${words})`);
  const weighed = features
    .filter((feature) => !feature.startsWith('cue:'))
    .map((feature) => ({ feature, weight: weightOf(models.kind, CLAIM_KINDS, feature, at) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, TOLD)
    .map(({ feature, weight }) => `feature: ${feature} (+${weight.toFixed(2)})`);
  return [...cues, ...hedges, ...weighed];
}
