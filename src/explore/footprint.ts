/** The cells of a state that something reads and those that it writes, a bit each. */
export interface Footprint {
  readonly reads: Int32Array;
  readonly writes: Int32Array;
}

/** Makes the footprint of something that touches none of so many cells. */
export function noFootprint(cells: number): Footprint {
  const words = (cells + 31) >>> 5;
  return { reads: new Int32Array(words), writes: new Int32Array(words) };
}

/** Adds a cell to one side of a footprint. */
export function touch(side: Int32Array, cell: number): void {
  side[cell >>> 5] = (side[cell >>> 5] as number) | (1 << (cell & 31));
}

/** Adds a footprint to another; true where that grew. */
export function include(into: Footprint, more: Footprint): boolean {
  const reads = includeSide(into.reads, more.reads);
  return includeSide(into.writes, more.writes) || reads;
}

function includeSide(into: Int32Array, more: Int32Array): boolean {
  let grew = 0;
  for (let word = 0; word < into.length; word++) {
    grew |= (more[word] as number) & ~(into[word] as number);
    into[word] = (into[word] as number) | (more[word] as number);
  }
  return grew !== 0;
}

/** One writes what the other reads or writes: then it can matter which of them comes first. */
export function conflict(left: Footprint, right: Footprint): boolean {
  for (let word = 0; word < left.reads.length; word++) {
    const written = left.writes[word] as number;
    if ((written & ((right.reads[word] as number) | (right.writes[word] as number))) !== 0) return true;
    if (((left.reads[word] as number) & (right.writes[word] as number)) !== 0) return true;
  }
  return false;
}

/** Empties a footprint. */
export function clear({ reads, writes }: Footprint): void {
  reads.fill(0);
  writes.fill(0);
}
