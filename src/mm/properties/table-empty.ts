import type { MmProperty } from '../property.ts';

export const TABLE_EMPTY: MmProperty = {
  name: 'TABLE-EMPTY',
  says: 'A page table that is given up holds no entry that still stands for something.',
  source: 'mm/khugepaged.c: retract_page_tables, 6.6; deb4c93a9871',
  holds: undefined,
};
