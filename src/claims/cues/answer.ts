import type { Phrasing } from '../phrases.ts';

/** Words that explain in reply why things are as they are, or give the information that was asked for. */
export const answerCues: readonly Phrasing[] = [
  {
    name: 'because',
    says: `
      because, the reason, that is why, that's why, which is why, since we, since the, since it, so that, in order to,
      due to, this way, that way, otherwise`,
  },
  {
    name: 'I meant',
    says: `
      i meant, what i meant, i mean, my understanding, my intention, my idea, my plan, my thinking, my point,
      the intention, the intent, the idea, the plan, the purpose, the whole point, by design, i should have been,
      i was referring, i was talking, i was trying, rephrased, to explain, background`,
  },
  {
    name: 'I did',
    says: `
      i intentionally, intentionally, on purpose, deliberate, deliberately, i wanted, i tried, i made, i added, i did,
      i used, i kept, i found, i chose, i checked, i tested, i followed, i left, i removed, i moved, i changed,
      i considered, i decided, i just, i only, i was just, i didn't want,
      i've updated|fixed|added|changed|removed|sent, i actually, i wrote, i ran, i measured, was done on, we decided,
      we discussed, i fixed, i sent`,
  },
  {
    name: 'it is',
    says: `
      ^ it's, ^ it is, ^ that's, ^ that is, ^ this is, ^ there is|are, ^ there's, ^ they, ^ nothing, ^ mostly,
      ^ mainly, ^ basically, ^ essentially, ^ not yet, ^ normally, ^ typically, ^ usually, ^ generally, ^ for this,
      ^ currently, ^ iow, ^ in this case, ^ no particular|major|real, ^ because, ^ cause, ^ since`,
  },
  {
    name: 'see',
    says: `
      ^ see, see below, see above, please see, please refer, refer to, have a look, take a look, e g, for example,
      for instance, as in, in other words, as mentioned, as i said, as explained, as described, as i explained,
      explained above, as noted, documented in, below change, comment explaining|above`,
  },
  {
    name: 'think so',
    says: `
      i think so, i believe so, i guess so, think the answer, the answer is, don't think so, not that i know,
      as far as i know, as far as i can, nothing concrete, not sure, hard to tell, most likely, probably yes,
      probably not, i recall, iirc`,
  },
  {
    name: 'no harm',
    says: `
      should be fine, should be ok|okay|safe, it's safe, is safe, be safe, we are good, we're good, we are safe,
      that's fine, that's ok|okay, no problem, not a problem, isn't a problem, no issue, any issues, does not matter,
      doesn't matter, shouldn't matter, not an issue, isn't an issue, not needed, not required, is intended, intended,
      harmless, won't happen, can't happen, cannot happen, never happens, shouldn't happen, will not happen, is enough,
      is sufficient, is handled, handles that, takes care, already handled, is guaranteed, taken care, already does,
      already has, already have`,
  },
];
