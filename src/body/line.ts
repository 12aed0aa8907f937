/** One line of a mail with its quote marks read. */
export interface MailLine {
  /** Zero-based. */
  readonly number: number;
  /** Offset of the line's first character, marks included. */
  readonly start: number;
  /** Offset behind the line end, or the text's length. */
  readonly end: number;
  /** Whether a line end stands behind it; only a text's last line may lack one. */
  readonly ended: boolean;
  /** 0 for own words. */
  readonly depth: number;
  /** Counted as quoted though unmarked, since it stands behind a copied mail header. */
  readonly unmarked?: true;
  /** Without quote marks and line end. */
  readonly text: string;
}
