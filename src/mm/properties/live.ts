import type { MmProperty } from '../property.ts';

/** Threads get on. */
export const LIVE: MmProperty = {
  name: 'LIVE',
  says: 'Not all threads that have not ended wait for each other, or for a lock that nobody will give back.',
  source: 'Documentation/locking/lockdep-design.rst; mm/rmap.c: comment on lock ordering',
  holds: (_m, threads) => !threads.isStuck(),
};
