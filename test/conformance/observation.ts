/** What user space sees after one operation: what it gave, and for each process that lives a word for each slot. */
export interface Observation {
  readonly result: string;
  readonly processes: readonly (readonly string[])[];
}

/** What a slot holds, before frames and swap slots have names. */
export interface Seen {
  /** `rwp` as in /proc/PID/maps without exec: read, write, private or shared; empty where nothing is mapped. */
  readonly rights: string;
  readonly kind: 'none' | 'anon' | 'file' | 'zero' | 'huge-zero' | 'swap' | 'marker';
  /** Which frame or swap slot: any number that is the same for the same one. */
  readonly identity: number;
  /** How many entries map the frame. */
  readonly mapcount: number;
  /** What pagemap says of that: one entry alone maps it. */
  readonly exclusive: boolean;
  /** uffd-wp, and whether the frame is part of a huge page that is mapped as a whole. */
  readonly bits: readonly string[];
}

/**
 * Writes what is seen as words: `rwp:anon#1x2,wp`; that a page is mapped once is told where the count says otherwise.
 *
 * Frames and swap slots have numbers in the order in which they are met, so that only who shares with whom is told.
 */
export function observationOf(result: string, processes: readonly (readonly Seen[])[]): Observation {
  const names = new Map<string, number>();
  const nameOf = (sort: string, identity: number) => {
    const key = `${sort} ${identity}`;
    const name = names.get(key) ?? names.size + 1;
    names.set(key, name);
    return name;
  };
  return { result, processes: processes.map((slots) => slots.map((seen) => wordOf(seen, nameOf))) };
}

function wordOf(seen: Seen, nameOf: (sort: string, identity: number) => number): string {
  if (seen.rights === '') return '-';
  const bits = seen.bits.map((bit) => `,${bit}`).join('');
  switch (seen.kind) {
    case 'none':
      return `${seen.rights}:.`;
    case 'zero':
    case 'huge-zero':
    case 'marker':
      return `${seen.rights}:${seen.kind}${bits}`;
    case 'swap':
      return `${seen.rights}:swap#${nameOf('swap', seen.identity)}${bits}`;
    case 'anon':
    case 'file': {
      const contradicts = seen.exclusive !== (seen.mapcount === 1);
      const exclusive = contradicts ? (seen.exclusive ? ',exclusive' : ',not exclusive') : '';
      return `${seen.rights}:${seen.kind}#${nameOf('frame', seen.identity)}x${seen.mapcount}${bits}${exclusive}`;
    }
  }
}

/** Writes an observation in one line. */
export function show({ result, processes }: Observation): string {
  return [result, ...processes.map((slots) => slots.join(' '))].join(' | ');
}
