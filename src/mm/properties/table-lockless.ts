import type { MmProperty } from '../property.ts';

export const TABLE_LOCKLESS: MmProperty = {
  name: 'TABLE-LOCKLESS',
  says: 'Nobody who relies on RCU or disabled interrupts reads a page table that was freed.',
  source: 'mm/gup.c: comment above gup_fast_pgd_range; 2ba99c5e0881',
  holds: undefined,
};
