import type { Anchor } from '../patch/anchor.ts';

export const CLAIM_KINDS = [
  'concern',
  'question',
  'request',
  'objection',
  'agreement',
  'answer',
  'commitment',
  'withdrawal',
  'endorsement',
  'assertion',
] as const;

export type ClaimKind = (typeof CLAIM_KINDS)[number];

/** One thing that one sender says in their own words. */
export interface Claim {
  /** Stable over re-ingestion: a hash of Message-ID and evidence. */
  readonly claimId: string;
  readonly messageId: string;
  readonly kind: ClaimKind;
  /** The sender marks doubt. */
  readonly hedged: boolean;
  /** Verbatim text of the claim; line breaks written as one space. */
  readonly evidence: string;
  /** Offsets in the decoded text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly concepts: readonly string[];
  readonly symbols: readonly string[];
  readonly anchor: Anchor | undefined;
  readonly about: 'patch' | 'claim' | 'context';
  /** Message-ID of the mail whose claim this one reacts to. */
  readonly repliesTo: string | undefined;
  readonly isBot: boolean;
  /** 0 to 1. */
  readonly confidence: number;
  /** What made it this kind: names of rules, with the words that fired them. */
  readonly cues: readonly string[];
}
