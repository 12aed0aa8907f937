import type { Memory } from './kernel.ts';

/** A statement that must be true in every state. */
export interface MmProperty {
  readonly name: string;
  /** One sentence. */
  readonly says: string;
  /** Where it is demanded: kernel document, comment or commit. */
  readonly source: string;
  /**
   * Judges a state. Undefined where steps themselves break it (an access to something that is gone), since it is about
   * what happens and not about what is. `isStuck` says whether threads wait and none can go on.
   */
  readonly holds: ((m: Memory, isStuck: () => boolean) => boolean) | undefined;
}
