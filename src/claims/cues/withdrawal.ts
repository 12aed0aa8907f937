import type { Phrasing } from '../phrases.ts';

/** Words that take back a patch or one's own claim. */
export const withdrawalCues: readonly Phrasing[] = [
  {
    name: 'we drop it',
    says: `
      let's drop this|the|that|it, let's forget, i'll drop this|the|it patch|series, i will drop this|the|it,
      i'm dropping this|the, i am dropping this|the, withdraw, withdrawn, withdrawing, self nack, self nak, nak myself,
      nack myself, abandon, abandoned, take a pass`,
  },
  {
    name: 'asked to drop it',
    says: `
      please drop this|the|my, ^ drop this|the, you drop this|the|it`,
  },
  {
    name: 'never mind',
    says: `
      please ignore, ignore this, ignore that, ignore my, ignore what i, disregard, scratch that, forget it, forget about, never mind, nevermind,
      i take * back, give up, gave up, false alarm, sorry for the noise, unfounded, didn't materialize`,
  },
  {
    name: 'I misread',
    says: `
      i misread, i misunderstood, misunderstood, misread, i was wrong, i am wrong, i'm wrong, was mistaken, i mistook,
      i confused, i got confused|confuse, i was confused, i stand corrected, my misunderstanding, my mistake,
      my confusion, my bad, my fault, i was overthinking, i went too far, back to front, wrongly assumed|thought`,
  },
  {
    name: 'I fooled myself',
    says: `
      confuse|confused|fooled|misled|contradicting myself, sorry for the confusion, what i was thinking,
      i had been thinking, i was thinking when`,
  },
  {
    name: 'I missed',
    says: `
      i overlooked, i missed the|this|that, i guess * missed, i forgot, i forgot about, i had forgotten, i'd forgotten,
      i had assumed, i thought it, i thought we, i assumed, i didn't realize|notice, i wasn't aware, hadn't spotted,
      hadn't realized|noticed, lost sight of, i had * in mind`,
  },
  {
    name: 'I should have',
    says: `
      i should have looked|checked|read|been|noticed|seen|known|done, i must have`,
  },
  {
    name: 'oops',
    says: `
      ^ oops, ^ ouch, ^ argh, ^ bah, ^ doh, ^ d'oh, ^ sorry i, ^ heh i, ^ oh right, ^ ah so i, ^ ah i see`,
  },
];
