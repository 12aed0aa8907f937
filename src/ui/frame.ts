import { matchesIn } from './jump.ts';
import { bindingsOn, shownKey } from './keys.ts';
import { isTooSmall, layout, type PaneName, type Rect } from './layout.ts';
import { checkOf, claimOf, comparisonRequest } from './lookup.ts';
import { viewIn } from './move.ts';
import { contentOf, partOf } from './panes.ts';
import { PROMPT_MARKS } from './prompt.ts';
import { cellsOf, fit, type Segment, segment, widthOf } from './rows.ts';
import { isChecking } from './running.ts';
import { loadedOf, pageOf, paneOf, type State, topView, type View } from './state.ts';
import { ASCII } from './theme.ts';
import { versionNames } from './version-name.ts';
import { count } from './words.ts';

/** One row of the terminal, as wide as the terminal; `lit` means that it is shown inverse. */
export type Line = readonly Segment[];

/**
 * Draws the screen as rows of text with roles: the title, the panes, and the line at the bottom.
 *
 * @returns As many rows as the terminal has, each exactly as wide.
 */
export function frame(state: State): readonly Line[] {
  const lines = drawn(state);
  return state.glyphs === ASCII ? lines.map((line) => line.map(toAscii)) : lines;
}

function drawn(state: State): readonly Line[] {
  const { columns, rows } = state.size;
  if (isTooSmall(state.size)) return tooSmall(state);
  const view = topView(state);
  const { panes, rules } = layout(state.size, view.place.screen, view.focus);
  const drawnPanes = new Map(
    [...panes].map(([name, rect]) => [name, paneLines(state, viewIn(state, name), name, rect)]),
  );
  const body = Array.from({ length: rows - 2 }, (_, index) => {
    const y = index + 1;
    const parts: { readonly x: number; readonly line: Line }[] = [];
    for (const [name, rect] of panes) {
      const line = drawnPanes.get(name)?.[y - rect.y];
      if (y >= rect.y && line !== undefined) parts.push({ x: rect.x, line });
    }
    for (const rule of rules) {
      if (y >= rule.y && y < rule.y + rule.height)
        parts.push({ x: rule.x, line: [segment(state.glyphs.bar, 'muted')] });
    }
    return parts.sort((one, other) => one.x - other.x).flatMap(({ line }) => line);
  });
  return [
    fit(titleLine(state, view), 0, columns),
    ...body,
    fit(bottomLine(state, view), 0, columns, state.glyphs.ellipsis),
  ];
}

/** What stands for the signs of the screens' own words where only ASCII can be drawn. */
const ASCII_SIGNS: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '…': '~',
  '↓': 'v',
  '↑': '^',
  '←': '<',
  '→': '>',
};

/** As wide as before, in ASCII: a terminal without UTF-8 would draw every other character as several. */
function toAscii(part: Segment): Segment {
  const text = [...cellsOf(part.text)].map((cell) => asciiOf(cell.text) ?? '?'.repeat(cell.width)).join('');
  return { ...part, text };
}

function asciiOf(text: string): string | undefined {
  return /^[\x20-\x7e]$/.test(text) ? text : ASCII_SIGNS[text];
}

function tooSmall({ size, glyphs }: State): readonly Line[] {
  const lines = ['The window is too small for mmlore.', 'Make it 40 columns by 10 rows or larger.'];
  return Array.from({ length: size.rows }, (_, row) =>
    fit([segment(lines[row] ?? '')], 0, size.columns, glyphs.ellipsis),
  );
}

/** The rows of a pane, its title first. */
function paneLines(state: State, view: View, name: PaneName, rect: Rect): readonly Line[] {
  const content = contentOf(state, view, name);
  const { cursor, top, shift } = paneOf(view, name);
  const hasFocus = view.focus === name;
  const needle = hasFocus ? needleOf(state, view) : '';
  const lines: Line[] = [paneTitle(state, content.title, content.heads, rect.width, hasFocus)];
  for (let row = 0; row < rect.height - 1; row++) {
    const index = top + row;
    const isThere = index < content.rows.length;
    const isCursor = index === cursor && isThere;
    const mark = !isCursor ? ' ' : hasFocus ? state.glyphs.cursor : state.glyphs.cursorElsewhere;
    const segments = isThere ? highlighted(content.rows.at(index).segments, needle) : [];
    const fitted = fit(segments, shift, rect.width - 1, state.glyphs.ellipsis);
    lines.push([
      segment(mark, hasFocus ? 'focus' : 'muted'),
      ...fitted.map(
        (part): Segment => (part.lit && !(isCursor && hasFocus) ? { text: part.text, role: part.role } : part),
      ),
    ]);
  }
  return lines;
}

function paneTitle(
  state: State,
  title: string,
  heads: readonly Segment[] | undefined,
  width: number,
  hasFocus: boolean,
): Line {
  const { glyphs } = state;
  if (heads !== undefined) return fit([segment(' '), ...heads], 0, width, glyphs.ellipsis);
  const text = ` ${title} `;
  const rest = Math.max(0, width - 2 - widthOf(text));
  return fit(
    [
      segment(glyphs.rule.repeat(2), 'muted'),
      segment(text, hasFocus ? 'focus' : 'muted'),
      segment(glyphs.rule.repeat(rest), 'muted'),
    ],
    0,
    width,
  );
}

/** What is lit up: the search that is typed, else the last one. */
function needleOf({ prompt }: State, { needle }: View): string {
  return prompt?.kind === 'search' ? prompt.text : needle;
}

