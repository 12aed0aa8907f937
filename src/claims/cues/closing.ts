import type { Phrasing } from '../phrases.ts';

/** Greetings, thanks, jokes and lead-ins: words that carry no claim. */
export const closingCues: readonly Phrasing[] = [
  {
    name: 'thanks',
    says: `
      ^ thanks, ^ thank you, ^ many thanks, ^ thx, ^ cheers, ^ best regards, ^ regards, ^ best, ^ kind regards, ^ br,
      ^ ta, thanks for, thank you, much appreciated, appreciate, thanks $, sincerely`,
  },
  {
    name: 'greeting',
    says: `
      ^ hi, ^ hello, ^ hey, ^ dear, ^ good morning, long time, happy new year, sorry for the, sorry for late,
      sorry for my, apologies, sorry about`,
  },
  {
    name: 'lead-in',
    says: `
      the following, as follows, ^ for example consider, ^ consider the, following sequence, following situation,
      following scenario, ^ to clarify, ^ feel free, ^ here, ^ below, ^ attached, ^ cc, ^ adding, ^ resend,
      in reply to, forwarded`,
  },
  {
    name: 'changes',
    says: `
      ^ changes for|in|since|from, ^ changelog, ^ changes v1|v2|v3, ^ v1, ^ v2, ^ v3, ^ v1 * v2,
      ^ this series is based, based on, applies on, can be found, git tree, available at, diff against, since v1|v2|v3,
      collected, collect, picked up, rebased, rebase`,
  },
];
