import type { Phrasing } from '../phrases.ts';

/** Words that take back a patch or one's own claim. */
export const withdrawalCues: readonly Phrasing[] = [
  {
    name: 'drop it',
    says: `
      let's drop this|the|that|it, please drop this|the|my patch|series|version, drop this|the patch|series|version,
      i'll drop this|the|it patch|series, i will drop this|the|it, withdraw, withdrawn, self nack, self nak, nak myself,
      nack myself, abandon, abandoned`,
  },
  {
    name: 'never mind',
    says: `
      please ignore, ignore this, ignore that, ignore my, disregard, scratch that, forget it, forget about, never mind,
      nevermind, i take * back, give up, gave up, false alarm, sorry for the noise`,
  },
  {
    name: 'I misread',
    says: `
      i misread, i misunderstood, misunderstood, misread, i was wrong, i am wrong, i'm wrong, was mistaken, i mistook,
      i confused, confuse|confused myself, i got confused, i was confused, i stand corrected, my misunderstanding,
      sorry my mistake, i was overthinking`,
  },
  {
    name: 'I missed',
    says: `
      i overlooked, i missed the|this|that, i forgot about, i had forgotten, i'd forgotten, i had assumed, i thought it,
      i thought we, i assumed, i didn't realize|notice, hadn't realized|noticed, lost sight of`,
  },
];
