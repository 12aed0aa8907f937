import { describe, expect, test } from 'vitest';
import { calleesOf } from '../../src/checks/callees.ts';
import { loadCParser } from '../../src/ingest/c-parser.ts';
import { liftFunction } from '../../src/lift/lift.ts';
import { functionsIn, wholeFile } from '../../src/lift/text.ts';
import { vocabularyOf } from '../../src/mm/known.ts';
import { REFERENCE_FUNCTIONS } from '../../src/mm/reference.ts';
import { WORLDS } from '../../src/mm/worlds.ts';

const parser = await loadCParser();
const vocabulary = vocabularyOf();

describe('reference functions', () => {
  for (const one of REFERENCE_FUNCTIONS) {
    for (const kernel of [...new Set([one.since ?? one.until ?? '6.12', one.until ?? '6.12'])]) {
      test(`${one.name} is read without anything unknown at ${kernel}`, () => {
        const texts = functionsIn(wholeFile('reference', one.text, 'reference'));
        const lift = liftFunction({ name: one.name, texts, kernel }, vocabulary, parser);
        expect(
          lift.ok ? { unknown: lift.lifted.unknown, assumed: lift.lifted.assumed.map(({ of }) => of) } : lift.missing,
        ).toEqual({
          unknown: [],
          assumed: one.asks ?? [],
        });
      });
    }
  }

  test('every function that a world calls has one', () => {
    for (const world of WORLDS) {
      for (const name of calleesOf(world)) {
        const known = vocabulary.reference(name, '6.12') ?? vocabulary.primitive(name);
        expect(known, `${name} of ${world.name}`).toBeDefined();
      }
    }
  });
});
