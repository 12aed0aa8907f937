/** What `intern` answers for new words that a set has no room for. */
export const FULL = 0xffffffff;

/** Records that a set has room for at first; its first block grows by half up to the bytes that every block has. */
const FIRST_RECORDS = 16;
const BLOCK_BYTES = 1 << 18;
/** Slots of a new hash table; a power of two. */
const FIRST_SLOTS = 1 << 5;
/** More than any set is asked to hold. */
const MOST_RECORDS = 2 ** 30;

/** A set of vectors of words, all of one length, numbered from 0 in the order in which they came. */
export interface WordSet {
  size(): number;
  /** The number of the vector that stands in `words` at `from`; a new one is stored. `FULL` where that would be too many. */
  intern(words: Int32Array, from: number): number;
  /** The block of memory that holds the vector with a number, and where in it that begins; what else belongs to it follows. */
  block(index: number): Int32Array;
  offset(index: number): number;
  /** Bytes that the set holds, free slots included. */
  bytes(): number;
}

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
 * Makes an empty set for at most `capacity` vectors of `keyWords` words, with room for `moreWords` after each.
 *
 * The records stand one after another in blocks of one arena and an open-addressing hash table holds their numbers, so
 * no record is a JavaScript object.
 */
export function wordSet(keyWords: number, moreWords: number, capacity: number): WordSet {
  const recordWords = keyWords + moreWords;
  const blockBits = Math.max(0, Math.floor(Math.log2(BLOCK_BYTES / (4 * Math.max(recordWords, 1)))));
  const blockMask = (1 << blockBits) - 1;
  const blocks: Int32Array[] = [];
  let slots = new Int32Array(FIRST_SLOTS);
  let slotMask = FIRST_SLOTS - 1;
  let count = 0;
  /** A slot holds the number of a record plus one, and above it as many bits of its hash as there is room for. */
  const numberMask = (2 ** Math.ceil(Math.log2(Math.min(capacity, MOST_RECORDS) + 2)) - 1) | 0;
  const tagMask = ~numberMask;

  const offset = (index: number): number => (index & blockMask) * recordWords;
  const block = (index: number): Int32Array => {
    const found = blocks[index >>> blockBits];
    if (found === undefined) throw new Error(`expected record ${index} to be one of the ${count} stored`);
    return found;
  };

  /** Hash table of twice as many slots, each record put in again. */
  const rehash = (): void => {
    slots = new Int32Array(slots.length * 2);
    slotMask = slots.length - 1;
    for (let index = 0; index < count; index++) {
      const hash = hashOf(block(index), offset(index), keyWords);
      let slot = hash & slotMask;
      while (slots[slot] !== 0) slot = (slot + 1) & slotMask;
      slots[slot] = (hash & tagMask) | (index + 1);
    }
  };

  /** The block of a record that is about to be written: the first one grows, so that small sets are small. */
  const room = (index: number): Int32Array => {
    const found = blocks[index >>> blockBits];
    if (found !== undefined && offset(index) + recordWords <= found.length) return found;
    const grown = Math.min(Math.max(FIRST_RECORDS, index + (index >>> 1)), blockMask + 1);
    const wider = new Int32Array((index <= blockMask ? grown : blockMask + 1) * recordWords);
    if (found !== undefined) wider.set(found);
    blocks[index >>> blockBits] = wider;
    return wider;
  };

  const isAt = (index: number, words: Int32Array, from: number): boolean => {
    const held = block(index);
    const start = offset(index);
    for (let word = 0; word < keyWords; word++) if (held[start + word] !== words[from + word]) return false;
    return true;
  };

  return {
    size: () => count,
    intern(words, from) {
      if (count * 3 >= slots.length * 2) rehash();
      const hash = hashOf(words, from, keyWords);
      let slot = hash & slotMask;
      for (let held = slots[slot] as number; held !== 0; held = slots[slot] as number) {
        // Those with other tags are told apart with no look at their records, which lie anywhere in memory.
        if (((held ^ hash) & tagMask) === 0) {
          const index = (held & numberMask) - 1;
          if (isAt(index, words, from)) return index;
        }
        slot = (slot + 1) & slotMask;
      }
      if (count >= capacity) return FULL;
      slots[slot] = (hash & tagMask) | (count + 1);
      const index = count++;
      const into = room(index);
      const start = offset(index);
      for (let word = 0; word < keyWords; word++) into[start + word] = words[from + word] as number;
      return index;
    },
    block,
    offset,
    bytes: () => blocks.reduce((total, one) => total + one.byteLength, slots.byteLength),
  };
}
