import { CONCEPT_RULES } from './concept-rules.ts';
import { indexPhrases, phrasesIn, tokensOf } from './phrases.ts';

/** The names of all concepts, in the schema's order. */
export const CONCEPTS: readonly string[] = CONCEPT_RULES.map(({ concept }) => concept);

const WORDS = indexPhrases(CONCEPT_RULES.map(({ concept, words }) => ({ name: concept, says: words })));

const EXACT = new Map<string, string[]>();
const PATTERNS: { readonly concept: string; readonly pattern: RegExp }[] = [];
for (const { concept, identifiers } of CONCEPT_RULES) {
  for (const written of identifiers.split(',').map((name) => name.trim())) {
    if (written === '') continue;
    if (written.includes('*')) PATTERNS.push({ concept, pattern: new RegExp(`^${written.replaceAll('*', '\\w*')}$`) });
    else EXACT.set(written, [...(EXACT.get(written) ?? []), concept]);
  }
}

/** What in a text names a concept, and whether a word or an identifier does. */
export interface ConceptHit {
  readonly concept: string;
  readonly by: 'word' | 'identifier';
  readonly words: string;
}

/** Names the concepts of which a text uses a word. */
export function conceptsOfText(text: string): readonly ConceptHit[] {
  return phrasesIn(tokensOf(text), WORDS).map(({ name, words }) => ({ concept: name, by: 'word', words }));
}

const KNOWN = new Map<string, readonly string[]>();

/** How many identifiers are remembered; a hostile mail may hold any number of new ones. */
const KNOWN_LIMIT = 20_000;

/** Names the concepts that a kernel identifier is about. */
export function conceptsOfIdentifier(identifier: string): readonly string[] {
  const known = KNOWN.get(identifier);
  if (known !== undefined) return known;
  const concepts = new Set(EXACT.get(identifier) ?? []);
  for (const { concept, pattern } of PATTERNS) if (pattern.test(identifier)) concepts.add(concept);
  const found = [...concepts];
  if (KNOWN.size < KNOWN_LIMIT) KNOWN.set(identifier, found);
  return found;
}
