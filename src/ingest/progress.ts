import type { Source } from './source.ts';

/** Is told how far an ingest has come. */
export interface Progress {
  /** `read` is in the unit of the source's size; `messages` counts those of this source. */
  read(source: Source, read: number, messages: number): void;
  /** `done` of `total` messages have their threads, claims and text index. */
  derived(done: number, total: number): void;
}

/** Tells nobody. */
export const noProgress: Progress = { read: () => undefined, derived: () => undefined };
