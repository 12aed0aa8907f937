import { CLAIM_KINDS } from '../../src/claims/claim.ts';
import { type OwnWords, type ReviewMail, readWords, surroundingsOf } from '../../src/claims/extract.ts';
import { featuresOf, hedgeFeaturesOf, type Unit } from '../../src/claims/features.ts';
import type { Weights } from '../../src/claims/linear.ts';
import type { Models } from '../../src/claims/models.ts';
import { topicsAround } from '../../src/claims/topics.ts';
import type { LabelledThread } from './labelled-mail.ts';
import { type Label, longestRun, wordsOf } from './scorer.ts';
import { type Example, fit, type Settings } from './softmax.ts';

/** A unit with the label whose evidence it carries; undefined where nobody labelled it. */
interface LabelledUnit {
  readonly unit: Unit;
  readonly at: number;
  readonly label: Label | undefined;
}

/** How much an example counts: acceptance labels say more than this project's own, which are by other hands. */
const WEIGHTS = { gold: 4, own: 1 } as const;

const SETTINGS: Readonly<Record<keyof Models, Settings>> = {
  stated: { ridge: 8, rounds: 80, fewest: 3, least: 0.02 },
  log: { ridge: 8, rounds: 80, fewest: 3, least: 0.02 },
  kind: { ridge: 8, rounds: 80, fewest: 3, least: 0.03 },
  hedge: { ridge: 4, rounds: 80, fewest: 3, least: 0.02 },
  topic: { ridge: 12, rounds: 80, fewest: 3, least: 0.02 },
};

type Examples = Readonly<Record<keyof Models, Example[]>>;

/** Fits the models to labelled threads. */
export function fitModels(threads: readonly LabelledThread[]): Models {
  const examples = threads.map(examplesOf);
  const fitted = (name: keyof Models, classes: readonly string[] = ['no', 'yes']): Weights =>
    fit(
      examples.flatMap((thread) => thread[name]),
      classes,
      SETTINGS[name],
    );
  return {
    stated: fitted('stated'),
    log: fitted('log'),
    kind: fitted('kind', CLAIM_KINDS),
    hedge: fitted('hedge'),
    topic: fitted('topic'),
  };
}

const READ = new WeakMap<LabelledThread, Examples>();

/** What a thread teaches each model; a thread is read once however many folds it is in. */
function examplesOf(thread: LabelledThread): Examples {
  const known = READ.get(thread);
  if (known !== undefined) return known;
  const examples: Examples = { stated: [], log: [], kind: [], hedge: [], topic: [] };
  const weight = WEIGHTS[thread.source];
  for (const { id, mail } of thread.mails) {
    const labels = thread.labels.filter(({ message_id }) => message_id === id);
    const read = readWords(mail);
    for (const labelled of labelUnits(read, labels)) addExamples(examples, labelled, read, mail, weight);
  }
  READ.set(thread, examples);
  return examples;
}

/** What a unit teaches each model. */
function addExamples(
  examples: Examples,
  { unit, at, label }: LabelledUnit,
  read: OwnWords,
  mail: ReviewMail,
  weight: number,
): void {
  const features = featuresOf(read.units, at, read.standing);
  const isReply = unit.passage.part === 'reply';
  const isClaim = label !== undefined && label.kind !== 'none';
  examples[isReply ? 'stated' : 'log'].push({
    features,
    label: isClaim ? 'yes' : 'no',
    weight,
  });
  if (label === undefined || !isClaim) return;
  if (isReply) examples.kind.push({ features, label: label.kind, weight });
  const { concepts, hedged } = label;
  if (hedged !== undefined) {
    examples.hedge.push({ features: hedgeFeaturesOf(read.units, at), label: hedged ? 'yes' : 'no', weight });
  }
  if (concepts === undefined) return;
  for (const topic of topicsAround(surroundingsOf(unit.text, unit.passage, read.words, mail.message.subject))) {
    examples.topic.push({ features: topic.features, label: concepts.includes(topic.concept) ? 'yes' : 'no' });
  }
}

/**
 * Gives each unit the label whose evidence it shares most words with, half of the shorter of the two at least.
 *
 * Labels of this project's own name the units that are no claims as well (kind `none`); a unit of such a mail without
 * a label was not looked at and is left out.
 */
function labelUnits({ units }: OwnWords, labels: readonly Label[]): readonly LabelledUnit[] {
  const known = labels.map((label) => ({ label, words: letters(label.evidence) }));
  const isComplete = !labels.some(({ kind }) => kind === 'none');
  return units.flatMap((unit, at) => {
    const words = letters(unit.text);
    let best: Label | undefined;
    let most = 0;
    for (const { label, words: evidence } of known) {
      const run = longestRun(evidence, words);
      const share = run / Math.max(evidence.length, words.length);
      if (run === 0 || run < 0.5 * Math.min(evidence.length, words.length) || share <= most) continue;
      most = share;
      best = label;
    }
    return best === undefined && !isComplete ? [] : [{ unit, at, label: best }];
  });
}

function letters(text: string): readonly string[] {
  return wordsOf(text).filter((word) => /[\p{L}\p{N}]/u.test(word));
}
