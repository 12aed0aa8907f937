import type { Bug } from './bug.ts';
import { A1 } from './bugs/a1.ts';
import { A5 } from './bugs/a5.ts';
import { B1 } from './bugs/b1.ts';
import { B3 } from './bugs/b3.ts';
import { B5 } from './bugs/b5.ts';
import { B7 } from './bugs/b7.ts';
import { B9 } from './bugs/b9.ts';
import { B11 } from './bugs/b11.ts';
import { B13 } from './bugs/b13.ts';
import { J1 } from './bugs/j1.ts';
import { K9 } from './bugs/k9.ts';

/** All bugs that the model is tested with. */
export const BUGS: readonly Bug[] = [A1, A5, B1, B3, B5, B7, B9, B11, B13, J1, K9];
