import type { Phrasing } from '../phrases.ts';

/** Words that take back a patch or one's own claim. */
export const withdrawalCues: readonly Phrasing[] = [
  {
    name: 'drop it',
    says: `
      let's drop this|the|that, please drop this|the|my patch|series|version, drop this patch, drop the patch,
      drop this series, i'll drop this|the|it patch|series, i will drop this, will drop this patch, withdraw,
      withdrawn, self nack, self nak, abandon, please ignore, ignore this, ignore that, ignore my, disregard,
      scratch that, forget it, forget about, never mind, nevermind, i take * back, give up, gave up`,
  },
  {
    name: 'I misread',
    says: `
      i misread, i misunderstood, misunderstood, misread, i was wrong, i am wrong, i'm wrong, was mistaken, i mistook,
      i confused, confuse|confused myself, i got confused, i was confused, i stand corrected, my misunderstanding,
      false alarm, i overlooked, sorry my mistake, i missed the|this, i forgot about, i had assumed, i thought it,
      i thought we, i assumed`,
  },
];
