import { blankRow, type Row, type Segment, segment, type Target, wrap } from './rows.ts';
import type { Role } from './theme.ts';

/** What the rows of a text can share. */
export interface LineOptions {
  readonly target?: Target | undefined;
  readonly folds?: readonly string[];
}

/** Rows of a page under construction: text wrapped to one width, anchors below one name. */
export class Lines {
  readonly rows: Row[] = [];
  readonly #width: number;
  readonly #name: string;

  /**
   * @param width Columns that text is wrapped to.
   * @param name Goes before every anchor, so that two pages have none in common.
   */
  constructor(width: number, name: string) {
    this.#width = Math.max(1, width);
    this.#name = name;
  }

  /** A row of pieces that are not wrapped. */
  add(anchor: string, segments: readonly Segment[], { target, folds }: LineOptions = {}): void {
    this.rows.push({
      anchor: `${this.#name}:${anchor}`,
      segments,
      ...(target === undefined ? {} : { target }),
      ...(folds === undefined ? {} : { folds }),
    });
  }

  /** A paragraph, `indent` columns from the left. */
  text(anchor: string, text: string, role: Role, options: LineOptions & { readonly indent?: number } = {}): void {
    const indent = options.indent ?? 0;
    for (const line of wrap(segment(text).text, Math.max(1, this.#width - indent))) {
      this.add(anchor, [segment(' '.repeat(indent) + line, role)], options);
    }
  }

  /** A title with an empty row above it. */
  heading(anchor: string, text: string): void {
    this.rows.push(blankRow(`${this.#name}:${anchor}:blank`));
    this.add(anchor, [segment(text, 'title')]);
  }
}
