/**
 * Where the model is known to say something else than a running kernel shows to user space, and why that is so.
 *
 * The comparison with the running kernel (test/conformance/) reads this list: what matches an entry is explained, and
 * what of the program comes after it is not compared. Everything else is a fault of the model.
 */
export interface Difference {
  readonly name: string;
  /** The operation after which it is seen, as the probe's line has it. */
  readonly operation: RegExp;
  /** An operation that must have come before. */
  readonly after: RegExp;
  /** What the kernel shows, and what the model says: a result, or the word of one slot. */
  readonly kernel: RegExp;
  readonly model: RegExp;
  /** The kernel's freedom, or the abstraction of the model, that it comes from. */
  readonly reason: string;
  /** A program of small pages that ends in it. */
  readonly example: readonly string[];
}

/** What may set the write bit of an entry that is still protected while nobody is registered for that; both show the same. */
const STORED_TO_PROTECTED = {
  operation: /^\d (read|write|pin|iopin|dread|madvise|mprotect|mremap)\b/,
  kernel: /^(ok|read \d+|SIGSEGV|E\w+|event .*)$/,
  model: /^(ok|read \d+|SIGSEGV|E\w+|event .*), and the model breaks UFFD-WP$/,
} as const;

export const DIFFERENCES: readonly Difference[] = [
  {
    ...STORED_TO_PROTECTED,
    name: 'registered anew without write protection',
    after: /^\d register \d+ \d+ (missing|minor|missing,minor)$/,
    reason: `UFFDIO_REGISTER replaces the modes of a range, but only UFFDIO_UNREGISTER takes uffd-wp out of its entries
(fs/userfaultfd.c: userfaultfd_register_range beside userfaultfd_clear_vma). A range that is registered anew without the
mode keeps the bit, and the next store, or swap-in, sets the write bit beside it: the kernel itself breaks what UFFD-WP says, and
page_table_check does not see it, since ptep_set_access_flags is not checked. Both show the same to user space; only the
model says that a rule is broken.`,
    example: [
      '0 mmap 0 1 anon 0',
      '0 register 0 1 wp',
      '0 write 0 1',
      '0 writeprotect 0 1 1',
      '0 register 0 1 missing',
      '0 write 0 2',
    ],
  },
  {
    ...STORED_TO_PROTECTED,
    name: 'no longer registered by mremap of a neighbour',
    after: /^\d mremap\b/,
    reason: `A monitor that has not asked for remap events loses the registration of what moves (fs/userfaultfd.c:
mremap_userfaultfd_prep). Where that merges with a registered VMA at its new place, the merged VMA loses it as a whole, and the
pages that were there before keep uffd-wp: what follows is as above.`,
    example: [
      '0 mmap 0 1 shared 0',
      '0 mmap 3 1 shared 1',
      '0 write 0 1',
      '0 register 0 4 wp',
      '0 writeprotect 0 1 1',
      '0 mremap 3 1 1 move',
      '0 write 0 2',
    ],
  },
];
