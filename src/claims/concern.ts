import type { Claim } from './claim.ts';

/** Something that a concern can be about, how that is said, and the properties of the memory manager that it means. */
interface Subject {
  /** Words of the evidence that say so outright. */
  readonly words: RegExp;
  readonly properties: readonly string[];
  /** Follows "it is about". */
  readonly reason: string;
}

/** What concerns are about, in the words of the field. Locks as such are no property: what they protect is. */
const SUBJECTS: readonly Subject[] = [
  {
    words: /\bnotifiers?\b|invalidate_range|clear_flush_notify/i,
    properties: ['SMMU-TABLE', 'SMMU-FREE', 'SMMU-REVOKE', 'NOTIFY-PAIR'],
    reason: 'what secondary MMUs are told',
  },
  {
    words: /\biommu|\bsva\b|\bsmmu/i,
    properties: ['SMMU-TABLE', 'SMMU-FREE'],
    reason: 'devices that share the page tables',
  },
  {
    words: /\bkvm\b|\bguests?\b|\bsptes?\b|\bvcpu/i,
    properties: ['SMMU-REVOKE', 'SMMU-FREE'],
    reason: 'what a guest still maps',
  },
  {
    words: /flush_tlb|\bstale\b|\btlb (?:entry|entries|flush)|without (?:a )?flush/i,
    properties: ['TLB-FREE', 'TLB-REVOKE', 'TLB-TABLE'],
    reason: 'what CPUs still have cached',
  },
  {
    words: /\btails?\b|compound_head|head page/i,
    properties: ['HEAD'],
    reason: 'a tail page where the head is meant',
  },
  {
    words: /\brmap\b|reverse map|anon_vma|->mapping\b/i,
    properties: ['RMAP'],
    reason: 'what the reverse map finds',
  },
  { words: /mapcount/i, properties: ['RMAP', 'COW'], reason: 'how often a page is mapped' },
  {
    words: /refcount|reference count|use.after.free|\bget_page|\bput_page|folio_(?:get|put)/i,
    properties: ['REF'],
    reason: 'how long a page lives',
  },
  {
    words: /\bpin(?:s|ned|ning)?\b|get_user_pages|\bvfio\b|\bdma\b|FOLL_/i,
    properties: ['PIN', 'REF'],
    reason: 'pages that somebody has pinned',
  },
  {
    words: /\bcow\b|copy.on.write/i,
    properties: ['COW', 'PIN'],
    reason: 'who may write to a shared page',
  },
  {
    words:
      /UFFDIO_(?:COPY|ZEROPAGE|CONTINUE|REGISTER)|UFFD_MISSING|userfaultfd_(?:missing|armed)|missing (?:event|fault|mode)|second event/i,
    properties: ['UFFD-MISSING'],
    reason: 'what userfaultfd has installed',
  },
  {
    words: /uffd.?wp|userfaultfd.?wp|\bprotect(?:s|ed|ion)\b|write.?protect|\bmarkers?\b/i,
    properties: ['UFFD-WP'],
    reason: 'a write that must raise an event',
  },
  {
    words: /\b(?:new|insert|create|install|anonymous)\w*\b.{0,40}\bPTEs?\b|\bempty\b/i,
    properties: ['TABLE-EMPTY'],
    reason: 'what a page table still holds',
  },
  {
    words:
      /gup.?fast|get_user_pages_fast|\brcu\b|grace period|lockless|interrupts (?:off|disabled)|without (?:any |a )?locks?\b|\bread(?:s|ing)? (?:the |an )?(?:pmd|pte|entr)/i,
    properties: ['TABLE-LOCKLESS'],
    reason: 'readers that take no lock',
  },
  {
    words:
      /page tables?\b.{0,60}\b(?:free[ds]?|gone|under|retract)|\b(?:free[ds]?|gone|retract\w*)\b.{0,60}page tables?\b/i,
    properties: ['TABLE-LOCKED', 'TABLE-LOCKLESS', 'SMMU-TABLE', 'TLB-TABLE', 'TABLE-EMPTY'],
    reason: 'the life of a page table',
  },
  {
    words: /\bdirty\b/i,
    properties: ['DIRTY'],
    reason: 'a write that must not be lost',
  },
  { words: /truncat|hole.?punch/i, properties: ['TRUNC'], reason: 'a file that gets shorter' },
  { words: /swap (?:slot|entry|entries|cache)/i, properties: ['SWAP-SLOT'], reason: 'a swap slot' },
];

/** A property that a claim is about, with the reason. */
export interface Meant {
  readonly property: string;
  readonly reason: string;
}

/**
 * What a concern can be about instead, whatever else it names: cost, sleeping, deadlocks, leaks, builds, integers, words.
 * No property speaks of these, so that a check would answer another question.
 */
const ELSEWHERE =
  /\bsleep|\batomic context|deadlock|lock(?:ing)? order|wrong order|\bleaks?\b|never (?:ended|released|unlocked|put|freed|called)|\bslow|\bcosts?\b|\bIPIs?\b|\bstalls?\b|performance|latency|\bbuilds?\b|compil|selftest|\bspell|overflow|\bint\b|truncated to|cover letter|commit message|changelog|\bABI\b|\btrick\b|\bzone\b|to a CPU\b|NULL\b/i;

/**
 * Properties that a concern is about: those that its own words name.
 *
 * Concepts are not asked: they may come from the lines that it comments on, and a concern about something else that
 * stands at such a line would be answered by the wrong check.
 */
export function propertiesOf(claim: Pick<Claim, 'evidence'>): readonly Meant[] {
  if (ELSEWHERE.test(claim.evidence)) return [];
  const named = SUBJECTS.flatMap((subject) => {
    const word = subject.words.exec(claim.evidence)?.[0];
    return word === undefined ? [] : meant(subject, word);
  });
  return [...new Map(named.toReversed().map((one) => [one.property, one])).values()].toReversed();
}

function meant({ properties, reason }: Subject, word: string): Meant[] {
  return properties.map((property) => ({ property, reason: `it is about ${reason} ("${word}")` }));
}
