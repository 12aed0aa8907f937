import type { Phrasing } from '../phrases.ts';

/** Words of statements about mechanism, and of a commit message's problem and fix. */
export const assertionCues: readonly Phrasing[] = [
  {
    name: 'fix this',
    says: `
      ^ fix this, ^ fix it, ^ fix by, ^ so fix, ^ prevent this, ^ avoid this, ^ this patch, ^ this series,
      ^ this change, ^ to fix, ^ to avoid, ^ to solve, ^ to address, ^ solve this, ^ address this, ^ therefore, ^ thus,
      ^ hence, ^ so, the solution, fixes this, this fixes, the fix`,
  },
  {
    name: 'mechanism',
    says: `
      calls, holds, takes, uses, returns, sets, clears, checks, relies, depends, implies, guarantees, protects,
      ensures, requires, allows, expects, is called, is used, is set, are called, are used, are set`,
  },
  {
    name: 'means',
    says: `
      means, which means, this means, that means, implies that, in which case, so it will, then it, as a result,
      consequently`,
  },
  {
    name: 'only',
    says: `
      must, only, always, never, currently, previously, already, no longer, nowadays, at present, today, in general`,
  },
  {
    name: 'when',
    says: `
      ^ when, ^ if, ^ while, ^ once, ^ after, ^ before, ^ as, ^ for, ^ in that case, ^ in the, ^ in, ^ without, ^ with,
      ^ even, ^ note, ^ also, ^ then, ^ and, ^ on, ^ at, ^ by, ^ btw, ^ fwiw, ^ consider`,
  },
  {
    name: 'could lead',
    says: `
      lead|leads to, result|results|resulting in, cause|causes, can be, may be, could be, would be, will be`,
  },
  {
    name: 'article',
    says: `
      ^ the, ^ a, ^ an, ^ each, ^ every, ^ all, ^ both, ^ some, ^ most, ^ other, ^ another, ^ one, ^ two`,
  },
];