/** Segments with the places of a needle in the look of matches. */
function highlighted(segments: readonly Segment[], needle: string): readonly Segment[] {
  const text = segments.map((part) => part.text).join('');
  const starts = matchesIn(text, needle);
  if (starts.length === 0) return segments;
  const edges = [...new Set([0, text.length, ...starts.flatMap((start) => [start, start + needle.length])])];
  const result: Segment[] = [];
  let offset = 0;
  for (const part of segments) {
    const end = offset + part.text.length;
    const own = [...new Set([offset, end, ...edges.filter((edge) => edge > offset && edge < end)])].sort(
      (a, b) => a - b,
    );
    for (const [index, from] of own.slice(0, -1).entries()) {
      const isMatch = starts.some((start) => from >= start && from < start + needle.length);
      const piece = part.text.slice(from - offset, (own[index + 1] ?? end) - offset);
      result.push(isMatch ? { text: piece, role: 'match' } : { ...part, text: piece });
    }
    offset = end;
  }
  return result;
}

/** Where one is, `mmlore › threads › …`, and where in it, `3 of 50 · 6 %`. */
function titleLine(state: State, view: View): Line {
  const { glyphs, size } = state;
  const { rows } = contentOf(state, view, view.focus);
  const { cursor } = paneOf(view, view.focus);
  const part = partOf(state, view.place);
  const share = Math.round(((cursor + 1) / rows.length) * 100);
  const running = isChecking(state) ? `checking${glyphs.ellipsis} ` : '';
  const position = ` ${running}${part === undefined ? '' : `${part} ${glyphs.dot} `}${cursor + 1} of ${count(rows.length, 'row')} ${glyphs.dot} ${share} %`;
  const chip = view.filter === '' ? '' : `  [${view.filter}]`;
  const crumbs = ['mmlore', ...state.views.map((one) => nameOf(state, one))].join(` ${glyphs.crumb} `) + chip;
  const room = Math.max(0, size.columns - widthOf(position));
  const { text } = segment(crumbs);
  const overflow = widthOf(text) - room;
  const shown =
    overflow > 0
      ? [
          segment(glyphs.ellipsis, 'muted'),
          ...fit([segment(text, 'title')], overflow + 1, room - widthOf(glyphs.ellipsis)),
        ]
      : [segment(text, 'title')];
  return [...fit(shown, 0, room), segment(position, 'muted')];
}

function nameOf(state: State, view: View): string {
  const { place } = view;
  switch (place.screen) {
    case 'threads':
      return narrowed('threads', place.query);
    case 'series':
      return narrowed('series', place.query);
    case 'compare': {
      const loaded = loadedOf<'comparison'>(state, comparisonRequest(place));
      const both = loaded.status === 'ready' ? loaded.value : undefined;
      return both === undefined ? 'versions' : versionNames(both);
    }
    case 'checks':
      return 'checks';
    case 'output':
      return place.command;
    case 'thread':
      return pageOf(state, place.threadId)?.subject ?? 'thread';
    case 'claims':
      return narrowed('claims', place.query);
    case 'claim':
      return `claim of ${claimOf(pageOf(state, place.threadId), place.claimId)?.fromName ?? 'somebody'}`;
    case 'trace':
      return `trace of ${checkOf(state, place)?.property ?? 'a check'}, ${place.side} the patch`;
    case 'search':
      return `“${place.query}”`;
    case 'help':
      return 'keys';
  }
}

/** The name of a list with what a command narrowed it to. */
function narrowed(name: string, query: object): string {
  const words = Object.entries(query).flatMap(([option, value]) =>
    value === undefined || value === true ? [] : [`${option}:${value}`],
  );
  return [name, ...words].join(' ');
}

/** What is typed, what there is to say, or the keys that matter here. */
function bottomLine(state: State, view: View): Line {
  const { prompt, notice } = state;
  if (prompt !== undefined)
    return [
      segment(PROMPT_MARKS[prompt.kind], 'key'),
      segment(prompt.text),
      { text: ' ', role: 'plain', lit: true },
      segment(prompt.candidates.map((one) => `  ${one}`).join(''), 'muted'),
    ];
  if (notice !== undefined) return [segment(` ${notice.text}`, notice.role)];
  return hints(view, state.size.columns);
}

/** Hints that are always there. */
const PINNED: ReadonlySet<string> = new Set(['help', 'back']);

function hints(view: View, columns: number): Line {
  const hinted = bindingsOn(view.place.screen).filter(({ hint }) => hint !== undefined);
  const widthOfHint = ({ keys, hint }: (typeof hinted)[number]) =>
    widthOf(shownKey(keys[0] ?? '')) + widthOf(hint ?? '') + 4;
  const fitting = new Set<string>(PINNED);
  let room = columns - hinted.filter(({ name }) => PINNED.has(name)).reduce((sum, one) => sum + widthOfHint(one), 0);
  for (const one of [...hinted.filter(({ isMinor }) => !isMinor), ...hinted.filter(({ isMinor }) => isMinor)]) {
    if (PINNED.has(one.name) || widthOfHint(one) > room) continue;
    fitting.add(one.name);
    room -= widthOfHint(one);
  }
  const shown = hinted.filter(({ name }) => fitting.has(name));
  return shown.flatMap(({ keys, hint }) => [
    segment(` ${shownKey(keys[0] ?? '')}`, 'key'),
    segment(` ${hint}  `, 'muted'),
  ]);
}
