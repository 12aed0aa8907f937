import type { Memory } from './kernel.ts';
import type { Signature } from './vocabulary.ts';

/** A kernel function, or a part of one, that is one atomic step of the model. */
export interface Primitive extends Signature {
  /** What it does to the objects, in a sentence. */
  readonly says: string;
  /** The locks that its caller must hold, in words; undefined where it needs none. */
  readonly needs: string | undefined;
  /** Where the fact comes from: kernel document, file or commit. */
  readonly source: string;
  /** Other names that it had or has, with the version of the change. */
  readonly aliases: readonly string[];
  /** The thread waits while this says no. */
  readonly enabled: ((m: Memory, ...args: number[]) => boolean) | undefined;
  readonly run: (m: Memory, ...args: number[]) => number | undefined;
  /** It looks and changes nothing that others could see. */
  readonly reads: boolean;
}

interface Meaning {
  readonly says: string;
  readonly source: string;
  readonly needs?: string;
  readonly aliases?: readonly string[];
  readonly enabled?: (m: Memory, ...args: number[]) => boolean;
  readonly run: (m: Memory, ...args: number[]) => number | undefined;
  readonly reads?: true;
}

/**
 * Makes a signature from a C prototype without parameter names: `void spin_unlock(spinlock_t *)`.
 *
 *     spinlock_t *pmd_lock(struct mm_struct *, pmd_t *)
 *                 ^ the name is the last word before the parenthesis
 */
export function prototype(text: string): Signature {
  const open = text.indexOf('(');
  const head = text.slice(0, open);
  const name = /([\w]+(?: [\w.]+)?)$/.exec(head.trimEnd());
  const words = head.trim().split(/\s+/);
  const last = (words.at(-1) ?? '').replace(/^\*+/, '');
  const stars = (words.at(-1) ?? '').length - last.length;
  if (name === null || last === '') throw new Error(`expected a prototype, got "${text}"`);
  const result = `${words.slice(0, -1).join(' ')}${stars > 0 ? ` ${'*'.repeat(stars)}` : ''}`;
  const inner = text.slice(open + 1, text.lastIndexOf(')')).trim();
  const parameters = inner === '' || inner === 'void' ? [] : inner.split(',').map((type) => type.trim());
  return { name: last, parameters, result };
}

/** Defines a primitive by its C prototype and its meaning. */
export function primitive(text: string, meaning: Meaning): Primitive {
  return {
    ...prototype(text),
    says: meaning.says,
    needs: meaning.needs,
    source: meaning.source,
    aliases: meaning.aliases ?? [],
    enabled: meaning.enabled,
    run: meaning.run,
    reads: meaning.reads ?? false,
  };
}
