import type { Issue } from '../issue.ts';
import type { Message } from '../mail/message.ts';

/** A place in a thread: a message, or a ghost for one that others refer to and nobody delivered. */
export interface ThreadNode {
  readonly messageId: string;
  /** Undefined for a ghost. */
  readonly message: Message | undefined;
  readonly parent: ThreadNode | undefined;
  /** By date, then Message-ID. */
  readonly children: readonly ThreadNode[];
  /** Distance from the root, which has 0. */
  readonly depth: number;
}

/** Messages joined by References and In-Reply-To. */
export interface Thread {
  /** The root's Message-ID: the same whatever the order of ingestion once the root is known. */
  readonly threadId: string;
  readonly root: ThreadNode;
  /** Where References ran in a circle and had to be cut. */
  readonly issues: readonly Issue[];
}
