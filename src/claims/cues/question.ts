import type { Phrasing } from '../phrases.ts';

/** Words that ask for information. */
export const questionCues: readonly Phrasing[] = [
  {
    name: 'wh-question',
    says: `
      ^ what is|are|was|were|do|does|did|can|could|should|kind|sort|exactly|else|i|you|we|they|tree|kernel|version,
      ^ what's, ^ which, ^ where, ^ when, ^ how, ^ who, ^ why, ^ so what, ^ and what, ^ so how, ^ and how, ^ but why,
      ^ but what is|are|do|does, ^ but how, ^ so why, ^ any idea, ^ any reason, ^ in which, ^ for what, ^ then what|how|why`,
  },
  {
    name: 'yes-no question',
    says: `
      ^ is|are|was|were, ^ does|do|did, ^ has|have, ^ so is|are|does|do, ^ and is|are|does|do, ^ or is|are|does|do,
      ^ but is|are|does|do, ^ am i, ^ will|would, ^ could, ^ can, ^ may i, ^ then is|are|does|do|can|would,
      ^ also is|are|does|do`,
  },
  {
    name: 'tag question',
    says: `
      right ?, correct ?, no ?, or not ?, yes ?, ok ?, okay ?, true ?, or am i, am i right, is that correct,
      is this correct, is it right, is that right, isn't it, doesn't it, is it true`,
  },
  {
    name: 'wonder',
    says: `
      i wonder, wondering, i was wondering, curious, just curious, question, questions, wanted to ask, don't know why,
      not sure why, not sure i understand|follow, don't understand, didn't understand, any thoughts, thoughts ?,
      what do you think, how do you think, wdyt, any objections, any concerns, any comments`,
  },
  {
    name: 'did I miss',
    says: `
      did i miss, what am i missing, am i missing, do i miss, did i * miss, do i understand, did i misunderstand,
      or did i, or i am, or am i`,
  },
  {
    name: 'you mean',
    says: `
      do you mean, did you mean, you mean, are you saying, are you suggesting, are you referring, in other words, iow,
      you are saying, just to confirm, to confirm, to clarify, i take it, i assume this, does that sound,
      is my understanding`,
  },
  {
    name: 'enlighten',
    says: `
      could|can|would you explain, could|can|would you elaborate|clarify|share|provide|tell|point|give,
      care to explain, please explain|clarify|elaborate|advise, any suggestions, any pointers, any example,
      can you tell, could you tell, more context, do you know, do you have, do you remember, does anyone, anyone know,
      anybody`,
  },
  {
    name: 'which tree',
    says: `
      which tree, which branch, which kernel, what kernel, any numbers, any benchmark|benchmarks,
      have you tested|tried|seen|considered|checked|measured, did you test|try|see|consider|check|measure, how did you,
      is there a|any|anything|some, are there any|other, use case, real world, in practice, should i, am i supposed`,
  },
];
