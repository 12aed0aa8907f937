import type { Key } from './decode.ts';
import type { ScreenName } from './layout.ts';

/** What keys do, by name; `press.ts` has a function for each. */
export type ActionName = (typeof BINDINGS)[number]['name'];

/** A key, what it does, and where. The dispatcher, the help, the hints and the README are all made from these. */
export interface Binding {
  readonly keys: readonly Key[];
  readonly name: string;
  /** Imperative, without a full stop, for the help. */
  readonly says: string;
  /** One or two words for the hints at the bottom; not there without it. */
  readonly hint?: string;
  /** The hint gives way to the others where the window is narrow. */
  readonly isMinor?: true;
  readonly group: 'moving' | 'reading' | 'claims' | 'traces' | 'searching' | 'doing';
  /** Screens where it works; all where not given. */
  readonly on?: readonly ScreenName[];
}

const READERS: readonly ScreenName[] = ['thread', 'claim'];
const LISTS: readonly ScreenName[] = ['threads', 'series', 'claims', 'search', 'output', 'help'];
const OF_CLAIMS: readonly ScreenName[] = ['thread', 'claims', 'claim', 'trace'];
const DIFFS: readonly ScreenName[] = ['thread', 'claim', 'compare'];
const SEVERAL_PANES: readonly ScreenName[] = ['thread', 'claims', 'claim', 'trace', 'compare'];
/** All but traces, where the same keys take steps. */
const SHIFTED: readonly ScreenName[] = [...LISTS, 'thread', 'claim', 'compare', 'checks'];

