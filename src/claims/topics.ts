import { conceptsOfIdentifier, conceptsOfText } from './concepts.ts';
import { probability, type Weights } from './linear.ts';
import { symbolsOf } from './symbols.ts';

/** The texts that a claim's concepts may come from, nearest first. */
export interface Surroundings {
  readonly own: string;
  /** The rest of the claim's paragraph. */
  readonly passage: string;
  /** The last quoted lines above it, and those before them. */
  readonly answered: string;
  readonly above: string;
  /** All own words of the mail. */
  readonly mail: string;
  readonly subject: string;
}

const PLACES = ['own', 'passage', 'answered', 'above', 'mail', 'subject'] as const;

/** Most concepts that a claim is given. */
const MOST = 4;

/** A concept that some text around a claim names, with where and how. */
export interface Topic {
  readonly concept: string;
  /** `own:word`, `subject:identifier`…: what the model weighs. */
  readonly features: readonly string[];
  /** The words that named it, nearest first. */
  readonly named: string;
}

type Named = ReadonlyMap<string, { readonly word: boolean; readonly identifier: boolean; readonly words: string }>;

/** Names the concepts of a text by its words and by its identifiers. */
function namedIn(text: string): Named {
  const known = REMEMBERED.get(text);
  if (known !== undefined) return known;
  const named = new Map<string, { word: boolean; identifier: boolean; words: string }>();
  for (const { concept, words } of conceptsOfText(text)) named.set(concept, { word: true, identifier: false, words });
  for (const symbol of symbolsOf(text)) {
    for (const concept of conceptsOfIdentifier(symbol)) {
      const other = named.get(concept);
      named.set(concept, { word: other?.word ?? false, identifier: true, words: other?.words ?? symbol });
    }
  }
  if (REMEMBERED.size > REMEMBERED_TEXTS) REMEMBERED.clear();
  REMEMBERED.set(text, named);
  return named;
}

/** Claims of one mail share their surroundings. */
const REMEMBERED = new Map<string, Named>();
const REMEMBERED_TEXTS = 64;

/** What the model weighs where a text of a place names a concept by a word, and by an identifier. */
interface FeatureNames {
  readonly word: readonly [string, string];
  readonly identifier: readonly [string, string];
}

/** By concept, in the order of `PLACES`: made once, since an archive asks for each of them thousands of times. */
const FEATURES = new Map<string, readonly FeatureNames[]>();

function featuresOf(concept: string): readonly FeatureNames[] {
  const known = FEATURES.get(concept);
  if (known !== undefined) return known;
  const names = PLACES.map(
    (place): FeatureNames => ({
      word: [`${place}:word`, `${place}:word:${concept}`],
      identifier: [`${place}:identifier`, `${place}:identifier:${concept}`],
    }),
  );
  FEATURES.set(concept, names);
  return names;
}

/** Lists the concepts that any text around a claim names. */
export function topicsAround(surroundings: Surroundings): readonly Topic[] {
  const topics = new Map<string, { features: string[]; named: string; own: boolean }>();
  for (const [at, place] of PLACES.entries()) {
    const text = surroundings[place];
    if (text === '') continue;
    for (const [concept, { word, identifier, words }] of namedIn(text)) {
      let topic = topics.get(concept);
      if (topic === undefined) {
        topic = { features: ['any', `concept:${concept}`], named: `${place}: ${words}`, own: place === 'own' };
        topics.set(concept, topic);
      }
      const names = featuresOf(concept)[at];
      if (word && names !== undefined) topic.features.push(...names.word);
      if (identifier && names !== undefined) topic.features.push(...names.identifier);
    }
  }
  const inOwn = [...topics.values()].filter(({ own }) => own).length;
  return Array.from(topics, ([concept, { features, named, own }]) => {
    features.push(own ? `own of ${Math.min(inOwn, 4)}` : `other beside ${Math.min(inOwn, 3)}`);
    return { concept, named, features };
  });
}

/** Chooses the concepts that a claim is about, most probable first. */
export function chooseTopics(topics: readonly Topic[], weights: Weights): readonly Topic[] {
  return topics
    .map((topic) => ({ topic, chance: probability(weights, topic.features) }))
    .filter(({ chance }) => chance >= THRESHOLD)
    .sort((a, b) => b.chance - a.chance || (a.topic.concept < b.topic.concept ? -1 : 1))
    .slice(0, MOST)
    .map(({ topic }) => topic);
}

/** Probability from which a concept is given: below one half, since a missed concept and a wrong one cost alike. */
const THRESHOLD = 0.3;
