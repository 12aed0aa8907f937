import type { MmProperty } from '../property.ts';

export const LOCK: MmProperty = {
  name: 'LOCK',
  says: 'Nobody gives back a lock that it does not hold, and no thread ends while it holds one or is in a read section.',
  source: 'Documentation/locking/lockdep-design.rst',
  holds: undefined,
};