export const BINDINGS = [
  { keys: ['j', 'Down'], name: 'down', says: 'move down a row', group: 'moving' },
  { keys: ['k', 'Up'], name: 'up', says: 'move up a row', group: 'moving' },
  { keys: ['Ctrl-d'], name: 'half-down', says: 'move down half a page', group: 'moving' },
  { keys: ['Ctrl-u'], name: 'half-up', says: 'move up half a page', group: 'moving' },
  { keys: [' ', 'Ctrl-f', 'PgDn'], name: 'page-down', says: 'move down a page', group: 'moving' },
  { keys: ['b', 'Ctrl-b', 'PgUp', '-'], name: 'page-up', says: 'move up a page', group: 'moving' },
  { keys: ['g', 'Home'], name: 'first', says: 'go to the first row', group: 'moving' },
  { keys: ['G', 'End'], name: 'last', says: 'go to the last row', group: 'moving' },
  {
    keys: ['h', 'Left'],
    name: 'left',
    says: 'fold, or move the text right',
    group: 'moving',
    on: SHIFTED,
  },
  {
    keys: ['l', 'Right'],
    name: 'right',
    says: 'unfold, or move the text left',
    group: 'moving',
    on: SHIFTED,
  },
  {
    keys: ['Tab'],
    name: 'next-pane',
    says: 'go to the next pane',
    hint: 'pane',
    isMinor: true,
    group: 'moving',
    on: SEVERAL_PANES,
  },
  {
    keys: ['Shift-Tab'],
    name: 'previous-pane',
    says: 'go to the pane before',
    group: 'moving',
    on: SEVERAL_PANES,
  },
  {
    keys: ['1'],
    name: 'pane-1',
    says: 'go to the first pane',
    group: 'moving',
    on: SEVERAL_PANES,
  },
  {
    keys: ['2'],
    name: 'pane-2',
    says: 'go to the second pane',
    group: 'moving',
    on: SEVERAL_PANES,
  },
  { keys: ['3'], name: 'pane-3', says: 'go to the third pane', group: 'moving', on: ['thread'] },
  {
    keys: ['Enter'],
    name: 'open',
    says: 'open what the cursor is on; in a trace the line of the patch',
    hint: 'open',
    group: 'moving',
  },
  { keys: ['s', 'Right', 'l'], name: 'step', says: 'take a step', hint: 'step', group: 'traces', on: ['trace'] },
  {
    keys: ['p', 'Left', 'h'],
    name: 'step-back',
    says: 'take a step back',
    hint: 'back a step',
    group: 'traces',
    on: ['trace'],
  },
  {
    keys: ['r'],
    name: 'run',
    says: 'run to the step that breaks the property',
    hint: 'run to the end',
    group: 'traces',
    on: ['trace'],
  },
  { keys: ['.'], name: 'next-claim', says: 'go to the next claim', hint: 'next claim', group: 'claims', on: DIFFS },
  { keys: [','], name: 'previous-claim', says: 'go to the claim before', group: 'claims', on: DIFFS },
  {
    keys: [')'],
    name: 'next-concern',
    says: 'go to the next open or confirmed concern',
    hint: 'next concern',
    group: 'claims',
    on: ['thread', 'compare'],
  },
  {
    keys: ['('],
    name: 'previous-concern',
    says: 'go to the open or confirmed concern before',
    group: 'claims',
    on: ['thread', 'compare'],
  },
  {
    keys: ['t'],
    name: 'trace',
    says: 'show the trace of the claim here',
    hint: 'trace',
    group: 'claims',
    on: ['thread', 'claims', 'claim', 'compare'],
  },
  {
    keys: ['v'],
    name: 'other-side',
    says: 'show the trace of the other side, before or after',
    group: 'traces',
    on: ['trace'],
  },
  {
    keys: ['c'],
    name: 'claims',
    says: 'list the claims, of this thread or of all',
    hint: 'claims',
    group: 'claims',
    on: ['threads', 'series', 'thread', 'claim', 'search'],
  },
  {
    keys: ['a'],
    name: 'anchor',
    says: 'show the claim in its thread',
    hint: 'in thread',
    isMinor: true,
    group: 'claims',
    on: ['claims', 'claim', 'trace', 'compare'],
  },
  {
    keys: ['V'],
    name: 'compare',
    says: 'compare two versions of the series, with what was claimed',
    hint: 'versions',
    isMinor: true,
    group: 'claims',
    on: ['series', 'thread', 'claims', 'claim'],
  },
  {
    keys: [']'],
    name: 'next-versions',
    says: 'compare the next two versions',
    hint: 'next versions',
    group: 'claims',
    on: ['compare'],
  },
  {
    keys: ['['],
    name: 'previous-versions',
    says: 'compare the two versions before',
    hint: 'versions before',
    group: 'claims',
    on: ['compare'],
  },
  {
    keys: ['V'],
    name: 'wider-versions',
    says: 'compare the later version with one further back',
    hint: 'further back',
    isMinor: true,
    group: 'claims',
    on: ['compare'],
  },
  { keys: [']'], name: 'next-message', says: 'go to the next mail', group: 'reading', on: ['thread'] },
  { keys: ['['], name: 'previous-message', says: 'go to the mail before', group: 'reading', on: ['thread'] },
  { keys: ['J'], name: 'next-patch', says: 'go to the next patch', group: 'reading', on: ['thread'] },
  { keys: ['K'], name: 'previous-patch', says: 'go to the patch before', group: 'reading', on: ['thread'] },
  { keys: ['}'], name: 'next-hunk', says: 'go to the next hunk, or what differs', group: 'reading', on: DIFFS },
  { keys: ['{'], name: 'previous-hunk', says: 'go to the hunk before', group: 'reading', on: DIFFS },
  { keys: ['>'], name: 'next-file', says: 'go to the next file of the patch', group: 'reading', on: DIFFS },
  { keys: ['<'], name: 'previous-file', says: 'go to the file before', group: 'reading', on: DIFFS },
  { keys: ['S'], name: 'skip-quoted', says: 'skip to the next words of the sender', group: 'reading', on: READERS },
  { keys: ['T'], name: 'quotes', says: 'show all quotes, the innermost, or none', group: 'reading', on: READERS },
  { keys: ['z'], name: 'fold', says: 'fold or unfold here', group: 'reading', on: DIFFS },
  {
    keys: ['m'],
    name: 'mark',
    says: 'mark the mail as read and go to the next, or unmark it',
    group: 'reading',
    on: ['thread'],
  },
  {
    keys: ['M'],
    name: 'mark-thread',
    says: 'mark all mails of the thread as read, or unmark them',
    group: 'reading',
    on: ['threads', 'thread'],
  },
  { keys: ['B'], name: 'bots', says: 'hide or show what bots say', group: 'reading' },
  {
    keys: ['/'],
    name: 'search',
    says: 'search in this pane; n and N repeat',
    hint: 'search',
    isMinor: true,
    group: 'searching',
  },
  { keys: ['n'], name: 'search-next', says: 'go to the next match', group: 'searching' },
  { keys: ['N'], name: 'search-previous', says: 'go to the match before', group: 'searching' },
  {
    keys: ['f'],
    name: 'filter',
    says: 'narrow the list: words, or kind: status: person: concept: symbol: path: function: subject:',
    hint: 'filter',
    group: 'searching',
    on: LISTS,
  },
  {
    keys: ['o'],
    name: 'order',
    says: 'sort the list: newest, confirmed, open, no reply, unread, longest or surest first',
    hint: 'sort',
    group: 'searching',
    on: ['threads', 'series', 'claims'],
  },
  {
    keys: ['L'],
    name: 'series',
    says: 'list the series',
    hint: 'series',
    isMinor: true,
    group: 'searching',
    on: ['threads', 'thread'],
  },
  { keys: ['F'], name: 'find', says: 'search in all mail that was read', group: 'searching' },
  {
    keys: [':'],
    name: 'command',
    says: 'type a command of mmlore, such as claims --status open; Tab completes',
    group: 'searching',
  },
  { keys: ['y'], name: 'copy', says: 'copy the Message-ID, or in a trace the command that replays it', group: 'doing' },
  { keys: ['Y'], name: 'copy-link', says: 'copy the address on lore.kernel.org', group: 'doing' },
  {
    keys: ['R'],
    name: 'reply',
    says: 'write a reply in your editor, with the trace',
    hint: 'reply',
    group: 'doing',
    on: OF_CLAIMS,
  },
  {
    keys: ['E'],
    name: 'note',
    says: 'write a note of your own on the claim or the mail, in your editor',
    group: 'doing',
    on: ['thread', 'claims', 'claim', 'compare'],
  },
  { keys: ['e'], name: 'edit', says: 'open the mail in your editor', group: 'doing', on: READERS },
  {
    keys: ['x'],
    name: 'check',
    says: "run the checks of the claim's or hunk's function, else of the thread",
    hint: 'check',
    group: 'doing',
    on: ['threads', 'thread', 'claims', 'claim', 'search'],
  },
  {
    keys: ['X'],
    name: 'check-thread',
    says: 'run all checks of the thread',
    group: 'doing',
    on: ['threads', 'thread', 'claims', 'claim', 'trace', 'search', 'checks'],
  },
  { keys: ['?'], name: 'help', says: 'list the keys of this screen; Enter runs one', hint: 'help', group: 'doing' },
  { keys: ['Ctrl-r'], name: 'reload', says: 'read the data again', group: 'doing' },
  { keys: ['Ctrl-l'], name: 'repaint', says: 'draw the screen again', group: 'doing' },
  {
    keys: ['Esc'],
    name: 'escape',
    says: 'undo one layer: what is typed, the search, the filter, the pane',
    group: 'doing',
  },
  { keys: ['q'], name: 'back', says: 'go back, on the first screen quit', hint: 'back', group: 'doing' },
  { keys: ['Ctrl-z'], name: 'suspend', says: 'suspend', group: 'doing' },
  { keys: ['Q', 'Ctrl-c'], name: 'quit', says: 'quit from anywhere', group: 'doing' },
] as const satisfies readonly Binding[];
