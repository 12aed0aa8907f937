import { VM } from '../constants.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ended } from './one-page.ts';
import { placeVma, SMALL } from './setup.ts';

const MAPPING = 1;
const STACK = 2;
/** The page below the stack, one page above the end of the mapping. */
const ADDRESS = 2;

/** The function lets a VMA grow. */
function growsStacks({ primitives, parameters }: Touched): string | undefined {
  const isGiven = parameters.includes('struct vm_area_struct *') && parameters.includes('unsigned long');
  return isGiven && primitives.has('expand_downwards') ? 'it lets a stack grow downwards' : undefined;
}

export const STACK_GAP: World = {
  name: 'stack-gap',
  title: 'A stack grows towards a mapping that lies below it',
  about: `A mapping lies two pages below a stack. The program touches the page below the stack, which may grow there if the guard
gap stays between the two. A single page does not keep them apart: a function with large local variables steps over it and
writes to the mapping. Another thread unmaps the mapping meanwhile, and then the stack may grow.

  fault                                munmap
  the page below the stack is touched
  looks at what lies right below it: nothing
  the stack grows; one page is left
                                       (comes too late)`,
  properties: ['GUARD'],
  incidental: ['LOCK', 'LIVE', 'ASSERT'],
  dimensions: { ...SMALL, vmas: 2, anonVmas: 2 },
  initial: (m) => {
    m.set(m.o.mm.users, 1, 1);
    const flags = VM.VM_READ | VM.VM_WRITE;
    placeVma(m, MAPPING, { mm: 1, start: 0, pages: 1, flags, anonVma: 1 });
    placeVma(m, STACK, { mm: 1, start: 3, pages: 1, flags: flags | VM.VM_GROWSDOWN, anonVma: 2 });
  },
  threads: [
    {
      name: 'fault',
      runs: [{ function: 'mmap_read_lock', args: [1] }, SUBJECT, { function: 'mmap_read_unlock', args: [1] }],
    },
    {
      name: 'munmap',
      runs: [
        { function: 'mmap_write_lock', args: [1] },
        { function: 'unlink_vma', args: [MAPPING] },
        { function: 'mmap_write_unlock', args: [1] },
      ],
    },
  ],
  hardware: [],
  bindings: [
    { type: 'struct vm_area_struct *', value: STACK },
    { type: 'struct mm_struct *', value: 1 },
    { type: 'unsigned long', names: /addr/, value: ADDRESS },
  ],
  witnesses: [
    ended(1),
    {
      name: 'the stack grows',
      says: 'The stack grows to the page that was touched.',
      holds: (m) => m.get(m.o.vma.start, STACK) === ADDRESS,
    },
  ],
  suits: growsStacks,
};
