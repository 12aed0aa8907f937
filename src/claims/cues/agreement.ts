import type { Phrasing } from '../phrases.ts';

/** Words that accept another's claim or the approach, concessions included. */
export const agreementCues: readonly Phrasing[] = [
  {
    name: 'agree',
    says: `
      agree, agreed, i agree, we agree, tend to agree, fully agree, totally agree, concur, same page, in agreement,
      ack, acked`,
  },
  {
    name: 'you are right',
    says: `
      you're|your right, you are right, you're correct, you are correct, you're absolutely, you are absolutely,
      you're exactly, you are exactly, you're quite, that's right, that is right, that's true, that is true, is true,
      that's correct, that is correct, this is true, you have a point, that's a valid|fair|good, fair point,
      fair enough, valid point, valid concern, good point, excellent point, good catch, good idea, good suggestion,
      good question, great point, great idea, nice catch, great catch, point taken, my bad, my mistake, my fault,
      indeed, oops, will fix`,
  },
  {
    name: 'yes',
    says: `
      ^ yes, ^ yeah, ^ yep, ^ yup, ^ right, ^ sure, ^ ok, ^ okay, ^ correct, ^ exactly, ^ indeed, ^ true, ^ absolutely,
      ^ definitely, ^ agreed, ^ agree, ^ ack, ^ hmm yes, ^ ah yes, ^ oh yes, ^ of course, ^ good, ^ great, ^ fine,
      ^ done, ^ fair, ^ totally, ^ me neither, ^ same here, ^ oh right, ^ oh yeah, ^ ah right, ^ ah ok`,
  },
  {
    name: 'I see',
    says: `
      ^ ah, ^ oh, ^ sounds, ^ got it, ^ makes sense, ^ i see, ^ ah i see, ^ understood, ^ noted, ^ thanks, ^ looks,
      ^ that makes, ^ that sounds, ^ that looks, ^ that works, ^ oops, i understood, i see, got it`,
  },
  {
    name: 'makes sense',
    says: `
      makes sense, make sense, sounds good, sounds right, sounds correct, sounds reasonable, sounds great, sounds fine,
      sounds like a plan, looks right, looks correct, looks fine, looks reasonable, is fine, is ok, works for me,
      matches my, right approach, right thing, right direction, i like, i love, like the idea, like this, much better,
      much nicer, nicer, nice cleanup, is fair, good for me, sane, more clear, much more, happy to see, happy with,
      is better, improve`,
  },
  {
    name: 'concede',
    says: `
      i now see, i see now, i can see, now i see, i understand now, i guess you, yes i think, i missed that,
      i didn't realize, was not aware, wasn't aware, thanks for pointing, thanks for catching, thanks for spotting,
      thanks for the, as you said, as you say, as you pointed, as you point, i'm fine with, fine by me, fine with me,
      no objection, no objections, won't object, i think so too, me too, might be right, should have been, i'm ok,
      i'm okay, seems reasonable, i forgot`,
  },
];
