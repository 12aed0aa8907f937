import type { Bug } from './bug.ts';
import { A1 } from './bugs/a1.ts';
import { B3 } from './bugs/b3.ts';
import { B5 } from './bugs/b5.ts';
import { B7 } from './bugs/b7.ts';
import { B11 } from './bugs/b11.ts';
import { J1 } from './bugs/j1.ts';

/** All bugs that the model is tested with. */
export const BUGS: readonly Bug[] = [A1, B3, B5, B7, B11, J1];
