import type { Memory } from './kernel.ts';
import type { Field } from './layout.ts';
import type { Objects } from './objects.ts';

/** One cell of a state. */
export interface Cell {
  readonly field: Field;
  readonly id: number;
}

/** What programs know by a pointer although it is part of objects of several kinds: a spinlock, a counter. */
export interface Numbered {
  /** The number of the part of kind `kind` of an object; of an object that the world does not have, one without a cell. */
  of(m: Memory, kind: number, id: number): number;
  /** Where it is kept; undefined for one that means nothing in this world. */
  cell(m: Memory, number: number): Cell | undefined;
}

/** Stands for a part of an object that the world does not have. */
const NOWHERE = 0x7000;

/** Numbers the parts of all objects through, the first kind's by the objects' own ids; 0 is NULL. */
export function numbered(...kinds: readonly ((o: Objects) => Field)[]): Numbered {
  return {
    of(m, kind, id) {
      const field = kinds[kind]?.(m.o);
      if (field === undefined || id === 0 || id > field.count) return NOWHERE;
      return kinds.slice(0, kind).reduce((before, one) => before + one(m.o).count, id);
    },
    cell(m, number) {
      if (number >= NOWHERE) return undefined;
      let id = number;
      for (const kind of kinds) {
        const field = kind(m.o);
        if (id <= field.count) return { field, id };
        id -= field.count;
      }
      return undefined;
    },
  };
}
