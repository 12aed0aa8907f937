import type { Bug } from './bug.ts';
import { B5 } from './bugs/b5.ts';

/** All bugs that the model is tested with. */
export const BUGS: readonly Bug[] = [B5];
