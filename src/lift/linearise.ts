import type { Instruction, Local, Program, Source } from '../mm/program.ts';
import { localsOf } from './expr.ts';
import { defined, type Graph, NOWHERE, nodeAt, type Operation, read, renumber, reversePostorder } from './graph.ts';

/** What was left out of a graph on the way, with its place: as far as a run can come to it. */
export interface Notes {
  readonly sliced: readonly { readonly reason: string; readonly at: Source }[];
  readonly unknown: readonly { readonly name: string; readonly at: Source }[];
}

export function notesOf(graph: Graph): Notes {
  const operations = reversePostorder(graph).map((id) => nodeAt(graph, id).operation);
  return {
    sliced: once(operations.flatMap((o) => (o.kind === 'sliced' ? [{ reason: o.reason, at: o.at }] : []))),
    unknown: once(operations.flatMap((o) => (o.kind === 'unknown' ? [{ name: o.name, at: o.at }] : []))),
  };
}

/** The choices that a program makes, each once: inlined twice, a line is still one line. */
export function choicesOf(program: Program): { readonly of: string; readonly at: Source }[] {
  return once(program.code.flatMap((i) => (i.kind === 'choice' ? [{ of: i.of, at: i.at }] : [])));
}

/**
 * Lays a graph out as a list of instructions, in the order of the source as far as possible.
 *
 * The locals are numbered anew, parameters first.
 */
export function linearise(name: string, graph: Graph): Program {
  const order = reversePostorder(graph);
  const shown = order.filter((id) => !isSilent(nodeAt(graph, id).operation));
  const { locals, parameters, numberOf } = numberLocals(graph, shown);
  const index = new Map<number, number>();
  const slots: { readonly id: number; readonly jumps: number | undefined }[] = [];
  const entry = follow(graph, 0);
  const layout = [entry, ...shown.filter((id) => id !== entry)];
  for (const [place, id] of layout.entries()) {
    index.set(id, slots.length);
    slots.push({ id, jumps: undefined });
    const { operation, next } = nodeAt(graph, id);
    if (operation.kind === 'branch' || operation.kind === 'choice' || operation.kind === 'return') continue;
    const target = operation.kind === 'label' ? id : follow(graph, next);
    if (target !== layout[place + 1] && operation.kind !== 'label') slots.push({ id, jumps: target });
  }
  const at = (id: number) => {
    const found = index.get(follow(graph, id));
    if (found === undefined) throw new Error(`node ${id} has a place among the instructions`);
    return found;
  };
  const code = slots.map(({ id, jumps }): Instruction => {
    if (jumps !== undefined) return { kind: 'goto', target: at(jumps) };
    const { operation, next, other } = nodeAt(graph, id);
    return toInstruction(
      renumber(operation, numberOf),
      () => at(next),
      () => at(other),
      at(id),
    );
  });
  return { name, parameters, locals, code, ...(graph.alike.size > 0 ? { alike: graph.alike } : {}) };
}

function isSilent(operation: Operation): boolean {
  return operation.kind === 'label' || operation.kind === 'sliced';
}

/** The first node from `id` on that is an instruction; a label in a loop of nothing is a jump to itself. */
function follow(graph: Graph, id: number): number {
  const seen = new Set<number>();
  let node = id;
  while (node !== NOWHERE && !seen.has(node) && isSilent(nodeAt(graph, node).operation)) {
    seen.add(node);
    node = nodeAt(graph, node).next;
  }
  return node;
}

function toInstruction(operation: Operation, next: () => number, other: () => number, self: number): Instruction {
  switch (operation.kind) {
    case 'branch':
      // biome-ignore lint/suspicious/noThenProperty: an instruction's way, never awaited
      return { kind: 'branch', test: operation.test, then: next(), else: other(), at: operation.at };
    case 'choice':
      // biome-ignore lint/suspicious/noThenProperty: an instruction's way, never awaited
      return { kind: 'choice', of: operation.of, then: next(), else: other(), at: operation.at };
    case 'let':
      return { kind: 'let', dest: operation.dest, value: operation.value, at: operation.at };
    case 'assert':
      return { kind: 'assert', test: operation.test, says: operation.says, at: operation.at };
    case 'primitive': {
      const { name, args, dest, at } = operation;
      return { kind: 'primitive', name, args, dest, at };
    }
    case 'unknown':
    case 'return':
      return operation;
    case 'label':
    case 'sliced':
      return { kind: 'goto', target: self };
    case 'havoc':
      throw new Error('values that the model does not have were made choices of before');
  }
}

/** Gives the locals that are used their numbers: parameters in order, the others as they come. */
function numberLocals(graph: Graph, shown: readonly number[]) {
  const used = new Set<number>();
  for (const id of shown) {
    const { operation } = nodeAt(graph, id);
    for (const expr of read(operation)) for (const local of localsOf(expr)) used.add(local);
    const dest = defined(operation);
    if (dest !== undefined) used.add(dest);
  }
  const first = graph.parameters.filter(({ local, isField }) => !isField || used.has(local)).map(({ local }) => local);
  const all = [...first, ...[...used].filter((local) => !first.includes(local)).sort((a, b) => a - b)];
  const numbers = new Map(all.map((local, number) => [local, number]));
  const locals = all.map((local): Local => graph.locals[local] ?? { name: `local ${local}`, type: 'unknown' });
  return { locals, parameters: locals.slice(0, first.length), numberOf: (local: number) => numbers.get(local) ?? 0 };
}

/** Each entry once: inlined twice, a line is still one line. */
function once<T extends { readonly at: Source }>(entries: readonly T[]): T[] {
  const seen = new Map(entries.map((entry) => [JSON.stringify(entry), entry]));
  return [...seen.values()];
}
