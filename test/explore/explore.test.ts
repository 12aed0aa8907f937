import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import type { Model } from '../../src/explore/model.ts';
import type { Path } from '../../src/explore/path.ts';
import { replayPath } from '../../src/explore/trace.ts';
import { type Graph, graphModel, graphs } from './graph.ts';

const NO_LIMIT = { maxStates: 1_000_000 };

/** Reachability as one would write it on a blackboard: the least cost, (steps, choices), to each node. */
function naive(graph: Graph): Map<number, { steps: number; choices: number }> {
  const best = new Map<number, { steps: number; choices: number }>();
  for (const node of graph.initial) best.set(node, { steps: 0, choices: 0 });
  for (let changed = true; changed; ) {
    changed = false;
    for (const [from, cost] of [...best]) {
      for (const [place, to] of (graph.edges[from] ?? []).entries()) {
        if (to === undefined) continue;
        const steps = cost.steps + 1;
        const choices = cost.choices + (graph.choices.has(`${from}/${place}`) ? 1 : 0);
        const known = best.get(to);
        if (known && (known.steps < steps || (known.steps === steps && known.choices <= choices))) continue;
        best.set(to, { steps, choices });
        changed = true;
      }
    }
  }
  return best;
}

/** Where a path ends and how many choices it makes. */
function walk(graph: Graph, path: Path): { node: number; choices: number } {
  let node = graph.initial[path.initial] ?? -1;
  let choices = 0;
  for (const place of path.places) {
    if (graph.choices.has(`${node}/${place}`)) choices++;
    node = graph.edges[node]?.[place] ?? -1;
  }
  return { node, choices };
}

function nearest(
  best: ReturnType<typeof naive>,
  marked: ReadonlySet<number>,
): { steps: number; choices: number } | undefined {
  const costs = [...marked].flatMap((node) => best.get(node) ?? []);
  return costs.sort((a, b) => a.steps - b.steps || a.choices - b.choices)[0];
}

test('a complete run on a random graph stores exactly the reachable nodes and counts every step', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      // An always that nobody breaks keeps the run going to its end.
      const model = graphModel({ ...graph, bad: [...graph.bad, new Set()] });
      const best = naive(graph);
      const run = explore(model, NO_LIMIT);
      expect(run.complete).toBe(true);
      expect(run.bounded).toBeUndefined();
      expect(run.states).toBe(best.size);
      expect(run.depth).toBe(Math.max(...[...best.values()].map((cost) => cost.steps)));
      const steps = [...best.keys()].flatMap((node) => graph.edges[node] ?? []).filter((to) => to !== undefined);
      expect(run.transitions).toBe(steps.length);
    }),
    { numRuns: 1000 },
  );
});

test('each property of a random graph ends as reachability says, by a shortest path with the fewest choices', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const best = naive(graph);
      const run = explore(graphModel({ ...graph, bad: [...graph.bad, new Set()] }), NO_LIMIT);
      const marked = [...graph.bad, new Set<number>(), ...graph.good];
      for (const [place, outcome] of run.outcomes.entries()) {
        const nodes = marked[place] ?? new Set();
        const expected = nearest(best, nodes);
        const always = outcome.property.modality === 'always';
        if (expected === undefined) expect(outcome.result).toBe(always ? 'satisfied' : 'unreached');
        else {
          expect(outcome.result).toBe(always ? 'violated' : 'reached');
          const end = walk(graph, outcome.path ?? { initial: -1, places: [] });
          expect(nodes.has(end.node)).toBe(true);
          expect({ steps: outcome.path?.places.length, choices: end.choices }).toEqual(expected);
        }
      }
    }),
    { numRuns: 1000 },
  );
});

