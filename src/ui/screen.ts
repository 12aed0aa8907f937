import { EventEmitter } from 'node:events';
import { type Cell, columnsOf, parseRow, rowChange } from './cells.ts';

/** The part of a terminal that the screen needs: `tty.WriteStream` has it, and tests make one of an object. */
export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  write(bytes: string): unknown;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

/** Alternate screen, cursor hidden, no wrapping at the edge, plain look, empty. */
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[0m\x1b[2J';
const LEAVE = '\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l';
/** Synchronized output: a terminal that knows it shows the frame whole, another ignores it. */
const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';
const NO_CELLS: readonly Cell[] = [];

/**
 * The terminal as rows of cells: gets whole frames and sends only the columns that differ from the frame before.
 *
 * Stock Ink clears the terminal and its scrollback for a frame of full height and draws nothing under `CI=true`; this
 * way it does neither. Opening and closing may be repeated, around an editor or a suspension.
 */
export class Screen extends EventEmitter {
  /** Rows that were cut since the frame did not fit: always 0 unless there is a bug, which tests look for. */
  overflow = 0;
  readonly #terminal: Terminal;
  #isOpen: boolean = false;
  /** What each row of the terminal shows; empty where nobody knows. */
  #shown: readonly (readonly Cell[])[] = [];
  #frame: readonly (readonly Cell[])[] = [];
  readonly #resized = (): void => {
    this.#shown = [];
    this.emit('resize');
  };

  constructor(terminal: Terminal) {
    super();
    this.#terminal = terminal;
  }

  /** Columns of the terminal; 80 where it does not tell. */
  get columns(): number {
    return this.#terminal.columns || 80;
  }

  /** Rows of the terminal; 24 where it does not tell. */
  get rows(): number {
    return this.#terminal.rows || 24;
  }

  /** Enters the alternate screen and draws the last frame again, if there is one. */
  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#terminal.on('resize', this.#resized);
    this.#terminal.write(ENTER);
    this.repaint();
  }

  /** Gives the terminal back as it was. Safe to call at any time, and again. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#terminal.off('resize', this.#resized);
    this.#terminal.write(LEAVE);
  }

  /** Draws every row again, whatever the terminal shows now. */
  repaint(): void {
    this.#shown = [];
    this.#draw();
  }

  /** Shows a frame that is there as text with SGR sequences, its rows separated by LF. */
  write(frame: string): void {
    this.show(frame.split('\n').map(parseRow));
  }

  /** Shows a frame; a row that is the same array as before is taken for unchanged. */
  show(frame: readonly (readonly Cell[])[]): void {
    this.#frame = frame;
    this.#draw();
  }

  #draw(): void {
    if (!this.#isOpen) return;
    if (this.#frame.length > this.rows) this.overflow++;
    let bytes = '';
    const shown = Array.from({ length: this.rows }, (_, index) => {
      const cells = this.#frame[index] ?? NO_CELLS;
      const last = this.#shown[index];
      if (last === cells) return last;
      if (columnsOf(cells) > this.columns) this.overflow++;
      bytes += rowChange(index + 1, last, cells);
      return cells;
    });
    this.#shown = shown;
    if (bytes !== '') this.#terminal.write(BEGIN + bytes + END);
  }
}
