import { EventEmitter } from 'node:events';
import stringWidth from 'string-width';
import type { Keyboard } from '../../src/ui/session.ts';

/** A terminal in memory: takes bytes, keeps what they draw, and knows its modes. */
export class FakeTerminal extends EventEmitter {
  columns: number;
  rows: number;
  /** Bytes of each write. */
  readonly written: string[] = [];
  isAlternate = false;
  cursorShown = true;
  #grid: string[][] = [];
  #row = 0;
  #column = 0;

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.#clear();
  }

  /** What a person sees, without blanks at the ends of rows. */
  text(): string {
    return this.#grid.map((row) => row.join('').trimEnd()).join('\n');
  }

  resize(columns: number, rows: number): void {
    const old = this.#grid;
    this.columns = columns;
    this.rows = rows;
    this.#clear();
    for (const [index, row] of this.#grid.entries()) row.splice(0, row.length, ...(old[index] ?? []).slice(0, columns));
    this.emit('resize');
  }

  write(bytes: string): boolean {
    this.written.push(bytes);
    for (const part of bytes.split(/(\x1b\[[?0-9;]*[A-Za-z])/)) {
      const sequence = /^\x1b\[([?0-9;]*)([A-Za-z])$/.exec(part);
      if (sequence !== null) this.#obey(sequence[1] ?? '', sequence[2] ?? '');
      else this.#print(part);
    }
    return true;
  }

  #obey(parameters: string, final: string): void {
    if (final === 'H') {
      const [row, column] = parameters.split(';').map(Number);
      this.#row = (row ?? 1) - 1;
      this.#column = (column ?? 1) - 1;
    } else if (final === 'K') {
      // A cursor that wrote the last column stands on it until it is moved.
      this.#grid[this.#row]?.fill(' ', Math.min(this.#column, this.columns - 1));
    } else if (final === 'J') this.#clear();
    else if (parameters === '?1049') this.isAlternate = final === 'h';
    else if (parameters === '?25') this.cursorShown = final === 'h';
    else if (final !== 'm' && !['?7', '?2026'].includes(parameters))
      throw new Error(`unexpected ESC[${parameters}${final}`);
  }

  #print(text: string): void {
    for (const { segment } of new Intl.Segmenter().segment(text)) {
      if (/\p{Cc}/u.test(segment)) throw new Error(`unexpected control character in ${JSON.stringify(text)}`);
      const width = stringWidth(segment);
      const row = this.#grid[this.#row];
      if (row === undefined || this.#column + width > this.columns)
        throw new Error(`unexpected text beyond the edge: ${JSON.stringify(text)}`);
      row[this.#column] = segment;
      for (let next = 1; next < width; next++) row[this.#column + next] = '';
      this.#column += width;
    }
  }

  #clear(): void {
    this.#grid = Array.from({ length: this.rows }, () => Array.from({ length: this.columns }, () => ' '));
  }
}

/** A keyboard in memory. */
export class FakeKeyboard extends EventEmitter implements Keyboard {
  readonly isTTY = true;
  isRaw = false;

  setRawMode(on: boolean): void {
    this.isRaw = on;
  }

  setEncoding(): void {}
  resume(): void {}
  pause(): void {}

  /** Types text as the terminal sends it. */
  type(text: string): void {
    this.emit('data', text);
  }
}
