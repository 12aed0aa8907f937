import type { Phrasing } from '../phrases.ts';

/** Words by which a sender marks doubt. */
export const hedgeCues: readonly Phrasing[] = [
  {
    name: 'acronym',
    says: `
      afaics, afaict, afaik, iiuc, iirc, imho, imo, idk, as far as i`,
  },
  {
    name: 'I think',
    says: `
      i think, i thought, i still think, i believe, i guess, i suppose, i suspect, i assume, i presume, i imagine,
      i expect, i feel, i tend, i bet, i hope, my guess, my understanding, my impression, gut feeling, to me,
      in my opinion, in my view, i would say, i'd say, i would guess, guess, guessing, from what i, what i can tell,
      if i understand, if i read, if i remember, if i recall, if i am not, if i'm not, if i understood, i wonder,
      i was wondering`,
  },
  {
    name: 'maybe',
    says: `
      maybe, perhaps, probably, possibly, presumably, supposedly, hopefully, likely, unlikely, apparently, potentially,
      arguably, admittedly, more or less, kind of, sort of, somewhat, somehow, in theory, theoretically`,
  },
  {
    name: 'might',
    says: `
      might, may, could possibly, may be, might be, seems, seem, seemed, appears, appear, looks like, look like,
      sounds like, feels like, would seem, it looks, tends to`,
  },
  {
    name: 'not sure',
    says: `
      not sure, unsure, not certain, uncertain, i'm not sure, not entirely, not completely, not fully, don't know,
      do not know, no idea, not familiar, not an expert, haven't checked, haven't looked, haven't tested,
      haven't verified, not 100, have no idea, if i am correct, correct me, could be wrong, may be wrong,
      might be wrong, am i right, missing something, am i missing, did i miss, missed something, confused,
      can be wrong, doubt, as i understand`,
  },
];
