import { Box, Text } from 'ink';
import type { Line } from './frame.ts';
import type { Segment } from './rows.ts';
import { SAME_ROW } from './screen.ts';
import { STYLES } from './theme.ts';

interface Frames {
  readonly lines: readonly Line[];
  /** What the screen shows now; empty where it shows nothing. */
  readonly before: readonly Line[];
}

/** A frame in Ink: a row of text a line, each piece in the style of its role; rows that stay are not drawn again. */
export function App({ lines, before }: Frames) {
  return (
    <Box flexDirection="column">
      {lines.map((line, row) => (
        <Text key={row} wrap="truncate">
          {isSameLine(line, before[row]) ? SAME_ROW : trimmed(line).map(piece)}
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

function isSameLine(line: Line, before: Line | undefined): boolean {
  return (
    before?.length === line.length &&
    line.every((part, index) => {
      const that = before[index];
      return part.text === that?.text && part.role === that.role && part.lit === that.lit;
    })
  );
}
