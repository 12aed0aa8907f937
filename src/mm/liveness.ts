import type { Expr, Instruction, Program } from './program.ts';

/** Adds the locals that a value reads. */
function reads(value: Expr | undefined, into: Set<number>): void {
  if (value === undefined) return;
  switch (value.kind) {
    case 'constant':
      return;
    case 'local':
      into.add(value.local);
      return;
    case 'unary':
      reads(value.operand, into);
      return;
    case 'binary':
      reads(value.left, into);
      reads(value.right, into);
      return;
    case 'pure':
      for (const arg of value.args) reads(arg, into);
      return;
    case 'field':
      reads(value.object, into);
      return;
  }
}

interface Flow {
  readonly uses: ReadonlySet<number>;
  readonly defines: number | undefined;
  readonly next: readonly number[];
}

function flowOf(instruction: Instruction, at: number): Flow {
  const uses = new Set<number>();
  switch (instruction.kind) {
    case 'primitive':
      for (const arg of instruction.args) reads(arg, uses);
      return { uses, defines: instruction.dest, next: [at + 1] };
    case 'let':
      reads(instruction.value, uses);
      return { uses, defines: instruction.dest, next: [at + 1] };
    case 'branch':
      reads(instruction.test, uses);
      return { uses, defines: undefined, next: [instruction.then, instruction.else] };
    case 'choice':
      return { uses, defines: undefined, next: [instruction.then, instruction.else] };
    case 'goto':
      return { uses, defines: undefined, next: [instruction.target] };
    case 'assert':
      reads(instruction.test, uses);
      return { uses, defines: undefined, next: [at + 1] };
    case 'return':
      reads(instruction.value, uses);
      return { uses, defines: undefined, next: [] };
  }
}

/** Returns for each instruction the locals whose values somebody reads from there on, before they are set again. */
export function liveLocals(program: Program): readonly ReadonlySet<number>[] {
  const flows = program.code.map(flowOf);
  const live = flows.map(() => new Set<number>());
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = flows.length - 1; at >= 0; at--) {
      const flow = flows[at] as Flow;
      const here = live[at] as Set<number>;
      const before = here.size;
      for (const use of flow.uses) here.add(use);
      for (const next of flow.next) {
        for (const local of live[next] ?? []) if (local !== flow.defines) here.add(local);
      }
      if (here.size !== before) changed = true;
    }
  }
  return live;
}
