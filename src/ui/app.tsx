import chalk from 'chalk';
import { Box, type Instance, render, Text } from 'ink';
import type { Line } from './frame.ts';
import type { Segment } from './rows.ts';
import type { Screen } from './screen.ts';
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
      const rows = [...lines.keys()].filter((row) => !isSameLine(lines[row], before[row]));
      if (rows.length === 0 && lines.length === before.length) return;
      const isWhole = lines.length !== before.length;
      screen.expect(isWhole ? undefined : rows);
      const app = <App lines={isWhole ? lines : rows.map((row) => lines[row] ?? [])} />;
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

function isSameLine(line: Line | undefined, before: Line | undefined): boolean {
  return (
    line !== undefined &&
    before?.length === line.length &&
    line.every((part, index) => {
      const that = before[index];
      return part.text === that?.text && part.role === that.role && part.lit === that.lit;
    })
  );
}
