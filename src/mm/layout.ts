/**
 * How the model's objects lie in a packed state: every object kind is an array, every field of it a run of cells.
 *
 * Ids are the kernel's pointers: 1 is the first object of its kind, 0 is NULL.
 */

/** One field of one kind of object, over all objects of that kind. */
export interface Field {
  /** `vma.anon_vma`. */
  readonly name: string;
  readonly offset: number;
  /** Bytes of one cell; two are little-endian. */
  readonly width: 1 | 2;
  /** How many objects there are. */
  readonly count: number;
}

/** Field name → bytes of a cell. */
export type Shape = Readonly<Record<string, 1 | 2>>;
export type Fields<S extends Shape> = { readonly [Name in keyof S]: Field };

/** Returns the number of the cell that holds a field of object `id`, by which footprints know it. */
export function cellOf(field: Field, id: number): number {
  return field.offset + (id - 1) * field.width;
}

/** Returns the value of a field of object `id`. */
export function get(state: Uint8Array, field: Field, id: number): number {
  const at = cellOf(field, id);
  const low = state[at] as number;
  return field.width === 1 ? low : low | ((state[at + 1] as number) << 8);
}

/** Stores the value of a field of object `id`. */
export function set(state: Uint8Array, field: Field, id: number, value: number): void {
  const at = cellOf(field, id);
  state[at] = value & 0xff;
  if (field.width === 2) state[at + 1] = (value >> 8) & 0xff;
}

/** Bytes of a part at most: half a cache line. */
const PART_BYTES = 32;

/** Lays objects out one kind after the other, behind those of another layout where there is one. */
export class Layout {
  readonly fields: Field[];
  /** Where the parts begin that change together, in bytes; the first is 0. */
  readonly cuts: number[];
  #bytes: number;

  constructor(first?: Layout) {
    this.fields = first?.fields.slice() ?? [];
    this.cuts = first?.cuts.slice() ?? [0];
    this.#bytes = first?.bytes ?? 0;
  }

  /** Bytes of a state so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Ends a part and fills its last word up, so that states can be compared word by word. */
  cut(): void {
    const start = this.cuts.at(-1) ?? 0;
    this.#bytes = (this.#bytes + 3) & ~3;
    for (let at = start + PART_BYTES; at < this.#bytes; at += PART_BYTES) this.cuts.push(at);
    if (this.#bytes > start) this.cuts.push(this.#bytes);
  }

  /** For each word of a state the bit of its part, the last bit for all from the 32nd on. */
  get partBits(): Int32Array {
    const bits = new Int32Array((this.#bytes + 3) >>> 2);
    for (const [part, at] of this.cuts.entries()) bits.fill(1 << Math.min(part, 31), at >>> 2);
    return bits;
  }

  /** Reserves cells for `count` objects of a kind. */
  add<S extends Shape>(kind: string, count: number, shape: S): Fields<S> {
    const added: Record<string, Field> = {};
    for (const [name, width] of Object.entries(shape)) {
      const field: Field = { name: `${kind}.${name}`, offset: this.#bytes, width, count };
      added[name] = field;
      this.fields.push(field);
      this.#bytes += count * width;
    }
    return added as Fields<S>;
  }
}