test('a run that ends early says unknown, never satisfied or unreached', () => {
  fc.assert(
    fc.property(
      graphs,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 6 }),
      (graph, maxStates, maxDepth) => {
        const run = explore(graphModel(graph), { maxStates, maxDepth });
        const best = naive(graph);
        expect(run.states).toBeLessThanOrEqual(maxStates);
        expect(run.depth).toBeLessThanOrEqual(maxDepth);
        if (run.complete) expect(run.states).toBe(best.size);
        if (run.bounded === 'states') expect(best.size).toBeGreaterThan(maxStates);
        for (const { result } of run.outcomes) {
          if (run.complete) expect(result).not.toBe('unknown');
          else expect(result).not.toMatch(/satisfied|unreached/);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

/** 0 → 1 → 2 → … → 9 and a short cut from 0 to 5. */
const chain: Graph = {
  initial: [0],
  edges: [[1, 5], [2], [3], [4], [5], [6], [7], [8], [9], []],
  bad: [new Set([3]), new Set([7])],
  good: [new Set([5]), new Set([9])],
  choices: new Set(),
};

test('a run stops when every always is violated, or on request at the first', () => {
  const results = (firstViolation: boolean) => {
    const { outcomes, complete, bounded } = explore(graphModel(chain), { ...NO_LIMIT, firstViolation });
    return { complete, bounded, ends: outcomes.map(({ result, path }) => [result, path?.places]) };
  };
  expect(results(false)).toEqual({
    complete: false,
    bounded: undefined,
    ends: [
      ['violated', [0, 0, 0]],
      ['violated', [1, 0, 0]],
      ['reached', [1]],
      ['unknown', undefined],
    ],
  });
  expect(results(true).ends.map(([result]) => result)).toEqual(['violated', 'unknown', 'reached', 'unknown']);
});

test('each limit that comes first is named', () => {
  const model = graphModel({ ...chain, bad: [new Set()] });
  expect(explore(model, { maxStates: 4 })).toMatchObject({ bounded: 'states', states: 4, complete: false });
  expect(explore(model, { maxStates: 10 })).toMatchObject({ bounded: undefined, states: 10, complete: true });
  expect(explore(model, { maxStates: 10, maxDepth: 2 })).toMatchObject({ bounded: 'depth', depth: 2 });
  expect(explore(model, { maxStates: 10, deadline: () => true })).toMatchObject({ bounded: 'deadline', states: 1 });
});

test('the same model gives the same result each time', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const runs = [graphModel(graph), graphModel(graph)].map((model) => {
        const { outcomes, ...figures } = explore(model, { maxStates: 25 });
        return { ...figures, outcomes: outcomes.map(({ result, path }) => ({ result, path })) };
      });
      expect(runs[0]).toEqual(runs[1]);
    }),
  );
});

test('a model without an initial state is a bug and says so', () => {
  const model = { ...graphModel(chain), initial: [] };
  expect(() => explore(model, NO_LIMIT)).toThrow('expected the model to have an initial state');
});

test('a violated initial state has an empty path', () => {
  const model = graphModel({ ...chain, initial: [9, 3], bad: [new Set([3])] });
  expect(explore(model, NO_LIMIT).outcomes[0]).toMatchObject({ result: 'violated', path: { initial: 1, places: [] } });
});

test('every new state is shown to a property once', () => {
  const seen: number[] = [];
  const model = graphModel(chain);
  const counting = {
    ...model,
    properties: [
      {
        name: 'COUNTED',
        modality: 'always' as const,
        says: '',
        holds(state: Uint8Array) {
          seen.push(state[0] ?? 0);
          return true;
        },
      },
    ],
  };
  explore(counting, NO_LIMIT);
  expect(seen).toEqual([0, 1, 5, 2, 6, 3, 7, 4, 8, 9]);
});

test('a model may write every successor into one vector, which its next call overwrites', () => {
  const model = graphModel({ ...chain, bad: [new Set()] });
  const shared = new Uint8Array(2);
  const sharing: Model = {
    ...model,
    actions(state) {
      shared.fill(0xff);
      return model.actions(state);
    },
    step(state, action) {
      const successor = model.step(state, action);
      if (successor) shared.set(successor);
      return successor && shared;
    },
    chooses(state, action) {
      shared.fill(0xff);
      return model.chooses(state, action);
    },
  };
  const run = explore(sharing, NO_LIMIT);
  expect(run).toEqual(explore(model, NO_LIMIT));
  for (const { path } of run.outcomes) {
    if (path !== undefined) expect(replayPath(sharing, path)).toEqual(replayPath(model, path));
  }
});
