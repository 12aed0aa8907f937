import { columnsOf, hashWords } from './columns.ts';

/** Parent of an initial state. */
export const ROOT = 0xffffffff;
/** What `intern` answers for a new state that it has no room for. */
export const FULL = 0xffffffff;

/** Records that the arena has room for at first; its first block grows by half up to the bytes that every block has. */
const FIRST_RECORDS = 64;
const BLOCK_BYTES = 1 << 18;
/** Slots of a new hash table; a power of two. */
const FIRST_SLOTS = 1 << 7;
/** More than any table is asked to hold. */
const MOST_STATES = 2 ** 30;
/** Places and costs share one word of a record. */
const HALF_WORD = 0xffff;

/** The set of states seen so far, each with the step that first led to it. */
export interface StateTable {
  /** States held; they are numbered from 0 in the order in which they came. */
  size(): number;
  /**
   * The number of the state with these bytes. A new one is stored, and its number is the former size; `FULL` where that
   * would be more than the table may hold.
   */
  intern(state: Uint8Array): number;
  /** Copies the bytes of a state into `into`. */
  load(index: number, into: Uint8Array): void;
  /** Notes that the action in place `place` of `parent` leads to the state, on a way with `cost` choices. */
  link(index: number, parent: number, place: number, cost: number): void;
  /** The state that the noted step starts from; `ROOT` for an initial state. */
  parent(index: number): number;
  /** The place of the noted step among the parent's actions; for an initial state, its place among the initial states. */
  place(index: number): number;
  /** The choices on the noted way here. */
  cost(index: number): number;
  /** Bytes that the table holds, free slots included. */
  bytes(): number;
}

/**
 * Makes an empty table for at most `capacity` states of `stateBytes` bytes.
 *
 * A record is the bytes in which the states differ so far, in whole words, then the parent's number, then the place (low
 * half) and the cost (high half). Records stand one after another in blocks of one arena and an open-addressing hash
 * table holds their numbers, so no state is a JavaScript object: up to 11 bytes of padding, 8 bytes of link and
 * 6 to 12 bytes of slots a state are all that a state costs beside the bytes that differ.
 */
export function stateTable(stateBytes: number, capacity: number): StateTable {
  const columns = columnsOf(stateBytes);
  let keyWords = columns.words();
  let recordWords = keyWords + 2;
  let blockBits = blockBitsOf(recordWords);
  let blockMask = (1 << blockBits) - 1;
  let blocks: Int32Array[] = [];
  let slots = new Int32Array(FIRST_SLOTS);
  let count = 0;
  /** A slot holds the number of a state plus one, and above it as many bits of the state's hash as there is room for. */
  const numberMask = (2 ** Math.ceil(Math.log2(Math.min(capacity, MOST_STATES) + 2)) - 1) | 0;
  const tagMask = ~numberMask;

  const blockOf = (index: number): Int32Array => {
    const block = blocks[index >>> blockBits];
    if (block === undefined) throw new Error(`expected state ${index} to be one of the ${count} stored`);
    return block;
  };
  const offsetOf = (index: number): number => (index & blockMask) * recordWords;

  /** Hash table of so many slots, each stored state put in again. */
  const rehash = (length: number): void => {
    const mask = length - 1;
    slots = new Int32Array(length);
    for (let index = 0; index < count; index++) {
      const hashed = hashWords(blockOf(index), offsetOf(index), keyWords);
      let slot = hashed & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hashed & tagMask) | (index + 1);
    }
  };

  /** The block of a record that is about to be written: the first one grows, so that small tables are small. */
  const room = (index: number): Int32Array => {
    const block = blocks[index >>> blockBits];
    const end = offsetOf(index) + recordWords;
    if (block !== undefined && end <= block.length) return block;
    const records =
      index <= blockMask ? Math.min(Math.max(FIRST_RECORDS, index + (index >>> 1)), blockMask + 1) : blockMask + 1;
    const wider = new Int32Array(records * recordWords);
    if (block !== undefined) wider.set(block);
    blocks[index >>> blockBits] = wider;
    return wider;
  };

  /** All records again, with as many words as packed states have by now. */
  const widen = (): void => {
    const old = { blocks, blockBits, blockMask, recordWords, keyWords };
    keyWords = columns.words();
    recordWords = keyWords + 2;
    blockBits = blockBitsOf(recordWords);
    blockMask = (1 << blockBits) - 1;
    blocks = [];
    for (let index = 0; index < count; index++) {
      const from = old.blocks[index >>> old.blockBits] as Int32Array;
      const start = (index & old.blockMask) * old.recordWords;
      const block = room(index);
      const offset = offsetOf(index);
      for (let word = 0; word < old.keyWords; word++) block[offset + word] = from[start + word] as number;
      for (let word = 0; word < 2; word++)
        block[offset + keyWords + word] = from[start + old.keyWords + word] as number;
    }
    rehash(slots.length);
  };

  const append = (key: Int32Array): number => {
    const index = count++;
    const block = room(index);
    const offset = offsetOf(index);
    for (let word = 0; word < keyWords; word++) block[offset + word] = key[word] as number;
    return index;
  };

  return {
    size: () => count,
    intern(state) {
      if (state.length !== stateBytes)
        throw new Error(`expected a state of ${stateBytes} bytes, not of ${state.length}`);
      const key = columns.pack(state);
      if (key.length !== keyWords) widen();
      if (count * 3 >= slots.length * 2) rehash(slots.length * 2);
      const mask = slots.length - 1;
      const hashed = columns.hash();
      let slot = hashed & mask;
      for (let held = slots[slot] as number; held !== 0; held = slots[slot] as number) {
        // States with other tags are told apart with no look at their records, which lie anywhere in memory.
        if (((held ^ hashed) & tagMask) === 0) {
          const index = (held & numberMask) - 1;
          if (equalWords(key, blockOf(index), offsetOf(index), keyWords)) return index;
        }
        slot = (slot + 1) & mask;
      }
      if (count >= capacity) return FULL;
      slots[slot] = (hashed & tagMask) | (count + 1);
      return append(key);
    },
    load: (index, into) => columns.unpack(blockOf(index), offsetOf(index), into),
    link(index, parent, place, cost) {
      if (place > HALF_WORD)
        throw new Error(`expected at most ${HALF_WORD + 1} actions in a state, not place ${place}`);
      const block = blockOf(index);
      const offset = offsetOf(index) + keyWords;
      block[offset] = parent;
      block[offset + 1] = place | (Math.min(cost, HALF_WORD) << 16);
    },
    parent: (index) => (blockOf(index)[offsetOf(index) + keyWords] as number) >>> 0,
    place: (index) => (blockOf(index)[offsetOf(index) + keyWords + 1] ?? 0) & HALF_WORD,
    cost: (index) => (blockOf(index)[offsetOf(index) + keyWords + 1] ?? 0) >>> 16,
    bytes: () => blocks.reduce((total, block) => total + block.byteLength, slots.byteLength),
  };
}

/** How many records stand in a full block, as a power of two. */
function blockBitsOf(recordWords: number): number {
  return Math.max(0, Math.floor(Math.log2(BLOCK_BYTES / (4 * recordWords))));
}

function equalWords(key: Int32Array, block: Int32Array, offset: number, length: number): boolean {
  for (let word = 0; word < length; word++) if (key[word] !== block[offset + word]) return false;
  return true;
}
