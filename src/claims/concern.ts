import type { Claim } from './claim.ts';

/** Something that a concern says, and the properties of the memory manager that it is about. */
interface Subject {
  /** Any of these concepts. */
  readonly concepts: readonly string[];
  /** Any of these words in the evidence. */
  readonly words: RegExp | undefined;
  readonly properties: readonly string[];
  /** `a missing or misplaced notifier`: follows "it is about". */
  readonly reason: string;
}

/** What concerns are about, in the words of their concepts and of the field. */
const SUBJECTS: readonly Subject[] = [
  {
    concepts: ['mmu-notifier'],
    words: /\bnotifiers?\b|invalidate_range/i,
    properties: ['SMMU-TABLE', 'SMMU-FREE', 'SMMU-REVOKE', 'NOTIFY-PAIR'],
    reason: 'what secondary MMUs are told',
  },
  {
    concepts: ['iommu'],
    words: /\biommu|\bsva\b|\bdevice\b.*\bwalk/i,
    properties: ['SMMU-TABLE', 'SMMU-FREE', 'SMMU-REVOKE'],
    reason: 'devices that share the page tables',
  },
  {
    concepts: ['kvm'],
    words: /\bkvm\b|\bguests?\b/i,
    properties: ['SMMU-REVOKE', 'SMMU-FREE'],
    reason: 'what a guest still maps',
  },
  {
    concepts: ['tlb-flush'],
    words: /\btlb|\bstale (?:entry|entries|translation)/i,
    properties: ['TLB-FREE', 'TLB-REVOKE', 'TLB-TABLE'],
    reason: 'what CPUs still have cached',
  },
  {
    concepts: ['tail-page'],
    words: /\btail\b|compound_head/i,
    properties: ['HEAD'],
    reason: 'a tail page where the head is meant',
  },
  {
    concepts: ['rmap'],
    words: /\brmap\b|reverse map|anon_vma/i,
    properties: ['RMAP', 'TABLE-EMPTY'],
    reason: 'what the reverse map finds',
  },
  { concepts: ['mapcount'], words: /\bmapcounts?\b/i, properties: ['RMAP', 'COW'], reason: 'counts of mappings' },
  {
    concepts: ['refcount'],
    words: /\bref(?:erence)?s?(?:count)?\b|use.after.free/i,
    properties: ['REF'],
    reason: 'how long a page lives',
  },
  {
    concepts: ['gup-pin'],
    words: /\bpins?\b|\bpinned\b|\bgup\b|get_user_pages|vfio|\bdma\b/i,
    properties: ['PIN', 'REF'],
    reason: 'pages that somebody has pinned',
  },
  {
    concepts: ['cow'],
    words: /\bcow\b|copy.on.write/i,
    properties: ['COW', 'PIN'],
    reason: 'who may write to a shared page',
  },
  {
    concepts: ['uffd-missing'],
    words: /UFFDIO_COPY|VM_UFFD_MISSING|uffd|userfault/i,
    properties: ['UFFD-MISSING', 'TABLE-EMPTY'],
    reason: 'what userfaultfd has installed',
  },
  {
    concepts: ['uffd-wp', 'pte-marker'],
    words: /uffd.?wp|write.protect|\bmarkers?\b/i,
    properties: ['UFFD-WP'],
    reason: 'a write that must raise an event',
  },
  {
    concepts: ['page-table-lifetime'],
    words: /\bpage tables?\b|\bpgtable|\bPTEs?\b.*\b(?:new|insert|install|create|empty)|\bempty\b/i,
    properties: ['TABLE-EMPTY', 'TABLE-LOCKED', 'TABLE-LOCKLESS', 'SMMU-TABLE', 'TLB-TABLE'],
    reason: 'the life of a page table',
  },
  {
    concepts: ['rcu'],
    words: /\brcu\b|grace period|gup.?fast/i,
    properties: ['TABLE-LOCKLESS'],
    reason: 'readers that take no lock',
  },
  { concepts: ['locking'], words: /\block(?:s|ed|ing)?\b/i, properties: ['LOCK', 'TABLE-LOCKED'], reason: 'a lock' },
  {
    concepts: ['dirty-accessed-bits'],
    words: /\bdirty\b/i,
    properties: ['DIRTY'],
    reason: 'a write that must not be lost',
  },
  {
    concepts: ['truncate'],
    words: /\btruncat|hole.?punch/i,
    properties: ['TRUNC'],
    reason: 'a file that gets shorter',
  },
  {
    concepts: ['swap'],
    words: /\bswap/i,
    properties: ['SWAP-SLOT', 'UFFD-MISSING', 'UFFD-WP'],
    reason: 'a page that goes to swap',
  },
];

/** Properties that a concern is about, the likeliest first, each with the reason. */
export function propertiesOf(
  claim: Pick<Claim, 'concepts' | 'evidence'>,
): readonly { readonly property: string; readonly reason: string }[] {
  const found = new Map<string, string>();
  for (const { concepts, words, properties, reason } of SUBJECTS) {
    const concept = concepts.find((one) => claim.concepts.includes(one));
    const word = words?.exec(claim.evidence)?.[0];
    if (concept === undefined && word === undefined) continue;
    const from = word === undefined ? `concept ${concept}` : `"${word}"`;
    for (const property of properties) if (!found.has(property)) found.set(property, `it is about ${reason} (${from})`);
  }
  return [...found].map(([property, reason]) => ({ property, reason }));
}
