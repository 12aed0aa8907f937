/** Everything that the patches of the real threads break in the model, read by a person: what it was judged to be, and why. */
export interface Judgement {
  /** Of the file's name in the folder of threads. */
  readonly thread: RegExp;
  /** As `findingOf` writes it. */
  readonly finding: string;
  /** `real`: the list or a later commit says the same. `premise`: true in a kernel that the world assumes and that thread's has not. */
  readonly is: 'real' | 'premise';
  readonly why: string;
}

const RETRACT = /^khugepaged-free-retracted-pt-rcu/;
const UFFD_MOVE = /^uffd-(?:move|remap)-v/;

const E7 = 'the swap cache is looked up and not looked at again under the locks: 0ea148a79912 (6.16)';
const F17 =
  'a moved swap entry is not marked soft-dirty: "correct dirty flags set for both present and swap pte" (6.15)';

const moved = (name: string, property: string, why: string): Judgement => ({
  thread: UFFD_MOVE,
  finding: `${name} move-swap-${property === 'SOFT-DIRTY' ? 'soft-dirty' : 'aba'} ${property}: not-modelled → violated`,
  is: 'real',
  why,
});

export const JUDGEMENTS: readonly Judgement[] = [
  ...(
    [
      [
        'retract-sva SMMU-TABLE',
        'Horn: "AFAICS doesn\'t use MMU notifiers … it\'s probably wrong for IOMMUv2 users, where an IOMMU directly consumes the normal page tables?"',
      ],
      [
        'retract-uffd-copy TABLE-EMPTY',
        'Horn: "the UFFDIO_COPY ioctl lets you directly insert anonymous PTEs without looking at the mapping and its pages"',
      ],
      ['retract-uffd-copy-kvm SMMU-REVOKE', 'the same, with a guest that maps the copy: no notifier tells it'],
      [
        'retract-uffd-wp UFFD-WP',
        'Xu: "right after checking this and found !UFFD_WP … someone quickly (1) register uffd-wp on this vma, then UFFDIO_WRITEPROTECT to install some pte markers, before below pgtable locks taken?"',
      ],
      ['retract-uffd-wp TABLE-EMPTY', 'Xu, the same: the table is given up with a marker in it'],
    ] as const
  ).map(
    ([what, why]): Judgement => ({
      thread: RETRACT,
      finding: `retract_page_tables ${what}: holds → violated`,
      is: 'real',
      why,
    }),
  ),
  {
    thread: RETRACT,
    finding: 'collapse_pte_mapped_thp munmap-walk TABLE-LOCKED: holds → violated',
    is: 'real',
    why: 'Horn: "we can now enter collapse_pte_mapped_thp() and race with concurrent free_pgtables() such that a PUD disappears under us while we\'re walking it"',
  },
  ...['punch-in-flight', 'zap'].map(
    (world): Judgement => ({
      thread: /^uffd-minor-shmem/,
      finding: `do_read_fault fault-around-${world} UFFD-WP: violated → violated`,
      is: 'premise',
      why: 'the world has write protection on shmem, which came in 5.19; the patch turns fault-around off for minor faults and changes nothing here',
    }),
  ),
  ...['remap_swap_pte', 'move_swap_pte'].flatMap((name) => [
    moved(name, 'SOFT-DIRTY', F17),
    moved(name, 'RMAP', E7),
    moved(name, 'SWAP-COUNT', `${E7}: the slot is freed twice on the same way`),
  ]),
];
