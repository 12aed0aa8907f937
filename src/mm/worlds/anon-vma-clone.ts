import { VM } from '../constants.ts';
import { SUBJECT, type Touched, type World } from '../world.ts';
import { ADDRESS, ended } from './one-page.ts';
import { placeVma, SMALL } from './setup.ts';

const CHILD = 2;
const GRANDCHILD = 3;
const ROOT = 1;
const REUSED = 2;
const PARENTS = 3;

/** The function links a VMA to the anon_vmas of another. */
function clonesChains({ primitives }: Touched): string | undefined {
  return primitives.has('anon_vma_chain_link') ? 'it links a VMA to the anon_vmas of another' : undefined;
}

export const CLONE_ANON_VMAS: World = {
  name: 'clone-anon-vmas',
  title: 'Fork looks for an anon_vma that nobody uses as its own any more',
  about: `A program forks, and its child forks again, each from a VMA that is linked to the anon_vmas of all its ancestors. So
that long chains of forks need no new one each time, fork takes an old anon_vma for the child's own that no VMA has as its
own any longer. The child here has done so itself: it took the one of a grandparent that is gone, so its parent's anon_vma
has a VMA, and no child. Counted together, that makes one, as for an anon_vma with a child and no VMA; taken for such a
one, it becomes the own anon_vma of two programs. VMAs with one anon_vma are held to have the same links: merging them
leaves pages that the reverse map looks for in freed memory.`,
  properties: ['RMAP'],
  incidental: ['LOCK', 'ASSERT'],
  dimensions: { ...SMALL, mms: 3, vmas: 3, tables: 1, anonVmas: 3 },
  initial: (m) => {
    m.set(m.o.table.level, 1, 1);
    m.set(m.o.table.state, 1, 1);
    for (const mm of [1, 2, 3]) {
      m.set(m.o.mm.users, mm, 1);
      m.set(m.o.mm.pgd, mm, 1);
    }
    const flags = VM.VM_READ | VM.VM_WRITE | VM.VM_MAYWRITE;
    placeVma(m, 1, { mm: 1, start: ADDRESS, pages: 1, flags, anonVma: PARENTS });
    placeVma(m, CHILD, { mm: 2, start: ADDRESS, pages: 1, flags, anonVma: REUSED });
    placeVma(m, GRANDCHILD, { mm: 3, start: ADDRESS, pages: 1, flags });
    for (const anonVma of [ROOT, REUSED, PARENTS]) m.set(m.o.anonVma.vmas, anonVma, 3);
    m.set(m.o.anonVma.num_children, ROOT, 2);
    m.set(m.o.anonVma.num_children, REUSED, 1);
  },
  threads: [{ name: 'fork', runs: [SUBJECT] }],
  hardware: [],
  bindings: [
    { type: 'struct vm_area_struct *', names: /dst|^vma$/, value: GRANDCHILD },
    { type: 'struct vm_area_struct *', value: CHILD },
  ],
  witnesses: [
    ended(1),
    {
      name: 'the grandchild is linked',
      says: 'The new VMA is linked to all anon_vmas.',
      holds: (m) => [ROOT, REUSED, PARENTS].every((anonVma) => (m.get(m.o.anonVma.vmas, anonVma) & 4) !== 0),
    },
  ],
  suits: clonesChains,
};
