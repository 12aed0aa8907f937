import type { MmProperty } from '../property.ts';

export const PTL: MmProperty = {
  name: 'PTL',
  says: 'A thread that takes page-table locks itself changes an entry that others can reach, and that leads to no table, only under the lock of its table.',
  source: 'Documentation/mm/split_page_table_lock.rst',
  holds: undefined,
};
