import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import type { Path } from '../../src/explore/path.ts';
import { decodeToken, encodeToken } from '../../src/explore/token.ts';
import { replayPath } from '../../src/explore/trace.ts';
import { graphModel, graphs, nodeOf } from './graph.ts';

const paths: fc.Arbitrary<Path> = fc.record({
  initial: fc.integer({ min: 0, max: 3 }),
  places: fc.array(fc.oneof(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 300 }),
});
const fingerprints = fc.stringMatching(/^[^\s~]{1,40}$/);

test('decoding gives back what was encoded', () => {
  fc.assert(
    fc.property(fingerprints, paths, (fingerprint, path) => {
      expect(decodeToken(encodeToken({ fingerprint, path }))).toEqual({ ok: true, schedule: { fingerprint, path } });
    }),
    { numRuns: 1000 },
  );
});

test('replaying the token of a run gives the same run', () => {
  const walks = fc.tuple(graphs, fc.infiniteStream(fc.nat()), fc.integer({ min: 0, max: 30 }));
  fc.assert(
    fc.property(walks, ([graph, dice, length]) => {
      const model = graphModel(graph);
      let node = graph.initial[0] ?? 0;
      const nodes = [node];
      const places: number[] = [];
      for (let step = 0; step < length; step++) {
        const open = [...(graph.edges[node] ?? []).entries()].filter(([, to]) => to !== undefined);
        const [place, to] = open[(dice.next().value ?? 0) % Math.max(open.length, 1)] ?? [];
        if (place === undefined || to === undefined) break;
        places.push(place);
        nodes.push(to);
        node = to;
      }
      const decoded = decodeToken(encodeToken({ fingerprint: 'random/graph', path: { initial: 0, places } }));
      if (!decoded.ok) throw new Error(decoded.issue.says);
      const replay = replayPath(model, decoded.schedule.path);
      if (!replay.ok) throw new Error(replay.issue.says);
      expect(replay.trace.states.map(nodeOf)).toEqual(nodes);
      expect(replay.trace.steps.map(({ does }) => does)).toEqual(
        places.map((place, n) => `edge ${place} of ${nodes[n]}`),
      );
    }),
    { numRuns: 500 },
  );
});

test('the token of every outcome replays to a state that decides its property', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const model = graphModel(graph);
      for (const { property, path, result } of explore(model, { maxStates: 1000 }).outcomes) {
        if (path === undefined) continue;
        const decoded = decodeToken(encodeToken({ fingerprint: 'random/graph', path }));
        const replay = decoded.ok ? replayPath(model, decoded.schedule.path) : decoded;
        if (!replay.ok) throw new Error(replay.issue.says);
        const last = replay.trace.states.at(-1) ?? new Uint8Array(2);
        expect(property.holds(last)).toBe(result === 'reached');
      }
    }),
    { numRuns: 500 },
  );
});

test('any one changed or lost character is noticed', () => {
  fc.assert(
    fc.property(paths, fc.nat(), fc.constantFrom('0', '1', 'x', '', '~', '€'), (path, at, instead) => {
      const token = encodeToken({ fingerprint: 'world/PROPERTY', path });
      const place = at % token.length;
      const damaged = token.slice(0, place) + instead + token.slice(place + 1);
      fc.pre(damaged !== token);
      expect(decodeToken(damaged).ok).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test('any text at all is decoded or refused, never a crash', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60, unit: 'binary' }), (text) => {
      const decoded = decodeToken(text);
      if (!decoded.ok) expect(decoded.issue.code).toBe('explore.token');
    }),
  );
});

test('a token reads as its model and one digit a step', () => {
  const path = { initial: 0, places: [3, 1, 2, 0, 0, 31, 40] };
  expect(encodeToken({ fingerprint: 'thp-retract/SMMU-TABLE', path })).toMatchInlineSnapshot(
    `"thp-retract/SMMU-TABLE~031200Ve1V38fY0"`,
  );
});

test('a token that mail has wrapped is read', () => {
  const token = encodeToken({ fingerprint: 'thp-retract', path: { initial: 0, places: [1, 2, 3] } });
  expect(decodeToken(` ${token.slice(0, 9)}\n  ${token.slice(9)}\n`)).toEqual(decodeToken(token));
});

test('what is wrong with a token is said', () => {
  const token = encodeToken({ fingerprint: 'thp', path: { initial: 0, places: [1, 2, 3] } });
  const says = (text: string) => {
    const decoded = decodeToken(text);
    return decoded.ok ? 'fine' : decoded.issue.says;
  };
  expect([
    says(''),
    says('hello'),
    says('thp~0'),
    says('thp~01!'),
    says(token.replace('123', '124')),
  ]).toMatchInlineSnapshot(`
    [
      "This is not a replay token: it has no "~" between the name of the model and the steps.",
      "This is not a replay token: it has no "~" between the name of the model and the steps.",
      "This is not a replay token: it is cut short.",
      "This is not a replay token: "!" is not a digit of tokens.",
      "This is not a replay token: its checksum does not fit, so it was changed or cut short on its way.",
    ]
  `);
  expect(says(`thp~${'0'.repeat(100_000)}`)).toMatchInlineSnapshot(
    `"This is not a replay token: it has 100004 characters, 100000 at most make sense."`,
  );
});

test('a path of another model is refused with the step that does not fit', () => {
  const model = graphModel({ initial: [0], edges: [[1, undefined], []], bad: [], good: [], choices: new Set() });
  const says = (path: Path) => {
    const replay = replayPath(model, path);
    return replay.ok ? 'fine' : replay.issue.says;
  };
  expect([
    says({ initial: 0, places: [0] }),
    says({ initial: 1, places: [] }),
    says({ initial: 0, places: [0, 2] }),
    says({ initial: 0, places: [1] }),
  ]).toMatchInlineSnapshot(`
    [
      "fine",
      "The run is not one of this model: there is no initial state 1.",
      "The run is not one of this model: step 2 is action 2 of 0.",
      "The run is not one of this model: the action of step 1 does not apply.",
    ]
  `);
});
