import type { Phrasing } from '../phrases.ts';

/** Words that reject the approach or contradict another's claim. */
export const objectionCues: readonly Phrasing[] = [
  {
    name: 'nak',
    says: `
      nak, nack, nacked, nacked by`,
  },
  {
    name: 'disagree',
    says: `
      disagree, not agree, don't agree, can't agree, i object, objection, against this, oppose, don't like,
      do not like, don't love, not a fan, not keen, i hate, dislike, other way around, don't buy`,
  },
  {
    name: "don't think",
    says: `
      i don't think, i do not think, don't believe, do not believe, i can't see, i do not see, i don't see,
      not convinced, i doubt, doubt, i really doubt`,
  },
  {
    name: 'not true',
    says: `
      not true, isn't true, that's not, that is not, this isn't, that isn't, it's not, is not about,
      doesn't make sense, makes no sense, make no sense, not the case, isn't the case, you are wrong, you're wrong,
      not what, didn't say, never said, no reason to, that doesn't, this doesn't, it doesn't, not necessarily,
      still true, still correct, you are confusing, you're confusing, misunderstanding`,
  },
  {
    name: 'no',
    says: `
      ^ no, ^ nope, ^ nah, ^ actually, ^ hmm, ^ hm, ^ err, ^ well, ^ not, then no, please no, please don't, no way,
      on the contrary, ^ right but, ^ yes but, ^ yeah but, ^ ok but, ^ okay but, ^ sure but, ^ true but`,
  },
  {
    name: 'wrong way',
    says: `
      wrong approach, wrong way, wrong place, wrong direction, wrong thing, not the right, not acceptable,
      unacceptable, not worth, isn't worth, don't see * point|value|need|reason, no point, no need, over engineering,
      overkill, rather not, won't help, wouldn't help, doesn't help, not help, second thought, no one wants,
      nobody wants, not going to`,
  },
];
