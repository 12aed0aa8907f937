import { readsOwnContent } from '../private-content.ts';
import type { MmProperty } from '../property.ts';

export const COW: MmProperty = {
  name: 'COW',
  says: 'What a program reads in private memory is what it stored there last or has by fork, and no store of another mm reaches a page that it reads.',
  source: 'fork(2); mmap(2): MAP_PRIVATE; 17839856fd58; mm/memory.c: comment at do_wp_page',
  holds: readsOwnContent,
};
