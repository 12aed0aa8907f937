import { WordSet } from './word-set.ts';

/** Stands for every part, where nobody knows which ones changed. */
const ALL = -1;
/** Parent of an initial state. */
export const ROOT = 0xffffffff;
/** Places and costs share one word of a record. */
const HALF_WORD = 0xffff;
/** Words of a part where the model does not say where to cut. */
const PART_WORDS = 8;

/** The set of states seen so far, each with the step that first led to it. */
export interface StateTable {
  /** States held; they are numbered from 0 in the order in which they came. */
  size(): number;
  /**
   * The number of the state with these bytes. A new one is stored, and its number is the former size; `FULL` where that
   * would be more than the table may hold.
   *
   * @param changed The parts in which the state can differ from the one that was loaded last, as `Model.changed` has them.
   */
  intern(state: Uint8Array, changed?: number): number;
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

/** A run of words of every state, and the values that it has had. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly values: WordSet;
}

/**
 * Makes an empty table for at most `capacity` states of `stateBytes` bytes.
 *
 * A state is cut into parts, and the values that a part has had are numbered: there are few of them, since a step changes
 * few parts and most values come back in other company (collapse compression: G. J. Holzmann, State Compression in SPIN,
 * 1997). A record is the numbers of the parts' values, then the parent's number, then the place (low half) and the cost
 * (high half): 4 bytes a part, 8 of link and 6 to 12 of slots. A state of one part is stored as it is.
 *
 * @param cuts Where the parts begin, in bytes, each a multiple of 4 and the first 0; eight words a part where undefined.
 */
export function stateTable(stateBytes: number, capacity: number, cuts?: readonly number[]): StateTable {
  const stateWords = (stateBytes + 3) >>> 2;
  const starts = cuts?.map((at) => at >>> 2) ?? evenCuts(stateWords);
  const parts = starts.map((from, place): Part => {
    const to = starts[place + 1] ?? stateWords;
    return { from, to, values: new WordSet(to - from, 0, capacity) };
  });
  const whole = parts.length === 1;
  const keyWords = whole ? stateWords : parts.length;
  const states = new WordSet(keyWords, 2, capacity);
  /** The state that was loaded last and the numbers of its parts' values: most successors differ from it in few parts. */
  const base = new Int32Array(stateWords);
  const baseBytes = new Uint8Array(base.buffer, 0, stateBytes);
  const baseKey = new Int32Array(keyWords).fill(-1);
  const key = new Int32Array(keyWords);
  const wordsOf = wordsView(stateBytes);

  const differs = (words: Int32Array, { from, to }: Part): boolean => {
    for (let word = from; word < to; word++) if (words[word] !== base[word]) return true;
    return false;
  };

  return {
    size: () => states.size,
    intern(state, changed = ALL) {
      const words = wordsOf(state);
      if (whole) return states.intern(words, 0);
      for (let place = 0; place < parts.length; place++) {
        const known = baseKey[place] as number;
        key[place] = known;
        if (known >= 0 && (changed & (1 << Math.min(place, 31))) === 0) continue;
        const part = parts[place] as Part;
        if (known < 0 || differs(words, part)) key[place] = part.values.intern(words, part.from);
      }
      return states.intern(key, 0);
    },
    load(index, into) {
      const record = states.block(index);
      const start = states.offset(index);
      if (whole) for (let word = 0; word < stateWords; word++) base[word] = record[start + word] as number;
      for (let place = 0; place < parts.length && !whole; place++) {
        const value = record[start + place] as number;
        if (baseKey[place] === value) continue;
        baseKey[place] = value;
        const { from, to, values } = parts[place] as Part;
        const block = values.block(value);
        const at = values.offset(value) - from;
        for (let word = from; word < to; word++) base[word] = block[at + word] as number;
      }
      into.set(baseBytes);
    },
    link(index, parent, place, cost) {
      if (place > HALF_WORD)
        throw new Error(`expected at most ${HALF_WORD + 1} actions in a state, not place ${place}`);
      const record = states.block(index);
      const at = states.offset(index) + keyWords;
      record[at] = parent;
      record[at + 1] = place | (Math.min(cost, HALF_WORD) << 16);
    },
    parent: (index) => (states.block(index)[states.offset(index) + keyWords] as number) >>> 0,
    place: (index) => (states.block(index)[states.offset(index) + keyWords + 1] as number) & HALF_WORD,
    cost: (index) => (states.block(index)[states.offset(index) + keyWords + 1] as number) >>> 16,
    bytes: () => parts.reduce((total, { values }) => total + values.bytes, states.bytes),
  };
}

function evenCuts(stateWords: number): readonly number[] {
  return Array.from({ length: Math.max(1, Math.ceil(stateWords / PART_WORDS)) }, (_, part) => part * PART_WORDS);
}

/** Gives states as words: their own where they begin and end with words, else those of a copy. */
function wordsView(stateBytes: number): (state: Uint8Array) => Int32Array {
  const copy = new Int32Array((stateBytes + 3) >>> 2);
  const copyBytes = new Uint8Array(copy.buffer, 0, stateBytes);
  /** The vector that came last and its words: a model writes every successor into one, so no view is made anew. */
  let seen: Uint8Array | undefined;
  let words: Int32Array = copy;
  return (state) => {
    if (state.length !== stateBytes) throw new Error(`expected a state of ${stateBytes} bytes, not of ${state.length}`);
    if (state !== seen) {
      seen = state;
      const aligned = stateBytes % 4 === 0 && state.byteOffset % 4 === 0;
      words = aligned ? new Int32Array(state.buffer, state.byteOffset, copy.length) : copy;
    }
    if (words === copy) copyBytes.set(state);
    return words;
  };
}
