import type { Change, Result, Verdict } from '../checks/check.ts';
import type { ClaimKind } from '../claims/claim.ts';
import type { StepText } from '../explore/model.ts';
import type { Side } from '../patch/patch.ts';

/** A thread as the list shows it. */
export interface ThreadItem {
  readonly threadId: string;
  readonly subject: string;
  readonly fromName: string;
  /** ISO 8601, of the last message. */
  readonly lastDate: string;
  readonly messages: number;
  readonly patches: number;
  /** Concerns, requests and questions that nobody has answered, promised or changed anything for. */
  readonly open: number;
  /** Concerns that a check confirmed. */
  readonly confirmed: number;
}

/** A hunk as the database has it: where its lines stand in the text of its mail, from 0, the `@@` line among them. */
export interface HunkItem {
  readonly path: string;
  readonly hunk: number;
  readonly function: string | undefined;
  readonly oldStart: number;
  readonly newStart: number;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** A message of a thread. */
export interface MessageItem {
  readonly messageId: string;
  readonly parentId: string | undefined;
  /** Distance from the root, which has 0. */
  readonly depth: number;
  readonly fromName: string;
  readonly fromEmail: string;
  /** ISO 8601 in UTC. */
  readonly date: string | undefined;
  readonly subject: string;
  readonly isBot: boolean;
  readonly isGhost: boolean;
  /** Of the series, where the message is a part of one. */
  readonly version: number | undefined;
  /** Decoded text, LF line ends; empty for a ghost of which nothing is known. */
  readonly text: string;
  /** The hunks of its diff, in their order; empty for a mail without one. */
  readonly hunks: readonly HunkItem[];
}

/** The patch line that a claim is about. */
export interface AnchorItem {
  readonly messageId: string;
  readonly path: string;
  readonly function: string | undefined;
  readonly hunk: number;
  /** Index of the line in its hunk. */
  readonly hunkLine: number;
  /** The line with its mark. */
  readonly line: string;
  readonly lineNumber: number;
  readonly method: string;
  readonly confidence: number;
}

/** A step of a claim's ledger with its evidence. */
export interface EventItem {
  readonly status: string;
  readonly date: string | undefined;
  readonly messageId: string | undefined;
  readonly evidence: string | undefined;
  readonly version: number | undefined;
  readonly checkId: string | undefined;
}

/** What somebody says of a patch. */
export interface ClaimItem {
  readonly claimId: string;
  readonly messageId: string;
  readonly threadId: string;
  readonly date: string | undefined;
  readonly fromName: string;
  readonly subject: string;
  readonly kind: ClaimKind;
  readonly hedged: boolean;
  readonly evidence: string;
  /** UTF-16 offsets in the message's text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly concepts: readonly string[];
  readonly symbols: readonly string[];
  readonly cues: readonly string[];
  readonly isBot: boolean;
  readonly confidence: number;
  readonly status: string | undefined;
  /** The strongest of its checks; undefined where nothing was run. */
  readonly verdict: Verdict | undefined;
  readonly anchor: AnchorItem | undefined;
  readonly repliesTo: string | undefined;
}

/** One side of a check. */
export interface RunItem {
  readonly side: Side;
  readonly result: Result;
  readonly states: number;
  readonly seconds: number;
  readonly assumptions: readonly string[];
  readonly references: readonly string[];
  readonly unknown: readonly string[];
  readonly missing: readonly string[];
  readonly origin: string | undefined;
  readonly mutant: string | undefined;
  readonly token: string | undefined;
}

/** A property in a world, run on a function before and after a patch. */
export interface CheckItem {
  readonly checkId: string;
  /** Undefined where the hunk alone asked for it. */
  readonly claimId: string | undefined;
  /** Of the mail that holds the diff. */
  readonly messageId: string;
  readonly version: number | undefined;
  readonly path: string;
  readonly function: string;
  readonly property: string;
  readonly world: string;
  readonly why: string;
  readonly kernel: string;
  readonly verdict: Verdict;
  readonly change: Change;
  readonly runs: readonly RunItem[];
}

/** Everything of one thread that its screens show. */
export interface ThreadPage {
  readonly threadId: string;
  readonly subject: string;
  /** In the order of the tree: parents before children, siblings by date. */
  readonly messages: readonly MessageItem[];
  /** In the order of the tree, then of the text. */
  readonly claims: readonly ClaimItem[];
  /** By claim, then by the version of the patch. */
  readonly checks: readonly CheckItem[];
  /** Ledger events by claim. */
  readonly events: ReadonlyMap<string, readonly EventItem[]>;
}

/** A place that a search found. */
export interface Hit {
  readonly threadId: string;
  readonly messageId: string;
  readonly fromName: string;
  readonly date: string | undefined;
  readonly subject: string;
}

/** A list that may be longer than what was read of it. */
export interface Part<T> {
  readonly items: readonly T[];
  readonly isWhole: boolean;
}

/** What the screens need to know; a promise that rejects is shown in the place of what it would have brought. */
export interface UiData {
  /** Newest activity first. */
  threads(): Promise<readonly ThreadItem[]>;
  /** Undefined where there is no such thread; a Message-ID of any of its messages names it too. */
  thread(id: string): Promise<ThreadPage | undefined>;
  /** Claims of all threads, newest first. */
  claims(): Promise<Part<ClaimItem>>;
  trace(checkId: string, side: Side): Promise<readonly StepText[]>;
  /** Newest first. */
  search(query: string): Promise<readonly Hit[]>;
  /** A number that changes when anything was written since. */
  version(): Promise<number>;
  close(): Promise<void>;
}
