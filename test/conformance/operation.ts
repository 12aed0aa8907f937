/** Slots of memory under test in each process; the probe and the twin have as many. */
export const SLOTS = 8;

/** Processes of a program: the first is there from the start, the second is its child by fork. */
export const PROCESSES = 2;

/** One operation of a program, as a line of the probe has it: `1 mprotect 2 1 rw`. */
export interface Operation {
  readonly process: number;
  readonly name: string;
  readonly args: readonly (number | string)[];
}

/** Two slots are one huge page (its first page, and all the others), or each is a page. */
export type Size = 'small' | 'huge';

/** A list of operations over a row of slots. */
export interface Program {
  readonly size: Size;
  readonly operations: readonly Operation[];
}

/** Writes an operation as the probe reads it. */
export function lineOf({ process, name, args }: Operation): string {
  return [process, name, ...args].join(' ');
}

/** Reads an operation as `lineOf` writes it. */
export function operationOf(line: string): Operation {
  const [process = '0', name = '', ...args] = line.trim().split(/\s+/);
  return { process: Number(process), name, args: args.map((arg) => (/^\d+$/.test(arg) ? Number(arg) : arg)) };
}
