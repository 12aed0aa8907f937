import type { Bug } from './bug.ts';
import { A1 } from './bugs/a1.ts';
import { A3 } from './bugs/a3.ts';
import { A5 } from './bugs/a5.ts';
import { A7 } from './bugs/a7.ts';
import { B1 } from './bugs/b1.ts';
import { B3 } from './bugs/b3.ts';
import { B5 } from './bugs/b5.ts';
import { B7 } from './bugs/b7.ts';
import { B9 } from './bugs/b9.ts';
import { B11 } from './bugs/b11.ts';
import { B13 } from './bugs/b13.ts';
import { C1 } from './bugs/c1.ts';
import { C3 } from './bugs/c3.ts';
import { C5 } from './bugs/c5.ts';
import { C7 } from './bugs/c7.ts';
import { C9 } from './bugs/c9.ts';
import { C11 } from './bugs/c11.ts';
import { C13 } from './bugs/c13.ts';
import { C15 } from './bugs/c15.ts';
import { C17 } from './bugs/c17.ts';
import { D1 } from './bugs/d1.ts';
import { D3 } from './bugs/d3.ts';
import { D5 } from './bugs/d5.ts';
import { E1 } from './bugs/e1.ts';
import { E5 } from './bugs/e5.ts';
import { E7 } from './bugs/e7.ts';
import { E9 } from './bugs/e9.ts';
import { F1 } from './bugs/f1.ts';
import { F3 } from './bugs/f3.ts';
import { F5 } from './bugs/f5.ts';
import { F7 } from './bugs/f7.ts';
import { F9 } from './bugs/f9.ts';
import { F11 } from './bugs/f11.ts';
import { F13 } from './bugs/f13.ts';
import { F15 } from './bugs/f15.ts';
import { F17 } from './bugs/f17.ts';
import { G1 } from './bugs/g1.ts';
import { G5 } from './bugs/g5.ts';
import { G7 } from './bugs/g7.ts';
import { H1 } from './bugs/h1.ts';
import { H3 } from './bugs/h3.ts';
import { H5 } from './bugs/h5.ts';
import { I1 } from './bugs/i1.ts';
import { I3 } from './bugs/i3.ts';
import { I5 } from './bugs/i5.ts';
import { I7 } from './bugs/i7.ts';
import { I9 } from './bugs/i9.ts';
import { J1 } from './bugs/j1.ts';
import { J3 } from './bugs/j3.ts';
import { J5 } from './bugs/j5.ts';
import { J7 } from './bugs/j7.ts';
import { J9 } from './bugs/j9.ts';
import { J11 } from './bugs/j11.ts';
import { J13 } from './bugs/j13.ts';
import { K1 } from './bugs/k1.ts';
import { K3 } from './bugs/k3.ts';
import { K5 } from './bugs/k5.ts';
import { K7 } from './bugs/k7.ts';
import { K9 } from './bugs/k9.ts';
import { L1 } from './bugs/l1.ts';

/**
 * All bugs that the model is tested with.
 *
 * Not among them are these of the catalogue. E3 is about the order in which memory becomes visible, and the model is
 * sequentially consistent. G3 is a livelock: the punch and the fault undo each other's work for ever, which only a search
 * for fair cycles shows. The interleaving of H7 is not known. F2, F6, I2, J2 and J6 are named there without their steps.
 */
export const BUGS: readonly Bug[] = [
  A1,
  A3,
  A5,
  A7,
  B1,
  B3,
  B5,
  B7,
  B9,
  B11,
  B13,
  C1,
  C3,
  C5,
  C7,
  C9,
  C11,
  C13,
  C15,
  C17,
  D1,
  D3,
  D5,
  E1,
  E5,
  E7,
  E9,
  F1,
  F3,
  F5,
  F7,
  F9,
  F11,
  F13,
  F15,
  F17,
  G1,
  G5,
  G7,
  H1,
  H3,
  H5,
  I1,
  I3,
  I5,
  I7,
  I9,
  J1,
  J3,
  J5,
  J7,
  J9,
  J11,
  J13,
  K1,
  K3,
  K5,
  K7,
  K9,
  L1,
];
