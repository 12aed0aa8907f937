import type { Claim } from './claim.ts';

/** Something that a concern can be about, how that is said, and the properties of the memory manager that it means. */
interface Subject {
  /** Words of the evidence that say so outright. */
  readonly words: RegExp;
  /** The concept that says so where no subject is named outright. */
  readonly concept: string | undefined;
  readonly properties: readonly string[];
  /** Follows "it is about". */
  readonly reason: string;
}

/** What concerns are about, in the words of the field. Locks as such are no property: what they protect is. */
const SUBJECTS: readonly Subject[] = [
  {
    words: /\bnotifiers?\b|invalidate_range|clear_flush_notify/i,
    concept: 'mmu-notifier',
    properties: ['SMMU-TABLE', 'SMMU-FREE', 'SMMU-REVOKE', 'NOTIFY-PAIR'],
    reason: 'what secondary MMUs are told',
  },
  {
    words: /\biommu|\bsva\b|\bsmmu/i,
    concept: 'iommu',
    properties: ['SMMU-TABLE', 'SMMU-FREE'],
    reason: 'devices that share the page tables',
  },
  {
    words: /\bkvm\b|\bguests?\b|\bsptes?\b|\bvcpu/i,
    concept: 'kvm',
    properties: ['SMMU-REVOKE', 'SMMU-FREE'],
    reason: 'what a guest still maps',
  },
  {
    words: /flush_tlb|\bstale\b|\btlb (?:entry|entries|flush)|without (?:a )?flush/i,
    concept: 'tlb-flush',
    properties: ['TLB-FREE', 'TLB-REVOKE', 'TLB-TABLE'],
    reason: 'what CPUs still have cached',
  },
  {
    words: /\btails?\b|compound_head|head page/i,
    concept: 'tail-page',
    properties: ['HEAD'],
    reason: 'a tail page where the head is meant',
  },
  {
    words: /\brmap\b|reverse map|anon_vma|->mapping\b/i,
    concept: 'rmap',
    properties: ['RMAP'],
    reason: 'what the reverse map finds',
  },
  { words: /mapcount/i, concept: 'mapcount', properties: ['RMAP', 'COW'], reason: 'how often a page is mapped' },
  {
    words: /refcount|reference count|use.after.free|\bget_page|\bput_page|folio_(?:get|put)/i,
    concept: 'refcount',
    properties: ['REF'],
    reason: 'how long a page lives',
  },
  {
    words: /\bpin(?:s|ned|ning)?\b|get_user_pages|\bvfio\b|\bdma\b|FOLL_/i,
    concept: 'gup-pin',
    properties: ['PIN', 'REF'],
    reason: 'pages that somebody has pinned',
  },
  {
    words: /\bcow\b|copy.on.write/i,
    concept: 'cow',
    properties: ['COW', 'PIN'],
    reason: 'who may write to a shared page',
  },
  {
    words: /UFFDIO_(?:COPY|ZEROPAGE|CONTINUE)|UFFD_MISSING|missing (?:event|fault|mode)/i,
    concept: 'uffd-missing',
    properties: ['UFFD-MISSING'],
    reason: 'what userfaultfd has installed',
  },
  {
    words: /uffd.?wp|userfaultfd.?wp|write.?protect|\bmarkers?\b/i,
    concept: 'uffd-wp',
    properties: ['UFFD-WP'],
    reason: 'a write that must raise an event',
  },
  {
    words: /\b(?:new|insert|create|install|anonymous)\w*\b.{0,40}\bPTEs?\b|\bempty\b/i,
    concept: undefined,
    properties: ['TABLE-EMPTY'],
    reason: 'what a page table still holds',
  },
  {
    words: /gup.?fast|\brcu\b|grace period|lockless/i,
    concept: 'rcu',
    properties: ['TABLE-LOCKLESS'],
    reason: 'readers that take no lock',
  },
  {
    words:
      /page tables?\b.{0,60}\b(?:free[ds]?|gone|under|retract)|\b(?:free[ds]?|gone|retract\w*)\b.{0,60}page tables?\b/i,
    concept: 'page-table-lifetime',
    properties: ['TABLE-LOCKED', 'TABLE-LOCKLESS', 'SMMU-TABLE', 'TLB-TABLE', 'TABLE-EMPTY'],
    reason: 'the life of a page table',
  },
  {
    words: /\bdirty\b/i,
    concept: 'dirty-accessed-bits',
    properties: ['DIRTY'],
    reason: 'a write that must not be lost',
  },
  { words: /truncat|hole.?punch/i, concept: 'truncate', properties: ['TRUNC'], reason: 'a file that gets shorter' },
  { words: /swap (?:slot|entry|entries|cache)/i, concept: undefined, properties: ['SWAP-SLOT'], reason: 'a swap slot' },
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
      const named = subject.concept !== undefined && claim.concepts.includes(subject.concept);
      return named ? meant(subject, `concept ${subject.concept}`) : [];
    }),
  );
}

function meant({ properties, reason }: Subject, from: string): Meant[] {
  return properties.map((property) => ({ property, reason: `it is about ${reason} (${from})` }));
}

function unique(all: readonly Meant[]): readonly Meant[] {
  return [...new Map(all.toReversed().map((one) => [one.property, one])).values()].toReversed();
}
