import type { Phrasing } from '../phrases.ts';

/** Verbs that begin an order: `Drop the extern`, `just use pte_alloc()`. */
const ORDERS =
  'add|adjust|allow|avoid|call|change|check|clarify|clean|combine|consider|convert|copy|define|delete|describe|disable|do|document|drop|elaborate|ensure|expand|explain|export|expose|factor|fix|fold|get|give|handle|include|initialize|introduce|keep|leave|limit|look|make|mark|mention|merge|move|open|order|pass|pick|post|provide|pull|put|read|rebase|reduce|refactor|remove|rename|reorder|rephrase|replace|resend|respin|return|revert|rewrite|run|say|send|separate|set|share|simplify|skip|spell|split|squash|state|stick|stop|switch|take|test|tell|trim|try|turn|update|use|verify|wait|wrap|write';

/** Words that ask for a change or an action. */
export const requestCues: readonly Phrasing[] = [
  {
    name: 'please',
    says: `
      please, pls, plz, kindly`,
  },
  {
    name: 'order',
    says: `
      ^ ${ORDERS}, ^ just|also|then|so|and|or|but|maybe|perhaps|nit|better ${ORDERS}, ^ just|maybe|better to ${ORDERS},
      ^ don't|never ${ORDERS}|forget, ^ don't forget`,
  },
  {
    name: 'can we',
    says: `
      can|could|would|will you, can|could|should we, can|could you please, would you mind,
      mind adding|doing|splitting|explaining, can|could this|it|that be, could * be moved|renamed|dropped|split, can i,
      would it make sense, would it be possible, is it possible to, any chance`,
  },
  {
    name: 'better',
    says: `
      would it be better, wouldn't it be better, would * be better, is it better, it's|is better to,
      it's|is cleaner to, cleaner, better to, better if, better be, be better, we'd|you'd better, might|may be better,
      would be nice|good|great|cleaner|helpful|useful|worth|perfect|simpler|easier,
      it'd|it'll be nice|good|great|better|perfect|helpful, might be nice|good|worth|worthwhile|cleaner, be nicer,
      even nicer, looks better, look better, clearer, simpler, more readable, better way, nice if, good if, great if`,
  },
  {
    name: 'how about',
    says: `
      how about, why not just, why not, what about just, another option, another approach, alternative, alternatively,
      ^ or just, ^ or maybe, something like, maybe something, ^ maybe, ^ perhaps`,
  },
  {
    name: 'should we',
    says: `
      should we|you|this|it|they, shall we|this, we|you|one should, we|you probably should, should probably,
      should also, should at least, should really, should just, should rather, should instead,
      should read|say|go|mention|have|use|return|stay|move`,
  },
  {
    name: 'should be',
    says: `
      should be, should not be, shouldn't be, should have, ought to, supposed to`,
  },
  {
    name: 'must',
    says: `
      must be, must not, has to be, have to be, you must, you have to, we have to, need to go, needs to go, has to go`,
  },
  {
    name: 'need',
    says: `
      you need to, we need to, you need, needs to be, need to be, needs a, needs some, needs more, need a, still need,
      also need, would need, needs to, we'll need, you'll need, i need to, may need to`,
  },
  {
    name: 'we could',
    says: `
      we could, you could, we can, you can, you might want, you may want, you want to, you probably want, we may want,
      we might want, we want to, feel free to, if you want, if possible, let's, lets`,
  },
  {
    name: 'suggest',
    says: `
      suggest, suggestion, my suggestion, recommend, ideally, my preference, i vote, i'd vote, consider,
      worth * adding|mentioning|checking|having|doing|a, worth a, worthwhile, deserves, i think we|you should,
      i was thinking, i'm thinking, wondering if|whether we|you can|could|should,
      wonder if|whether we|you can|could|should, i wonder if|whether`,
  },
  {
    name: 'prefer',
    says: `
      i would prefer, i'd prefer, i prefer, prefer to, preferably, would rather, i'd rather, i'd much rather,
      i would like, i'd like, i would say, i'd say, i'd go,
      i'd convert|use|move|drop|just|avoid|expect|replace|keep|suggest, i would just|use|go|move|drop|rather,
      i really want, asking for, i'm asking`,
  },
  {
    name: 'rename',
    says: `
      rename, renamed, better name, naming, add comments, add a comment, add * comment|comments, with a comment,
      comment here, in the changelog, commit message, commit log, description, to document, be documented,
      subject line, documentation, a sentence, typo`,
  },
  {
    name: 'split',
    says: `
      separate patch, another patch, own patch, different patch, one patch, standalone, prerequisite,
      preparation patch, fold, squash, respin, repost, send a v2, follow up patch, add a test, add * test|tests,
      cc stable, fixes tag`,
  },
  {
    name: 'nit',
    says: `
      nit, nits, nitpick, nit pick, minor, spelling, indentation, whitespace, blank line, braces, instead of,
      rather than, instead, throughout, move this|that|it up|down|to, get rid of`,
  },
];
