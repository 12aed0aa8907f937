/** The bytes in which the states of a set differ, packed side by side; the others are the same in every state. */
export interface Columns {
  /** Words of a packed state; more as more bytes turn out to differ. */
  words(): number;
  /** Packs a state, and says how: what was packed before stays right, with zeros in words that it did not have yet. */
  pack(state: Uint8Array): Int32Array;
  /** Gives the bytes of a state that was packed into `packed`, from word `from`. */
  unpack(packed: Int32Array, from: number, into: Uint8Array): void;
}

/** Words that packed states have at first, and are given more at a time. */
const FIRST_WORDS = 8;
const MORE_WORDS = 2;

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
  const difference = new Int32Array(stateWords);
  const differenceBytes = new Uint8Array(difference.buffer);
  const first = new Int32Array(stateWords);
  const firstBytes = new Uint8Array(first.buffer, 0, stateBytes);
  /** Ones for the bytes that are alike in all states so far. */
  const alike = new Int32Array(stateWords).fill(-1);
  const alikeBytes = new Uint8Array(alike.buffer);
  /** The bytes that differ, in the order in which that was found. */
  const places = new Uint16Array(stateBytes);
  let count = 0;
  let empty = true;
  let packed = new Int32Array(Math.min(stateWords, FIRST_WORDS));
  let packedBytes = new Uint8Array(packed.buffer);

  const widen = (): void => {
    for (let at = 0; at < stateBytes; at++) {
      if (differenceBytes[at] === 0 || alikeBytes[at] === 0) continue;
      alikeBytes[at] = 0;
      places[count++] = at;
    }
    if (count <= packedBytes.length) return;
    packed = new Int32Array(Math.min(stateWords, ((count + 3) >>> 2) + MORE_WORDS));
    packedBytes = new Uint8Array(packed.buffer);
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
      for (let column = 0; column < count; column++)
        packedBytes[column] = differenceBytes[places[column] as number] as number;
      return packed;
    },
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
