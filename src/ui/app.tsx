import chalk from 'chalk';
import { Box, type Instance, render, Text } from 'ink';
import type { Line } from './frame.ts';
import { type Segment, widthOf } from './rows.ts';
import type { LinePlace, Screen } from './screen.ts';
import { STYLES } from './theme.ts';

/** What draws frames, until it is ended. */
export interface Drawer {
  draw(lines: readonly Line[]): void;
  end(): void;
}

/**
 * Draws frames with Ink.
 *
 * @param screen Where they go.
 * @param color Whether in colours: Ink asks chalk, which does not know NO_COLOR and takes CI for a place without them.
 */
export function inkDrawer(screen: Screen, color: boolean): Drawer {
  chalk.level = color ? 1 : 0;
  let before: readonly Line[] = [];
  let ink: Instance | undefined;
  return {
    draw: (lines) => {
      const isWhole = lines.length !== before.length;
      const changes = isWhole ? lines.map(wholeLine) : lines.flatMap((line, row) => changeOf(line, before[row], row));
      if (changes.length === 0) return;
      screen.expect(isWhole ? undefined : changes);
      const app = <App lines={changes.map(({ rest }) => rest)} />;
      before = lines;
      if (ink !== undefined) ink.rerender(app);
      else ink = render(app, { stdout: asStream(screen), debug: true, exitOnCtrlC: false, patchConsole: false });
    },
    end: () => ink?.unmount(),
  };
}

/** Ink writes frames and asks for the size; it needs no more of a stream than Screen has. */
function asStream(screen: Screen): NodeJS.WriteStream {
  return screen as unknown as NodeJS.WriteStream;
}

/** Lines in Ink: a row of text each, each piece in the style of its role. */
function App({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <Box flexDirection="column">
      {lines.map((line, row) => (
        <Text key={row} wrap="truncate">
          {trimmed(line).map(piece)}
        </Text>
      ))}
    </Box>
  );
}

function piece({ text, role, lit }: Segment, index: number) {
  return (
    <Text key={index} {...STYLES[role]} {...(lit ? { inverse: true } : {})}>
      {text}
    </Text>
  );
}

/** Without the blanks at its end, which are on the screen already; a row without text is a blank, or Ink leaves it out. */
function trimmed(line: Line): Line {
  const end = line.findLastIndex(({ text, lit }) => lit || text.trim() !== '');
  return end < 0 ? [{ text: ' ', role: 'plain' }] : line.slice(0, end + 1);
}

/** The rest of a row from its first piece on that is not as it was, and where it goes. */
interface Change extends LinePlace {
  readonly rest: Line;
}

function wholeLine(line: Line, row: number): Change {
  return { row, column: 0, rest: line };
}

/** Nothing where the row is as it was. */
function changeOf(line: Line, before: Line | undefined, row: number): readonly Change[] {
  const first = line.findIndex((part, index) => !isSame(part, before?.[index]));
  if (first < 0 && before?.length === line.length) return [];
  const from = first < 0 ? line.length : first;
  const column = line.slice(0, from).reduce((sum, { text }) => sum + widthOf(text), 0);
  return [{ row, column, rest: line.slice(from) }];
}

function isSame(part: Segment, that: Segment | undefined): boolean {
  return part.text === that?.text && part.role === that.role && part.lit === that.lit;
}
