import type { Phrasing } from '../phrases.ts';

/** Words that approve a patch as a whole. */
export const endorsementCues: readonly Phrasing[] = [
  {
    name: 'looks good',
    says: `
      lgtm, looks good, look good, looks great, looks fine to me, looks ok, looks okay, looks sane, look right to me,
      looks right to me, looks correct to me, looks reasonable to me, patch looks, patches look, series looks,
      the rest looks, nice work, nice patch, very nice, good work, great work, happy with this, no complaints,
      works fine, works well, no other objections, no other comments, straight forward, looks straightforward`,
  },
  {
    name: 'tag',
    says: `
      acked by, reviewed by, tested by, my ack, my acked, my reviewed, my tested, my rb, consider this an ack,
      for the series, for the whole series, can have my, keep my, can add`,
  },
];
