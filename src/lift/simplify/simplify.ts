import type { Graph } from '../graph.ts';
import { resolveUnmodelled } from './choices.ts';
import { coalesce } from './coalesce.ts';
import { compactLocals } from './compact.ts';
import { removeDead } from './dead.ts';
import { removeIdleChoices } from './idle.ts';
import { propagate } from './propagate.ts';
import { resolveSymbols } from './symbols.ts';

/** After as many rounds a program is as small as it gets; each takes away what the one before has laid open. */
const ROUNDS = 6;

/** Makes a graph smaller without changing what its steps do, and makes choices of what the model does not have. */
export function simplify(graph: Graph): void {
  resolveSymbols(graph);
  removeDead(graph);
  compactLocals(graph);
  coalesce(graph);
  compactLocals(graph);
  shrink(graph);
  compactLocals(graph);
  dropOpenPointers(graph);
  resolveUnmodelled(graph);
  shrink(graph);
  removeIdleChoices(graph);
  shrink(graph);
  coalesce(graph);
  shrink(graph);
}

/** Makes a graph smaller still once what was left out of it has been listed: ways that differ in nothing else are one. */
export function withoutNotes(graph: Graph): void {
  for (const node of graph.nodes) if (node.operation.kind === 'sliced') node.operation = { kind: 'label' };
  removeDead(graph);
  removeIdleChoices(graph);
  shrink(graph);
}

/** Of the assertions that no text makes those stay that fail: a pointer whose value is open is nobody's NULL pointer. */
function dropOpenPointers(graph: Graph): void {
  for (const node of graph.nodes) {
    const { operation } = node;
    if (operation.kind === 'assert' && operation.isImplied === true && operation.test.kind !== 'constant')
      node.operation = { kind: 'label' };
  }
}

function shrink(graph: Graph): void {
  for (let round = 0, before = ''; round < ROUNDS; round++) {
    propagate(graph);
    removeDead(graph);
    const now = fingerprint(graph);
    if (now === before) return;
    before = now;
  }
}

/** Tells whether a round has changed anything. */
function fingerprint(graph: Graph): string {
  return JSON.stringify(graph.nodes.map(({ operation, next, other }) => [operation.kind, next, other]));
}
