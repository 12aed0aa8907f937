import type { Claim } from '../../src/claims/claim.ts';
import { extractClaims } from '../../src/claims/extract.ts';
import type { Models } from '../../src/claims/models.ts';
import { fitModels } from './fit-models.ts';
import type { LabelledThread } from './labelled-mail.ts';
import { type Label, type Score, scoreClaims } from './scorer.ts';

/** How the threads of a fold were predicted by models that were fitted without their family. */
export interface Fold {
  readonly name: string;
  readonly score: Score;
  readonly labels: readonly Label[];
  readonly predictions: readonly Label[];
}

/** Scores each labelled thread with models fitted to the threads of all other families. */
export function crossValidate(scored: readonly LabelledThread[], others: readonly LabelledThread[]): readonly Fold[] {
  const fitted = new Map<string, Models>();
  return scored.map((thread) => {
    const { family } = thread;
    const models = fitted.get(family) ?? fitModels([...scored, ...others].filter((other) => other.family !== family));
    fitted.set(family, models);
    return scoreThread(thread, models);
  });
}

/** Scores one thread with given models. */
export function scoreThread({ name, mails, labels }: LabelledThread, models: Models): Fold {
  const predictions = mails.flatMap(({ id, mail }) => extractClaims(mail, models).map((claim) => labelOf(id, claim)));
  return { name, score: scoreClaims(labels, predictions), labels, predictions };
}

/** A claim in the schema of the labels. */
export function labelOf(
  id: string,
  { evidence, kind, hedged, concepts, symbols, anchor, about, repliesTo }: Claim,
): Label {
  return {
    message_id: id,
    evidence,
    kind,
    hedged,
    concepts,
    symbols,
    anchor: anchor
      ? {
          file: anchor.place.path,
          function: anchor.place.function ?? null,
          line: `${anchor.place.mark}${anchor.place.text}`,
        }
      : null,
    about,
    replies_to: repliesTo ?? null,
  };
}
