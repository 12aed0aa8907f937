import type { Expr, Instruction, Program, Source } from '../mm/program.ts';
import type { Lifted } from './lifted.ts';

/**
 * A program as a listing: the instructions on the left, the source line that each was read from on the right.
 *
 *     12  if !vma goto 31                      1756  vma_interval_tree_foreach(vma, …) {
 *
 * Lines of an inlined callee carry its name. The listing says everything that the program does and nothing else.
 */
export function describeProgram(program: Program): string {
  const names = program.locals.map(({ name }) => name);
  const parameters = program.parameters.map(({ name, type }) => `${type}${type.endsWith('*') ? '' : ' '}${name}`);
  const rows = program.code.map((instruction, index) => ({
    left: `${String(index).padStart(4)}  ${describeInstruction(instruction, index, names)}`,
    right: 'at' in instruction ? describeSource(instruction, program.name) : '',
  }));
  const width = Math.min(72, Math.max(0, ...rows.map(({ left }) => left.length)));
  const lines = rows.map(({ left, right }) => `${left.padEnd(width)}  ${right}`.trimEnd());
  return [`${program.name}(${parameters.join(', ')})`, ...lines].join('\n');
}

/**
 * Everything that a lift has found: the listing, then what was put in place of calls, left out, assumed and not known.
 *
 * Sections without entries are left out.
 */
export function describeLifted(lifted: Lifted): string {
  const { program, origin, inlined, sliced, assumed, unknown } = lifted;
  const place = ({ file, line, text }: Source) => `${file}:${line}  ${text}`;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Put in place of calls', inlined.map((callee) => `${callee.name}, from the ${ORIGINS[callee.origin]}`)],
    ['Left out', sliced.map(({ reason, at }) => `${reason}: ${place(at)}`)],
    ['Either way', assumed.map(({ of, at }) => `${of}: ${place(at)}`)],
    ['Not known', unknown.map(({ name, at }) => `${name}: ${place(at)}`)],
  ];
  const shown = sections.filter(([, entries]) => entries.length > 0);
  return [
    `${describeProgram(program)}\n\nText from the ${ORIGINS[origin]}.`,
    ...shown.map(([title, entries]) => `${title}:\n${entries.map((entry) => `  ${entry}`).join('\n')}`),
  ].join('\n\n');
}

const ORIGINS: Readonly<Record<Lifted['origin'], string>> = {
  tree: 'kernel tree',
  diff: 'diff, which shows the whole function',
  fragment: 'diff, which shows parts of the function',
  reference: 'model’s own text of the function',
};

function describeSource({ at }: Extract<Instruction, { at: unknown }>, name: string): string {
  const where = at.function === name ? '' : `${at.function}: `;
  return `${String(at.line).padStart(5)}  ${where}${at.text}`;
}

/** One instruction in words; falls through to the next one unless it says where it goes. */
export function describeInstruction(instruction: Instruction, index: number, names: readonly string[]): string {
  const expr = (value: Expr) => describeExpr(value, names);
  const local = (number: number) => names[number] ?? `local ${number}`;
  switch (instruction.kind) {
    case 'primitive': {
      const call = `${instruction.name}(${instruction.args.map(expr).join(', ')})`;
      return instruction.dest === undefined ? call : `${local(instruction.dest)} := ${call}`;
    }
    case 'let':
      return `${local(instruction.dest)} = ${expr(instruction.value)}`;
    case 'branch':
      return ways(`if ${expr(instruction.test)}`, instruction, index);
    case 'choice':
      return ways(`either: ${instruction.of}`, instruction, index);
    case 'goto':
      return `goto ${instruction.target}`;
    case 'assert':
      return `assert ${expr(instruction.test)}`;
    case 'unknown':
      return `unknown: ${instruction.name}`;
    case 'return':
      return instruction.value === undefined ? 'return' : `return ${expr(instruction.value)}`;
  }
}

function ways(test: string, to: { readonly then: number; readonly else: number }, index: number): string {
  if (to.then === index + 1) return `${test} else goto ${to.else}`;
  return to.else === index + 1 ? `${test} goto ${to.then}` : `${test} goto ${to.then} else goto ${to.else}`;
}

/** An expression in C, with brackets around all but the outermost operator. */
export function describeExpr(expr: Expr, names: readonly string[]): string {
  const inner = (value: Expr) =>
    value.kind === 'binary' ? `(${describeExpr(value, names)})` : describeExpr(value, names);
  switch (expr.kind) {
    case 'constant':
      return expr.value < 0x100 ? String(expr.value) : `0x${expr.value.toString(16)}`;
    case 'local':
      return names[expr.local] ?? `local ${expr.local}`;
    case 'unary':
      return `${expr.operator}${inner(expr.operand)}`;
    case 'binary':
      if (isSignedOrder(expr)) return describeSigned(expr, names);
      return `${inner(expr.left)} ${expr.operator} ${inner(expr.right)}`;
    case 'pure':
      return `${expr.name}(${expr.args.map((arg) => describeExpr(arg, names)).join(', ')})`;
    case 'field':
      return `${inner(expr.object)}->${expr.field}`;
  }
}

type Binary = Extract<Expr, { kind: 'binary' }>;

/** Order with sign is made of order without by turning the sign bits over: `(a ^ 0x8000) < (b ^ 0x8000)`. */
function isSignedOrder({ operator, left, right }: Binary): boolean {
  if (!/^[<>]=?$/.test(operator)) return false;
  const isSign = right.kind === 'constant' && right.value === 0x8000 && (operator === '<' || operator === '>=');
  return isSign || (isTurned(left) && (isTurned(right) || right.kind === 'constant'));
}

function isTurned(expr: Expr): expr is Binary {
  return (
    expr.kind === 'binary' && expr.operator === '^' && expr.right.kind === 'constant' && expr.right.value === 0x8000
  );
}

/** `(int)a < (int)b`, as the C text means it. */
function describeSigned({ operator, left, right }: Binary, names: readonly string[]): string {
  const inner = (expr: Expr) => (expr.kind === 'binary' ? `(${describeExpr(expr, names)})` : describeExpr(expr, names));
  if (!isTurned(left)) return `(int)${inner(left)} ${operator === '<' ? '>=' : '<'} 0`;
  const bound =
    right.kind === 'constant' ? `${right.value - 0x8000}` : `(int)${inner(isTurned(right) ? right.left : right)}`;
  return `(int)${inner(left.left)} ${operator} ${bound}`;
}
