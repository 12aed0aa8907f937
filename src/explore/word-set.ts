/** What `intern` answers for new words that a set has no room for. */
export const FULL = 0xffffffff;

/**
 * Records that a set has room for at first, and slots of its hash table, a power of two: 64 bytes or few more, since most
 * sets hold little and V8 keeps arrays of up to 64 bytes in its own heap.
 */
const FIRST_RECORDS = 2;
const FIRST_SLOTS = 1 << 4;
/** Bytes of a block; the first one grows up to that. */
const BLOCK_BYTES = 1 << 18;
/** Records up to which the first block doubles; then it grows by half. */
const SMALL = 64;
/** More than any set is asked to hold. */
const MOST_RECORDS = 2 ** 30;

/** Mixes one more word into a hash. */
const mix = (mixed: number, word: number): number => {
  const product = Math.imul(mixed ^ word, 0x85ebca6b);
  return product ^ (product >>> 15);
};

/** The last mixing: as good in the low bits as in the high ones, since slots are chosen by the low bits. */
const finish = (mixed: number): number => {
  const product = Math.imul(mixed, 0xc2b2ae35);
  return product ^ (product >>> 13);
};

const SEED = 0x9e3779b9 | 0;

function hashOf(words: Int32Array, from: number, length: number): number {
  let mixed = SEED;
  for (let at = from; at < from + length; at++) mixed = mix(mixed, words[at] as number);
  return finish(mixed);
}

/**
 * A set of at most `capacity` vectors of `keyWords` words, numbered from 0 in the order in which they came, with room for
 * `moreWords` after each.
 *
 * The records stand one after another in blocks of one arena and an open-addressing hash table holds their numbers, so
 * no record is a JavaScript object.
 */
export class WordSet {
  readonly #keyWords: number;
  readonly #recordWords: number;
  readonly #capacity: number;
  readonly #blockBits: number;
  readonly #blockMask: number;
  readonly #blocks: Int32Array[] = [];
  #slots = new Int32Array(FIRST_SLOTS);
  #count = 0;
  /** A slot holds the number of a record plus one, and above it as many bits of its hash as there is room for. */
  readonly #numberMask: number;

  constructor(keyWords: number, moreWords: number, capacity: number) {
    this.#keyWords = keyWords;
    this.#recordWords = keyWords + moreWords;
    this.#capacity = capacity;
    this.#blockBits = Math.max(0, Math.floor(Math.log2(BLOCK_BYTES / (4 * Math.max(this.#recordWords, 1)))));
    this.#blockMask = (1 << this.#blockBits) - 1;
    this.#numberMask = (2 ** Math.ceil(Math.log2(Math.min(capacity, MOST_RECORDS) + 2)) - 1) | 0;
  }

  get size(): number {
    return this.#count;
  }

  /** Bytes that the set holds, free slots included. */
  get bytes(): number {
    return this.#blocks.reduce((total, one) => total + one.byteLength, this.#slots.byteLength);
  }

  /** The block of memory that holds the vector with a number; what else belongs to it follows there. */
  block(index: number): Int32Array {
    const found = this.#blocks[index >>> this.#blockBits];
    if (found === undefined) throw new Error(`expected record ${index} to be one of the ${this.#count} stored`);
    return found;
  }

  /** Where in its block a vector begins. */
  offset(index: number): number {
    return (index & this.#blockMask) * this.#recordWords;
  }

  /** The number of the vector that stands in `words` at `from`; a new one is stored. `FULL` where that would be too many. */
  intern(words: Int32Array, from: number): number {
    if (this.#count * 3 >= this.#slots.length * 2) this.#rehash();
    const slots = this.#slots;
    const slotMask = slots.length - 1;
    const numberMask = this.#numberMask;
    const hash = hashOf(words, from, this.#keyWords);
    let slot = hash & slotMask;
    for (let held = slots[slot] as number; held !== 0; held = slots[slot] as number) {
      // Those with other tags are told apart with no look at their records, which lie anywhere in memory.
      if (((held ^ hash) & ~numberMask) === 0) {
        const index = (held & numberMask) - 1;
        if (this.#isAt(index, words, from)) return index;
      }
      slot = (slot + 1) & slotMask;
    }
    if (this.#count >= this.#capacity) return FULL;
    slots[slot] = (hash & ~numberMask) | (this.#count + 1);
    const index = this.#count++;
    const into = this.#room(index);
    const start = this.offset(index);
    for (let word = 0; word < this.#keyWords; word++) into[start + word] = words[from + word] as number;
    return index;
  }

  #isAt(index: number, words: Int32Array, from: number): boolean {
    const held = this.block(index);
    const start = this.offset(index);
    for (let word = 0; word < this.#keyWords; word++) if (held[start + word] !== words[from + word]) return false;
    return true;
  }

  /** Hash table of twice as many slots, each record put in again. */
  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const slotMask = slots.length - 1;
    for (let index = 0; index < this.#count; index++) {
      const hash = hashOf(this.block(index), this.offset(index), this.#keyWords);
      let slot = hash & slotMask;
      while (slots[slot] !== 0) slot = (slot + 1) & slotMask;
      slots[slot] = (hash & ~this.#numberMask) | (index + 1);
    }
    this.#slots = slots;
  }

  /** The block of a record that is about to be written: the first one grows, so that small sets are small. */
  #room(index: number): Int32Array {
    const found = this.#blocks[index >>> this.#blockBits];
    if (found !== undefined && this.offset(index) + this.#recordWords <= found.length) return found;
    const grown = Math.max(FIRST_RECORDS, index < SMALL ? index * 2 : index + (index >>> 1));
    const records = index <= this.#blockMask ? Math.min(grown, this.#blockMask + 1) : this.#blockMask + 1;
    const wider = new Int32Array(records * this.#recordWords);
    if (found !== undefined) wider.set(found);
    this.#blocks[index >>> this.#blockBits] = wider;
    return wider;
  }
}
