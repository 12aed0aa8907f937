/** Parent of an initial state. */
export const ROOT = 0xffffffff;
/** What `intern` answers for a new state that it has no room for. */
export const FULL = 0xffffffff;

/** Bytes of one block of the arena, about: the arena grows block by block, so that nothing is copied as it grows. */
const BLOCK_BYTES = 1 << 18;
/** Slots of a new hash table; a power of two. */
const FIRST_SLOTS = 1 << 10;
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
 * A record is the state's bytes in whole words, then the parent's number, then the place (low half) and the cost (high
 * half). Records stand one after another in blocks of one arena and an open-addressing hash table holds their numbers
 * plus one, so no state is a JavaScript object: 1 to 3 bytes of padding, 8 bytes of link and 6 to 12 bytes of slots a
 * state are all that a state costs beside its own bytes.
 */
export function stateTable(stateBytes: number, capacity: number): StateTable {
  const keyWords = (stateBytes + 3) >>> 2;
  const recordWords = keyWords + 2;
  const blockBits = Math.max(0, Math.floor(Math.log2(BLOCK_BYTES / (4 * recordWords))));
  const blockMask = (1 << blockBits) - 1;
  const blocks: Uint32Array[] = [];
  const key = new Uint32Array(keyWords);
  const keyBytes = new Uint8Array(key.buffer);
  let slots = new Uint32Array(FIRST_SLOTS);
  let count = 0;

  const blockOf = (index: number): Uint32Array => {
    const block = blocks[index >>> blockBits];
    if (block === undefined) throw new Error(`expected state ${index} to be one of the ${count} stored`);
    return block;
  };
  const offsetOf = (index: number): number => (index & blockMask) * recordWords;

  /** The slots twice as many, each stored state put in again. */
  const grow = (): void => {
    const mask = slots.length * 2 - 1;
    const wider = new Uint32Array(mask + 1);
    for (let index = 0; index < count; index++) {
      let slot = hash(blockOf(index), offsetOf(index), keyWords) & mask;
      while (wider[slot] !== 0) slot = (slot + 1) & mask;
      wider[slot] = index + 1;
    }
    slots = wider;
  };

  const append = (): number => {
    const index = count++;
    if ((index & blockMask) === 0) blocks.push(new Uint32Array(recordWords << blockBits));
    const block = blockOf(index);
    const offset = offsetOf(index);
    for (let word = 0; word < keyWords; word++) block[offset + word] = key[word] ?? 0;
    return index;
  };

  return {
    size: () => count,
    intern(state) {
      if (state.length !== stateBytes)
        throw new Error(`expected a state of ${stateBytes} bytes, not of ${state.length}`);
      keyBytes.set(state);
      if (count * 3 >= slots.length * 2) grow();
      const mask = slots.length - 1;
      let slot = hash(key, 0, keyWords) & mask;
      for (let held = slots[slot] ?? 0; held !== 0; held = slots[slot] ?? 0) {
        const index = held - 1;
        if (equalWords(key, blockOf(index), offsetOf(index), keyWords)) return index;
        slot = (slot + 1) & mask;
      }
      if (count >= capacity) return FULL;
      slots[slot] = count + 1;
      return append();
    },
    load(index, into) {
      const block = blockOf(index);
      into.set(new Uint8Array(block.buffer, offsetOf(index) * 4, stateBytes));
    },
    link(index, parent, place, cost) {
      if (place > HALF_WORD)
        throw new Error(`expected at most ${HALF_WORD + 1} actions in a state, not place ${place}`);
      const block = blockOf(index);
      const offset = offsetOf(index) + keyWords;
      block[offset] = parent;
      block[offset + 1] = place | (Math.min(cost, HALF_WORD) << 16);
    },
    parent: (index) => blockOf(index)[offsetOf(index) + keyWords] ?? ROOT,
    place: (index) => (blockOf(index)[offsetOf(index) + keyWords + 1] ?? 0) & HALF_WORD,
    cost: (index) => (blockOf(index)[offsetOf(index) + keyWords + 1] ?? 0) >>> 16,
    bytes: () => blocks.length * (recordWords << blockBits) * 4 + slots.byteLength,
  };
}

/** Mixes the words of a key; as good in the low bits as in the high ones, since slots are chosen by the low bits. */
function hash(words: Uint32Array, from: number, length: number): number {
  let mixed = 0x9e3779b9;
  for (let at = from; at < from + length; at++) {
    mixed = Math.imul(mixed ^ (words[at] ?? 0), 0x85ebca6b);
    mixed ^= mixed >>> 15;
  }
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

function equalWords(key: Uint32Array, block: Uint32Array, offset: number, length: number): boolean {
  for (let word = 0; word < length; word++) if (key[word] !== block[offset + word]) return false;
  return true;
}
