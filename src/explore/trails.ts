/** Short lists of numbers below 65,536, numbered from 0 in the order in which they come and stored side by side. */
export interface Trails {
  add(list: readonly number[]): void;
  of(index: number): number[];
  /** Bytes held, free ones included. */
  bytes(): number;
}

const FIRST_ROOM = 64;

/** Begins without a list. */
export function trails(): Trails {
  let numbers = new Uint16Array(FIRST_ROOM);
  let ends = new Uint32Array(FIRST_ROOM);
  let count = 0;
  const startOf = (index: number): number => (index === 0 ? 0 : (ends[index - 1] as number));
  return {
    add(list) {
      const end = startOf(count) + list.length;
      if (end > numbers.length) {
        const wider = new Uint16Array(Math.max(end, numbers.length * 2));
        wider.set(numbers);
        numbers = wider;
      }
      if (count === ends.length) {
        const wider = new Uint32Array(ends.length * 2);
        wider.set(ends);
        ends = wider;
      }
      numbers.set(list, startOf(count));
      ends[count++] = end;
    },
    of: (index) => [...numbers.subarray(startOf(index), ends[index])],
    bytes: () => numbers.byteLength + ends.byteLength,
  };
}
