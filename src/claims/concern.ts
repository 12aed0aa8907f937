import type { Claim } from './claim.ts';

/** Something that a concern can be about, how that is said, and the properties of the memory manager that it means. */
interface Subject {
  /** Words of the evidence that say so outright. */
  readonly words: RegExp;
  /** Concepts that say so where no subject is named outright. */
  readonly concepts: readonly string[];
  readonly properties: readonly string[];
  /** Follows "it is about". */
  readonly reason: string;
}

/** What concerns are about, in the words of the field. Locks as such are no property: what they protect is. */
const SUBJECTS: readonly Subject[] = [
  {
    words: /\bnotifiers?\b|invalidate_range|clear_flush_notify/i,
    concepts: ['mmu-notifier'],
    properties: ['SMMU-TABLE', 'SMMU-FREE', 'SMMU-REVOKE', 'NOTIFY-PAIR'],
    reason: 'what secondary MMUs are told',
  },
  {
    words: /\biommu|\bsva\b|\bsmmu/i,
    concepts: ['iommu'],
    properties: ['SMMU-TABLE', 'SMMU-FREE'],
    reason: 'devices that share the page tables',
  },
  {
    words: /\bkvm\b|\bguests?\b|\bsptes?\b|\bvcpu/i,
    concepts: ['kvm'],
    properties: ['SMMU-REVOKE', 'SMMU-FREE'],
    reason: 'what a guest still maps',
  },
  {
    words: /flush_tlb|\bstale\b|\btlb (?:entry|entries|flush)|without (?:a )?flush/i,
    concepts: ['tlb-flush'],
    properties: ['TLB-FREE', 'TLB-REVOKE', 'TLB-TABLE'],
    reason: 'what CPUs still have cached',
  },
  {
    words: /\btails?\b|compound_head|head page/i,
    concepts: ['tail-page'],
    properties: ['HEAD'],
    reason: 'a tail page where the head is meant',
  },
  {
    words: /\brmap\b|reverse map|anon_vma|->mapping\b/i,
    concepts: ['rmap'],
    properties: ['RMAP'],
    reason: 'what the reverse map finds',
  },
  { words: /mapcount/i, concepts: ['mapcount'], properties: ['RMAP', 'COW'], reason: 'how often a page is mapped' },
  {
    words: /refcount|reference count|use.after.free|\bget_page|\bput_page|folio_(?:get|put)/i,
    concepts: ['refcount'],
    properties: ['REF'],
    reason: 'how long a page lives',
  },
  {
    words: /\bpin(?:s|ned|ning)?\b|get_user_pages|\bvfio\b|\bdma\b|FOLL_/i,
    concepts: ['gup-pin'],
    properties: ['PIN', 'REF'],
    reason: 'pages that somebody has pinned',
  },
  {
    words: /\bcow\b|copy.on.write/i,
    concepts: ['cow'],
    properties: ['COW', 'PIN'],
    reason: 'who may write to a shared page',
  },
  {
    words:
      /UFFDIO_(?:COPY|ZEROPAGE|CONTINUE|REGISTER)|UFFD_MISSING|userfaultfd_(?:missing|armed)|missing (?:event|fault|mode)|second event/i,
    concepts: ['uffd-missing'],
    properties: ['UFFD-MISSING'],
    reason: 'what userfaultfd has installed',
  },
  {
    words: /uffd.?wp|userfaultfd.?wp|write.?protect|\bmarkers?\b/i,
    concepts: ['uffd-wp', 'pte-marker'],
    properties: ['UFFD-WP'],
    reason: 'a write that must raise an event',
  },
  {
    words: /\b(?:new|insert|create|install|anonymous)\w*\b.{0,40}\bPTEs?\b|\bempty\b/i,
    concepts: [],
    properties: ['TABLE-EMPTY'],
    reason: 'what a page table still holds',
  },
  {
    words: /gup.?fast|\brcu\b|grace period|lockless/i,
    concepts: ['rcu'],
    properties: ['TABLE-LOCKLESS'],
    reason: 'readers that take no lock',
  },
  {
    words:
      /page tables?\b.{0,60}\b(?:free[ds]?|gone|under|retract)|\b(?:free[ds]?|gone|retract\w*)\b.{0,60}page tables?\b/i,
    concepts: ['page-table-lifetime'],
    properties: ['TABLE-LOCKED', 'TABLE-LOCKLESS', 'SMMU-TABLE', 'TLB-TABLE', 'TABLE-EMPTY'],
    reason: 'the life of a page table',
  },
  {
    words: /\bdirty\b/i,
    concepts: ['dirty-accessed-bits'],
    properties: ['DIRTY'],
    reason: 'a write that must not be lost',
  },
  { words: /truncat|hole.?punch/i, concepts: ['truncate'], properties: ['TRUNC'], reason: 'a file that gets shorter' },
  { words: /swap (?:slot|entry|entries|cache)/i, concepts: [], properties: ['SWAP-SLOT'], reason: 'a swap slot' },
];

/** A property that a claim is about, with the reason. */
export interface Meant {
  readonly property: string;
  readonly reason: string;
}

/**
 * Properties that a concern is about.
 *
 * What its own words name outright decides; only where they name nothing, its concepts do, which may come from the lines
 * that it comments on.
 */
export function propertiesOf(claim: Pick<Claim, 'concepts' | 'evidence'>): readonly Meant[] {
  const outright = SUBJECTS.flatMap((subject) => {
    const word = subject.words.exec(claim.evidence)?.[0];
    return word === undefined ? [] : meant(subject, `"${word}"`);
  });
  if (outright.length > 0) return unique(outright);
  return unique(
    SUBJECTS.flatMap((subject) => {
      const concept = subject.concepts.find((one) => claim.concepts.includes(one));
      return concept === undefined ? [] : meant(subject, `concept ${concept}`);
    }),
  );
}

function meant({ properties, reason }: Subject, from: string): Meant[] {
  return properties.map((property) => ({ property, reason: `it is about ${reason} (${from})` }));
}

function unique(all: readonly Meant[]): readonly Meant[] {
  return [...new Map(all.toReversed().map((one) => [one.property, one])).values()].toReversed();
}
