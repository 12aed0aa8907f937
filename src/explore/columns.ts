/** The bytes in which the states of a set differ, packed side by side; the others are the same in every state. */
export interface Columns {
  /** Words of a packed state; more as more bytes turn out to differ. */
  words(): number;
  /** Packs a state, and says how: what was packed before stays right, with zeros in words that it did not have yet. */
  pack(state: Uint8Array): Int32Array;
  /** The hash of what was packed last, as `hashWords` gives it. */
  hash(): number;
  /** Gives the bytes of a state that was packed into `packed`, from word `from`. */
  unpack(packed: Int32Array, from: number, into: Uint8Array): void;
}

/** Words that packed states have at first, and are given more at a time. */
const FIRST_WORDS = 8;
const MORE_WORDS = 2;

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

/** The hash of packed words. */
export function hashWords(words: Int32Array, from: number, length: number): number {
  let mixed = SEED;
  for (let at = from; at < from + length; at++) mixed = mix(mixed, words[at] as number);
  return finish(mixed);
}

/**
 * Finds out, state by state, which of the bytes differ from the first state.
 *
 * A packed byte is the difference (exclusive or) to the first state, so that a byte that did not differ until now is
 * zero in all that is packed already.
 */
export function columnsOf(stateBytes: number): Columns {
  const stateWords = (stateBytes + 3) >>> 2;
  const copy = new Int32Array(stateWords);
  const copyBytes = new Uint8Array(copy.buffer, 0, stateBytes);
  /** The vector that was packed last and its words: a model writes every successor into one, so no view is made anew. */
  let seen: Uint8Array | undefined;
  let seenWords: Int32Array | undefined;
  /** One word more than a state has, always zero: padding is taken from there. */
  const difference = new Int32Array(stateWords + 1);
  const differenceBytes = new Uint8Array(difference.buffer);
  const first = new Int32Array(stateWords);
  const firstBytes = new Uint8Array(first.buffer, 0, stateBytes);
  /** Ones for the bytes that are alike in all states so far. */
  const alike = new Int32Array(stateWords).fill(-1);
  const alikeBytes = new Uint8Array(alike.buffer);
  /** The bytes that differ, in the order in which that was found; then a byte of padding for the rest of the last word. */
  const places = new Uint16Array(4 * (stateWords + MORE_WORDS + 1)).fill(4 * stateWords);
  let count = 0;
  let empty = true;
  let packed = new Int32Array(Math.min(stateWords, FIRST_WORDS));
  let hash = 0;

  const widen = (): void => {
    for (let at = 0; at < stateBytes; at++) {
      if (differenceBytes[at] === 0 || alikeBytes[at] === 0) continue;
      alikeBytes[at] = 0;
      places[count++] = at;
    }
    if (count <= 4 * packed.length) return;
    packed = new Int32Array(Math.min(stateWords, ((count + 3) >>> 2) + MORE_WORDS));
  };

  /** The words of a state: its own where its bytes begin and end with words, else those of a copy. */
  const wordsOf = (state: Uint8Array): Int32Array => {
    if (state !== seen) {
      seen = state;
      const aligned = stateBytes % 4 === 0 && state.byteOffset % 4 === 0;
      seenWords = aligned ? new Int32Array(state.buffer, state.byteOffset, stateWords) : undefined;
    }
    if (seenWords !== undefined) return seenWords;
    copyBytes.set(state);
    return copy;
  };

  return {
    words: () => packed.length,
    pack(state) {
      const whole = wordsOf(state);
      if (empty) first.set(whole);
      empty = false;
      let fresh = 0;
      for (let word = 0; word < stateWords; word++) {
        const differs = (whole[word] as number) ^ (first[word] as number);
        difference[word] = differs;
        fresh |= differs & (alike[word] as number);
      }
      if (fresh !== 0) widen();
      let mixed = SEED;
      for (let word = 0, column = 0; word < packed.length; word++, column += 4) {
        const value =
          (differenceBytes[places[column] as number] as number) |
          ((differenceBytes[places[column + 1] as number] as number) << 8) |
          ((differenceBytes[places[column + 2] as number] as number) << 16) |
          ((differenceBytes[places[column + 3] as number] as number) << 24);
        packed[word] = value;
        mixed = mix(mixed, value);
      }
      hash = finish(mixed);
      return packed;
    },
    hash: () => hash,
    unpack(from, offset, into) {
      into.set(firstBytes);
      const bytes = new Uint8Array(from.buffer, offset * 4, count);
      for (let column = 0; column < count; column++) {
        const at = places[column] as number;
        into[at] = (firstBytes[at] as number) ^ (bytes[column] as number);
      }
    },
  };
}
