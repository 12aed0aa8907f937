import type { Change, Result, Verdict } from '../checks/check.ts';
import type { ClaimKind } from '../claims/claim.ts';
import type { StepText } from '../explore/model.ts';
import type { Side } from '../patch/patch.ts';
import type { ClaimFilter } from '../store/view-claims.ts';
import type { SeriesFilter } from '../store/view-series.ts';
import type { ThreadFilter } from '../store/view-threads.ts';

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
  /** Those of the open ones whose mail nobody replied to. */
  readonly unanswered: number;
  /** Concerns that a check confirmed. */
  readonly confirmed: number;
  /** Mails that are not marked as read. */
  readonly unread: number;
}

/** A version of a series. */
export interface VersionItem {
  /** Its first mail, which names it. */
  readonly head: string;
  readonly version: number;
  readonly threadId: string | undefined;
  readonly date: string | undefined;
  readonly subject: string;
  /** Patches that it should have, and those that are in the database. */
  readonly parts: number;
  readonly received: number;
}

/** A series as the list shows it. */
export interface SeriesItem {
  readonly seriesId: string;
  readonly subject: string;
  readonly fromName: string;
  /** In their order. */
  readonly versions: readonly VersionItem[];
  /** People who gave the newest version Reviewed-by or Acked-by. */
  readonly endorsed: number;
  /** Claims about any version. */
  readonly open: number;
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
  /** The series that the message is a part of, and the version. */
  readonly seriesId: string | undefined;
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

/** Where the line of a claim stands in a later version of its series. */
export interface PlaceItem {
  readonly claimId: string;
  readonly version: number;
  readonly fate: 'same' | 'moved' | 'changed' | 'gone';
  /** The mail that holds the line there; undefined where it is gone. */
  readonly messageId: string | undefined;
  readonly path: string | undefined;
  readonly hunk: number;
  readonly hunkLine: number;
  readonly line: string;
  readonly lineNumber: number;
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
  /** For `violated` after the patch: what makes it hold. */
  readonly repair: string | undefined;
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
  /** By claim: where its line stands in later versions, in their order. */
  readonly places: ReadonlyMap<string, readonly PlaceItem[]>;
  /** Messages that are marked as read. */
  readonly read: ReadonlySet<string>;
  /** One's own notes, by the Message-ID or the claim that they are on. */
  readonly notes: ReadonlyMap<string, string>;
}

/** Two versions of a series side by side, with what was claimed of the earlier one. */
export interface Comparison {
  readonly seriesId: string;
  /** All versions of the series, in their order. */
  readonly versions: readonly VersionItem[];
  readonly from: VersionItem;
  readonly to: VersionItem;
  /** The mails of both versions that hold diffs, in the order of the series. */
  readonly before: readonly MessageItem[];
  readonly after: readonly MessageItem[];
  /** What was claimed of lines of the earlier version. */
  readonly claims: readonly ClaimItem[];
  /** By claim: where its line stands in the later version. */
  readonly places: ReadonlyMap<string, PlaceItem>;
  /** Of those claims, on both versions. */
  readonly checks: readonly CheckItem[];
}

/** A patch as the screen of checks names it. */
export interface PatchItem {
  readonly threadId: string;
  readonly version: number;
  readonly subject: string;
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

/** Which claims to list; what the command line's filters say. */
export type ClaimQuery = Omit<ClaimFilter, 'message' | 'claim' | 'newestFirst'>;

/** What a screen asks for. */
export type Request =
  | { readonly kind: 'threads'; readonly query: ThreadFilter }
  | { readonly kind: 'series'; readonly query: SeriesFilter }
  /** Any message of the thread names it. */
  | { readonly kind: 'thread'; readonly id: string }
  | { readonly kind: 'claims'; readonly query: ClaimQuery }
  | { readonly kind: 'trace'; readonly checkId: string; readonly side: Side }
  /** What a property of the model demands. */
  | { readonly kind: 'property'; readonly name: string }
  /** What the screen of checks says of patches of other threads. */
  | { readonly kind: 'patches'; readonly messageIds: readonly string[] }
  | { readonly kind: 'search'; readonly query: string }
  /** Without versions the newest and the one before it; a version is named by its first mail. */
  | {
      readonly kind: 'comparison';
      readonly seriesId: string;
      readonly from: string | undefined;
      readonly to: string | undefined;
    };

export type RequestKind = Request['kind'];
export type RequestOf<K extends RequestKind> = Extract<Request, { kind: K }>;

/** What comes of each kind of request. */
export interface Answers {
  /** Newest activity first. */
  readonly threads: readonly ThreadItem[];
  /** Newest version first. */
  readonly series: readonly SeriesItem[];
  /** Undefined where there is no such thread. */
  readonly thread: ThreadPage | undefined;
  /** Newest first. */
  readonly claims: Part<ClaimItem>;
  readonly trace: readonly StepText[];
  /** A sentence; empty where there is no such property. */
  readonly property: string;
  /** By Message-ID; without those that are not there. */
  readonly patches: ReadonlyMap<string, PatchItem>;
  /** Newest first. */
  readonly search: readonly Hit[];
  /** Undefined where the series has not two versions. */
  readonly comparison: Comparison | undefined;
}

/** Some mails, or all of a thread. */
export type Markable = { readonly messageIds: readonly string[] } | { readonly threadId: string };

/** A note is on a claim, or without one on the mail itself. */
export interface NoteOn {
  readonly messageId: string;
  readonly claimId: string | undefined;
}

/** What the screens need to know; a promise that rejects is shown in the place of what it would have brought. */
export interface UiData {
  read<K extends RequestKind>(request: RequestOf<K>): Promise<Answers[K]>;
  /** Marks mails as read, or takes their marks away. */
  mark(which: Markable, isRead: boolean): Promise<void>;
  /** Replaces the note on something; an empty text takes it away. */
  writeNote(on: NoteOn, text: string): Promise<void>;
  /** A number that changes when anything was written since. */
  version(): Promise<number>;
  close(): Promise<void>;
}
