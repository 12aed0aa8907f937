import { type Expr, type Instruction, type Program, targetsOf } from './program.ts';

/** Adds the locals that a value reads. */
function reads(value: Expr | undefined, into: number[]): void {
  if (value === undefined) return;
  switch (value.kind) {
    case 'constant':
      return;
    case 'local':
      into.push(value.local);
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

/** The locals that a value reads. */
export function localsOf(value: Expr): readonly number[] {
  const locals: number[] = [];
  reads(value, locals);
  return locals;
}

interface Flow {
  readonly uses: readonly number[];
  readonly defines: number | undefined;
  readonly next: readonly number[];
}

function flowOf(instruction: Instruction, at: number): Flow {
  const uses: number[] = [];
  const next = targetsOf(instruction, at);
  switch (instruction.kind) {
    case 'primitive':
      for (const arg of instruction.args) reads(arg, uses);
      return { uses, defines: instruction.dest, next };
    case 'let':
      reads(instruction.value, uses);
      return { uses, defines: instruction.dest, next };
    case 'branch':
    case 'assert':
      reads(instruction.test, uses);
      return { uses, defines: undefined, next };
    case 'return':
      reads(instruction.value, uses);
      return { uses, defines: undefined, next };
    case 'choice':
    case 'goto':
    case 'unknown':
      return { uses, defines: undefined, next };
  }
}

/** For each instruction the locals whose values somebody reads from there on, before they are set again. */
export interface Liveness {
  has(at: number, local: number): boolean;
}

/** Finds the live locals of a program: backwards along its flow until nothing changes. */
export function livenessOf(program: Program): Liveness {
  const words = (program.locals.length + 31) >>> 5;
  const flows = program.code.map(flowOf);
  const rows = flows.map(({ uses }) => {
    const row = new Uint32Array(words);
    for (const local of uses) row[local >>> 5] = (row[local >>> 5] ?? 0) | (1 << (local & 31));
    return row;
  });
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = flows.length - 1; at >= 0; at--) if (flowsInto(rows, flows[at] as Flow, at)) changed = true;
  }
  return { has: (at, local) => (((rows[at]?.[local >>> 5] ?? 0) >>> (local & 31)) & 1) === 1 };
}

/** Adds what lives after an instruction, except what it sets; true where that is new. */
function flowsInto(rows: readonly Uint32Array[], { defines, next }: Flow, at: number): boolean {
  const here = rows[at] as Uint32Array;
  let changed = false;
  for (const target of next) {
    const after = rows[target];
    if (after === undefined) continue;
    for (let word = 0; word < here.length; word++) {
      const kept = defines === undefined || defines >>> 5 !== word ? -1 : ~(1 << (defines & 31));
      const before = here[word] ?? 0;
      const merged = (before | ((after[word] ?? 0) & kept)) >>> 0;
      if (merged === before) continue;
      here[word] = merged;
      changed = true;
    }
  }
  return changed;
}
