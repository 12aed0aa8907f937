import { ARITHMETIC } from '../../src/mm/arithmetic.ts';
import type { Expr, Program } from '../../src/mm/program.ts';

/** What a run of a program has done that anyone outside could see. */
export interface Seen {
  readonly steps: readonly string[];
  readonly result: number | undefined;
}

/**
 * Runs a program with given parameters; each step yields the next number of a fixed sequence.
 *
 * Undefined where the run takes more than `limit` instructions.
 */
export function run(program: Program, parameters: readonly number[], limit = 2000): Seen | undefined {
  const locals = program.locals.map((_, index) => parameters[index] ?? 0);
  const steps: string[] = [];
  let state = 7;
  const evaluate = (expr: Expr): number => {
    switch (expr.kind) {
      case 'constant':
        return expr.value;
      case 'local':
        return locals[expr.local] ?? 0;
      case 'unary': {
        const value = evaluate(expr.operand);
        if (expr.operator === '!') return value === 0 ? 1 : 0;
        return (expr.operator === '~' ? ~value : -value) & 0xffff;
      }
      case 'binary':
        return ARITHMETIC[expr.operator](evaluate(expr.left), evaluate(expr.right));
      case 'pure':
        return expr.args.reduce((sum, arg) => (sum * 31 + evaluate(arg)) & 0xff, expr.name.length) & 1;
      case 'field':
        return (evaluate(expr.object) * 17 + expr.field.length) & 0xff;
    }
  };
  for (let at = 0, count = 0; count < limit; count++) {
    const instruction = program.code[at];
    if (instruction === undefined) throw new Error(`instruction ${at} of ${program.code.length}`);
    switch (instruction.kind) {
      case 'primitive': {
        steps.push(`${instruction.name}(${instruction.args.map(evaluate).join(', ')})`);
        state = (state * 75 + 74) % 65537;
        if (instruction.dest !== undefined) locals[instruction.dest] = state % 3;
        at++;
        break;
      }
      case 'let':
        locals[instruction.dest] = evaluate(instruction.value);
        at++;
        break;
      case 'branch':
        at = evaluate(instruction.test) !== 0 ? instruction.then : instruction.else;
        break;
      case 'unknown':
      case 'choice':
        throw new Error('nothing here is open');
      case 'goto':
        at = instruction.target;
        break;
      case 'assert':
        if (evaluate(instruction.test) === 0) steps.push('assertion failed');
        at++;
        break;
      case 'return':
        return { steps, result: instruction.value === undefined ? undefined : evaluate(instruction.value) };
    }
  }
  return undefined;
}
