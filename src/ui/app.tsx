import { Box, Text } from 'ink';
import { memo } from 'react';
import type { Line } from './frame.ts';
import { STYLES } from './theme.ts';

/** A frame in Ink: a row of text a line, each piece in the style of its role. */
export function App({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <Box flexDirection="column">
      {lines.map((line, row) => (
        <TerminalRow key={row} line={line} />
      ))}
    </Box>
  );
}

const TerminalRow = memo(function TerminalRow({ line }: { readonly line: Line }) {
  return (
    <Text wrap="truncate">
      {line.map(({ text, role, lit }, index) => (
        <Text key={index} {...STYLES[role]} {...(lit ? { inverse: true } : {})}>
          {text}
        </Text>
      ))}
    </Text>
  );
}, isSameLine);

function isSameLine({ line: one }: { readonly line: Line }, { line: other }: { readonly line: Line }): boolean {
  return (
    one.length === other.length &&
    one.every((part, index) => {
      const that = other[index];
      return part.text === that?.text && part.role === that.role && part.lit === that.lit;
    })
  );
}
