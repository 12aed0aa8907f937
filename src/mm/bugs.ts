import type { Bug } from './bug.ts';

/** All bugs that the model is tested with. */
export const BUGS: readonly Bug[] = [];
