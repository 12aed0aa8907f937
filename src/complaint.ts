/**
 * Why something that was asked for cannot be done, for the person who asked: an expected failure, and so data.
 *
 * `src/cli/report.ts` turns it into text and an exit code.
 */
export interface Complaint {
  /** Whose move it is: `input` and `usage` the user's, `store` the database's, `closed` and `interrupted` nobody's, `bug` ours. */
  readonly kind: 'input' | 'store' | 'usage' | 'closed' | 'interrupted' | 'bug';
  /** What went wrong, one clause, lower case, without a full stop. */
  readonly message: string;
  /** Why, nearest cause first. */
  readonly causes?: readonly string[];
  /** The way out, a sentence. */
  readonly hint?: string;
}

/** What was asked for, or why it cannot be had. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly complaint: Complaint };

/** Wraps a value as a good outcome. */
export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** Wraps a complaint as a bad outcome. */
export function refused(complaint: Complaint): { readonly ok: false; readonly complaint: Complaint } {
  return { ok: false, complaint };
}
