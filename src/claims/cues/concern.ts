import type { Phrasing } from '../phrases.ts';

/** Words that say or suspect that something is wrong, risky, missing, racy, slower, or rests on a false assumption. */
export const concernCues: readonly Phrasing[] = [
  {
    name: 'what if',
    says: `
      what if, what happens if|when, what will happen, what would happen`,
  },
  {
    name: 'what about',
    says: `
      what about, how does|do|would|will this|that|it|we handle|work|cope`,
  },
  {
    name: 'assumes',
    says: `
      this|code|it|patch assumes, assumes that, makes assumptions, assumption, assumptions, relies on the fact,
      take|takes|taken for granted`,
  },
  {
    name: 'race',
    says: `
      race, races, racy, racing, raced, race condition|window, concurrently, in parallel, small window,
      window where|between, under us, under you, underneath us`,
  },
  {
    name: 'meanwhile',
    says: `
      could|may|might have, could|may|might already, at the same time, simultaneously, between the * and, no longer`,
  },
  {
    name: 'leak',
    says: `
      leak, leaks, leaking, leaked, use after free, uaf, double free, dangling, out of bounds|buffer, overflow,
      underflow, uninitialized, uninitialised`,
  },
  {
    name: 'crash',
    says: `
      crash, crashes, crashed, crashing, oops, panic, deadlock, deadlocks, deadlocking, hang, hangs, livelock,
      null pointer, splat, lockup, stuck, blow up, blows up, bug on, build|boot fails|failure|error, failures`,
  },
  {
    name: 'wrong',
    says: `
      wrong, wrongly, incorrect, incorrectly, not correct, isn't correct, isn't right, not right, doesn't look right,
      looks wrong, bogus, broken, broke, buggy, not accurate, inaccurate, inconsistent, inconsistency, mismatch,
      not true, no longer true|holds|valid|correct, stale, outdated, invalid, violates, violation, not allowed,
      illegal, mistake, major bug|error|problem`,
  },
  {
    name: 'a bug',
    says: `
      is a bug, a bug, bugs, regression, regress, breaks, break, breakage, theoretical issue, bug, vulnerability,
      security issue|hole`,
  },
  {
    name: 'problem',
    says: `
      problem, problems, problematic, issue, issues, trouble, fragile, brittle, subtle, tricky, dodgy, shaky,
      questionable, poor design, poor`,
  },
  {
    name: 'worry',
    says: `
      worried, worries me, worry, worrying, concerned, concern, concerns, afraid, scary, scares, nervous, uneasy,
      suspicious, dangerous, risky, risk, unsafe, not safe, isn't safe, nasty, unhappy, uncomfortable, danger`,
  },
  {
    name: 'missing',
    says: `
      missing, missed, misses, lacks, lack of, lost, loses, lose, losing, is not handled, isn't handled,
      doesn't handle, not handle, forgot, forgets, forgotten, overlooked, fails to, fail to, doesn't use, doesn't do,
      doesn't call, not called, never called, never tested,
      without holding|taking|checking|rechecking|flushing|calling, no protection, nothing to ensure, nothing prevents,
      nothing stops, what prevents, what stops, what guarantees, what protects, you don't|didn't, not initialized,
      doesn't seem`,
  },
  {
    name: 'bad things',
    says: `
      bad things, data loss, data corruption, corruption, corrupt, corrupted, corrupts, exploit, attacker, malicious,
      unexpected, unexpectedly, side effects, will fail, would fail, could fail, may fail, out of sync, harm`,
  },
  {
    name: "doesn't it",
    says: `
      ^ doesn't, ^ isn't, ^ won't, ^ wouldn't, ^ shouldn't, ^ aren't, ^ don't we|you, can't this|we|it|that,
      couldn't this|we|it|that, ^ or doesn't|isn't|won't, ^ but doesn't|isn't|won't|wouldn't,
      ^ so doesn't|isn't|won't|wouldn't`,
  },
  {
    name: 'can happen',
    says: `
      could|can|may|might end up, is it possible that, possible that, can|could|may|might race, can still, could still,
      may still, might still, it might be possible, becomes possible, become possible, possible to hit, could lead,
      can lead, may lead, might lead, theoretically`,
  },
  {
    name: 'cost',
    says: `
      slower, slow, slowdown, overhead, expensive, costly, extra cost, added cost, hurt|hurts performance,
      performance regression|drop|impact, contention, scalability, bloat, waste, wastes, wasteful, less efficient,
      inefficient`,
  },
  {
    name: 'complex',
    says: `
      complex, complexity, complicated, overly, overcomplicated, maintenance, nightmare, burden, maintainable,
      too many, too much, too big, too long, hard to, really hard, difficult, harder, error prone, surprising,
      surprised`,
  },
  {
    name: 'ugly',
    says: `
      ugly, hacky, hack, messy, mess, confusing, confused, misleading, unclear, not clear, isn't clear, weird, strange,
      odd, unfortunate, unfortunately, horrible, awkward, overkill, redundant, unnecessary, unneeded, pointless,
      useless, duplicated, duplicates, duplicate, ambiguous, loose, sloppy, silly, not pretty, not ideal, not great,
      not nice, not obvious, isn't obvious`,
  },
  {
    name: 'are you sure',
    says: `
      are you sure, are we sure, is this safe, is it safe, is that safe, is this right, is this correct, is that right,
      is that ok, is this ok, is it ok, are we allowed, unsure about, not convinced, not sure this|that|it|how,
      is this a good, is that a good, is it a good, could that cause`,
  },
  {
    name: "won't work",
    says: `
      won't work, doesn't work, will not work, would not work, wouldn't work, not work, no longer works, can't work,
      not enough, not sufficient, insufficient, isn't enough, not going to work, isn't going to, not be enough,
      not cover, doesn't cover, will miss, going to miss, would miss`,
  },
  {
    name: 'however',
    says: `
      ^ however, ^ but, ^ though, ^ although, ^ unfortunately, ^ except, ^ still, ^ yet, ^ otherwise`,
  },
  {
    name: 'the problem is',
    says: `
      the problem is, the issue is, the trouble is, the thing is, my worry, my concern, one concern, one problem,
      one issue, the concern, i worry, i spotted, i noticed, i just realized, what worries, makes me nervous`,
  },
  {
    name: 'why',
    says: `
      why is, why do|does|did, why would, why isn't|aren't|doesn't|don't, why not, why only|still|both,
      do we really need, do you really need, is this really, is it really, really need, don't get why,
      don't follow why, don't see why, don't understand why, is it * required, what is the point, what's the point`,
  },
  {
    name: 'same issue',
    says: `
      same issue|problem|bug|race, similar issue|problem|bug|race, same treatment, another issue|problem|bug|concern,
      other issue|issues|problem, bigger problem|issue, already broken, been broken, also wrong, also broken, ditto`,
  },
];
