/**
 * Whether a call is the call that the model knows: its arguments told by number and type.
 *
 * Kernel functions change their parameters over the years and keep their names. A call that does not fit is not read as
 * if it did.
 */
import type { Expr } from '../../mm/program.ts';
import type { Form, Signature } from '../../mm/vocabulary.ts';
import { structName, UNKNOWN_TYPE } from '../ctype.ts';
import { constant } from '../expr.ts';
import type { Lowering } from './context.ts';
import type { Value } from './storage.ts';

/** The arguments of a step or a pure function; else whether the call does not fit it, or has values that the model does not. */
export function argumentsOf(
  lowering: Lowering,
  signature: Signature,
  values: readonly Value[],
): Expr[] | 'misfit' | 'unmodelled' {
  if (fits(lowering, signature.parameters, values, isAlike)) return known(values) ?? 'unmodelled';
  const form = lowering.vocabulary.forms(signature.name).find(({ parameters }) => fits(lowering, parameters, values));
  return form === undefined ? 'misfit' : (taken(lowering, form, values) ?? 'unmodelled');
}

type Alike = (parameter: string, type: string) => boolean;

function fits(
  lowering: Lowering,
  parameters: readonly string[],
  values: readonly Value[],
  alike: Alike = () => false,
): boolean {
  return (
    parameters.length === values.length &&
    parameters.every((parameter, index) => {
      const value = values[index];
      return value !== undefined && passes(lowering, parameter, value, alike);
    })
  );
}

/** Whether a value may be what a parameter of this type takes. */
function passes(lowering: Lowering, parameter: string, value: Value, alike: Alike): boolean {
  const number = value.kind === 'scalar' && value.expr.kind === 'constant' ? value.expr.value : undefined;
  if (/^\d/.test(parameter)) return number === Number(parameter);
  const isPointer = parameter.endsWith('*');
  if (isPointer && number !== undefined && (isPlain(lowering, value.type) || value.type === 'void *'))
    return number === 0;
  const { type } = value;
  if (type === UNKNOWN_TYPE || type === parameter || alike(parameter, type)) return true;
  if (type === 'void *' || parameter === 'void *') return isPointer && type.endsWith('*');
  return isPlain(lowering, parameter) && isPlain(lowering, type);
}

/** A number of any width: the model has one. */
function isPlain(lowering: Lowering, type: string): boolean {
  return !type.endsWith('*') && structName(type) === undefined && !lowering.vocabulary.modelled(type);
}

/** A step is known by the name that it had with pages and by the one with folios. */
const isAlike: Alike = (parameter, type) => PAGES.has(parameter) && PAGES.has(type);
const PAGES = new Set(['struct page *', 'struct folio *']);

/** The expressions of values; undefined where the model does not have one of them. */
function known(values: readonly Value[]): Expr[] | undefined {
  const exprs = values.flatMap((value) => (value.kind === 'scalar' ? [value.expr] : []));
  return exprs.length === values.length ? exprs : undefined;
}

/** What a form's call hands to the step. */
function taken(lowering: Lowering, { takes }: Form, values: readonly Value[]): Expr[] | undefined {
  const exprs = takes.map((take): Expr | undefined => {
    const [, index, field] = /^\$(\d)(?:->(\w+))?$/.exec(take) ?? [];
    if (index === undefined) return constant(Number(take));
    const value = values[Number(index)];
    if (value?.kind !== 'scalar' || field === undefined) return value?.kind === 'scalar' ? value.expr : undefined;
    const signature = lowering.vocabulary.field(structName(value.type) ?? '', field);
    if (signature?.access !== 'stable') return undefined;
    return { kind: 'field', struct: signature.struct, field, object: value.expr };
  });
  return exprs.every((expr) => expr !== undefined) ? exprs : undefined;
}
