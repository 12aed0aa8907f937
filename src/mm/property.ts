import type { Memory } from './kernel.ts';

/** How far the threads of a world have come in a state. */
export interface Progress {
  /** Threads wait, and none can go on. */
  isStuck(): boolean;
  /** Every thread has ended. */
  isOver(): boolean;
}

/** A statement that must be true in every state. */
export interface MmProperty {
  readonly name: string;
  /** One sentence. */
  readonly says: string;
  /** Where it is demanded: kernel document, comment or commit. */
  readonly source: string;
  /**
   * Judges a state. Undefined where steps themselves break it (an access to something that is gone), since it is about
   * what happens and not about what is.
   */
  readonly holds: ((m: Memory, threads: Progress) => boolean) | undefined;
}
