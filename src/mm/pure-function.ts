import type { Memory } from './kernel.ts';
import { prototype } from './primitive.ts';
import type { Signature } from './vocabulary.ts';

/** A kernel function whose value depends on its arguments and on what does not change while a world runs. */
export interface Pure extends Signature {
  readonly value: (m: Memory, ...args: number[]) => number;
}

/** Defines a function without effect and without a step by its C prototype; one that is misused may break a property. */
export const pure = (text: string, value: Pure['value']): Pure => ({ ...prototype(text), value });

/** Turns a truth into a number. */
export const flag = (yes: boolean): number => (yes ? 1 : 0);
