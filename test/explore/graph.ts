import fc from 'fast-check';
import type { Model, Property } from '../../src/explore/model.ts';

/** A small directed graph as a model: a state is a node's number in two bytes, an action the place of an edge. */
export interface Graph {
  readonly initial: readonly number[];
  /** Successors of each node; `undefined` where an action turns out not to apply. */
  readonly edges: readonly (readonly (number | undefined)[])[];
  /** For each `always`, the nodes that break it; for each `sometimes`, the nodes that satisfy it. */
  readonly bad: readonly ReadonlySet<number>[];
  readonly good: readonly ReadonlySet<number>[];
  /** Edges that count as choices, as `node/place`. */
  readonly choices: ReadonlySet<string>;
}

export const nodeOf = (state: Uint8Array): number => (state[0] ?? 0) | ((state[1] ?? 0) << 8);
const stateOf = (node: number): Uint8Array => Uint8Array.of(node & 255, node >> 8);

export function graphModel(graph: Graph): Model & { chooses: NonNullable<Model['chooses']> } {
  const always = graph.bad.map(
    (nodes, n): Property => ({
      name: `ALWAYS-${n}`,
      modality: 'always',
      says: 'no marked node',
      holds: (state) => !nodes.has(nodeOf(state)),
    }),
  );
  const sometimes = graph.good.map(
    (nodes, n): Property => ({
      name: `SOMETIMES-${n}`,
      modality: 'sometimes',
      says: 'a marked node',
      holds: (state) => nodes.has(nodeOf(state)),
    }),
  );
  return {
    stateBytes: 2,
    initial: graph.initial.map(stateOf),
    properties: [...always, ...sometimes],
    actions: (state) => [...(graph.edges[nodeOf(state)] ?? []).keys()],
    step(state, action) {
      const target = graph.edges[nodeOf(state)]?.[action];
      return target === undefined ? undefined : stateOf(target);
    },
    chooses: (state, action) => graph.choices.has(`${nodeOf(state)}/${action}`),
    describe: (state, action) => ({
      actor: 'walker',
      does: `edge ${action} of ${nodeOf(state)}`,
      at: undefined,
      assumes: undefined,
      changes: [],
    }),
  };
}

/** Random graphs of up to 40 nodes, some of them with edges that do not apply, twin edges and several starts. */
export const graphs: fc.Arbitrary<Graph> = fc.integer({ min: 1, max: 40 }).chain((nodes) => {
  const node = fc.integer({ min: 0, max: nodes - 1 });
  const marked = fc.array(node, { maxLength: 3 }).map((list) => new Set(list));
  const edges = fc.array(fc.array(fc.option(node, { nil: undefined, freq: 6 }), { maxLength: 4 }), {
    minLength: nodes,
    maxLength: nodes,
  });
  return fc
    .record({
      initial: fc.array(node, { minLength: 1, maxLength: 3 }),
      edges,
      bad: fc.array(marked, { maxLength: 2 }),
      good: fc.array(marked, { maxLength: 2 }),
      chosen: fc.array(fc.tuple(node, fc.integer({ min: 0, max: 3 })), { maxLength: 2 * nodes }),
    })
    .map(({ chosen, ...graph }) => ({ ...graph, choices: new Set(chosen.map(([from, place]) => `${from}/${place}`)) }));
});
