import type { Phrasing } from '../phrases.ts';

/** What a promise does. */
const DEEDS =
  'add|address|adjust|change|check|clarify|clean|come|convert|cook|cover|dig|do|document|double|drop|explain|fix|fold|follow|get|go|handle|implement|improve|include|incorporate|investigate|keep|look|make|measure|mention|merge|move|note|post|prepare|put|rebase|refactor|remove|rename|replace|repost|resend|respin|rethink|retry|revise|rework|reword|rewrite|rephrase|run|send|simplify|split|spin|squash|start|switch|take|test|try|turn|update|use|write';

/** Words that promise. */
export const commitmentCues: readonly Phrasing[] = [
  {
    name: 'I will',
    says: `
      i'll|i will|shall ${DEEDS}, i'll|i will also|just|still|definitely|probably|try|then|need|have ${DEEDS}|to,
      i shall, we'll|we will ${DEEDS} * v2|v3|next, ^ will ${DEEDS}, ^ ok|okay|sure|yes|yeah|agreed|ack will ${DEEDS},
      so will ${DEEDS}, and will ${DEEDS}, but i'll ${DEEDS}`,
  },
  {
    name: 'let me',
    says: `
      let me, i'm going to, i am going to, i plan to, i'm planning, i intend to, i'm preparing, i'll need to,
      i'll have to, i need to think, going to do, i promise, i will keep, will try my best`,
  },
  {
    name: 'I can',
    says: `
      i can do, i can add, i can send, i can use, i can drop, i can move, i can change, i can also, i can switch,
      i can re, i can take, i can post, i can prepare, i could prepare, i can put, i can provide, i can try,
      i can implement`,
  },
  {
    name: 'next version',
    says: `
      in v2, in v3, in v4, in v5, in the next, in my next, next version, next revision, next spin, for v2, for v3,
      send v2, send v3, a new version, in a follow, in the follow`,
  },
  {
    name: 'will do',
    says: `
      ^ will do, will do, ^ will fix, ^ will add, ^ will change, ^ will update, ^ will drop, ^ will remove, ^ will use,
      ^ will rename, ^ will try, ^ will send, ^ will re, ^ will take, ^ will include`,
  },
  {
    name: 'done',
    says: `
      ^ done, ^ fixed, have added, have changed, have fixed, have updated, queued, on my todo, todo list, on my list,
      get back to`,
  },
];
