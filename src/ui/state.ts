import type { Reply } from '../checks/reply.ts';
import type { Side } from '../patch/patch.ts';
import type { SeriesFilter } from '../store/view-series.ts';
import type { ThreadFilter } from '../store/view-threads.ts';
import type { Answers, ClaimQuery, Markable, NoteOn, Request, RequestKind, RequestOf, ThreadPage } from './data.ts';
import type { Key } from './decode.ts';
import type { PaneName, ScreenName, Size } from './layout.ts';
import type { Checking } from './running.ts';
import type { Glyphs } from './theme.ts';

/** A screen and what it shows. */
export type Place =
  /** Those that a query leaves. */
  | { readonly screen: 'threads'; readonly query: ThreadFilter }
  | { readonly screen: 'series'; readonly query: SeriesFilter }
  | { readonly screen: 'thread'; readonly threadId: string }
  /** Of one thread, or of all that a query leaves. */
  | { readonly screen: 'claims'; readonly threadId: string | undefined; readonly query: ClaimQuery }
  | { readonly screen: 'claim'; readonly threadId: string; readonly claimId: string }
  | { readonly screen: 'trace'; readonly threadId: string; readonly checkId: string; readonly side: Side }
  /** Two versions of a series by their first mails; without them the newest and the one before it. */
  | {
      readonly screen: 'compare';
      readonly seriesId: string;
      readonly from: string | undefined;
      readonly to: string | undefined;
    }
  /** The checks that run or ran last. */
  | { readonly screen: 'checks'; readonly threadId: string | undefined }
  | { readonly screen: 'search'; readonly query: string }
  /** What a command that has no screen of its own printed. */
  | { readonly screen: 'output'; readonly command: string; readonly text: string }
  /** The keys of the screen below. */
  | { readonly screen: 'help'; readonly of: Exclude<ScreenName, 'help'> };

/** Where one stands in a pane. */
export interface Pane {
  /** Index of the row that the cursor is on. */
  readonly cursor: number;
  /** Index of the first row that is seen. */
  readonly top: number;
  /** Columns that the text is moved to the left. */
  readonly shift: number;
  /** Anchor of the cursor's row, which finds it again when rows change. */
  readonly anchor: string;
}

/** A screen on the stack, with everything that a person did to it. */
export interface View {
  readonly place: Place;
  readonly focus: PaneName;
  readonly panes: Readonly<Partial<Record<PaneName, Pane>>>;
  /** Folds that are not as they are by default. */
  readonly toggled: ReadonlySet<string>;
  /** What the list is narrowed to; empty for all of it. */
  readonly filter: string;
  /** Which of the orders the list is in. */
  readonly order: number;
  /** What was searched for last; empty where nothing is lit up. */
  readonly needle: string;
}

export type Loaded<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly says: string };

/** What came of a request. */
export type Answer = {
  readonly [K in RequestKind]: { readonly request: RequestOf<K>; readonly value: Answers[K] };
}[RequestKind];

/** What was read so far. */
export interface Shelf {
  /** Names of the requests that need not be made: they were, and nothing was written since. */
  readonly asked: ReadonlySet<string>;
  /** Names of the requests that were made and not answered; what is there under their names is older. */
  readonly awaited: ReadonlySet<string>;
  /** What came of requests, by their names. */
  readonly loaded: ReadonlyMap<string, Loaded<unknown>>;
}

/** How quotes are shown, the same for every message. */
export const QUOTE_MODES = ['all', 'innermost', 'folded'] as const;
export type QuoteMode = (typeof QUOTE_MODES)[number];

/** A line that is being typed at the bottom. */
export interface Prompt {
  readonly kind: 'search' | 'filter' | 'find' | 'command';
  readonly text: string;
  /** The filter that is set again where typing is given up. */
  readonly before: string;
  /** What the last word may become, where Tab found several. */
  readonly candidates: readonly string[];
}

/** One line at the bottom that stays until the next key. */
export interface Notice {
  readonly text: string;
  readonly role: 'muted' | 'error' | 'good';
}

export interface State {
  readonly size: Size;
  readonly glyphs: Glyphs;
  readonly shelf: Shelf;
  /** Bottom first, never empty. */
  readonly views: readonly [View, ...View[]];
  /**
   * While the cursor moves, the view as it was when it last rested: the panes that follow the cursor show that one until it
   * rests again, so that a key held down draws and reads no more than the rows that the cursor goes over.
   */
  readonly rest: View | undefined;
  readonly prompt: Prompt | undefined;
  readonly notice: Notice | undefined;
  readonly quotes: QuoteMode;
  readonly hideBots: boolean;
  /** The checks that run, or that ran last. */
  readonly checking: Checking | undefined;
  /** Keys that were typed while the screen was still read; they work on what comes. */
  readonly ahead: readonly Key[];
}

/** What the world has to do after a key, as data. */
export type Effect =
  | { readonly kind: 'load'; readonly request: Request }
  | { readonly kind: 'quit' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'repaint' }
  /** Wants to be told when no key came for a moment. */
  | { readonly kind: 'rest' }
  | { readonly kind: 'copy'; readonly text: string }
  /** Runs `mmlore check` with these words. */
  | { readonly kind: 'check'; readonly words: readonly string[] }
  | { readonly kind: 'stop' }
  /** A command line of `mmlore` without its first word. */
  | { readonly kind: 'command'; readonly line: string }
  /** Asks what the last word of such a line may become. */
  | { readonly kind: 'complete'; readonly line: string }
  /** Opens a text in the person's editor. */
  | { readonly kind: 'edit'; readonly name: string; readonly text: string }
  /** Drafts a reply and opens it in the person's editor. */
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** Opens a note in the person's editor, and keeps what it is then. */
  | { readonly kind: 'note'; readonly on: NoteOn; readonly text: string }
  | { readonly kind: 'mark'; readonly which: Markable; readonly isRead: boolean };

/** A state and what has to be done for it. */
export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** A step that leaves the world as it is. */
export function still(state: State): Step {
  return { state, effects: [] };
}

/** The top of a pane. */
export const START: Pane = { cursor: 0, top: 0, shift: 0, anchor: '' };

/** Which pane of a screen has the focus when it opens. */
const FIRST_FOCUS: Readonly<Record<ScreenName, PaneName>> = {
  threads: 'list',
  thread: 'tree',
  series: 'list',
  claims: 'list',
  claim: 'page',
  trace: 'lanes',
  compare: 'diff',
  checks: 'list',
  search: 'list',
  output: 'list',
  help: 'list',
};

/** A screen as it opens: cursor on the first row, nothing folded by hand, nothing filtered. */
export function viewOf(place: Place): View {
  return { place, focus: FIRST_FOCUS[place.screen], panes: {}, toggled: new Set(), filter: '', order: 0, needle: '' };
}

/**
 * The state of a program that has just started.
 *
 * @param size Of the terminal.
 * @param glyphs Marks that the terminal can draw.
 * @param threadId Opens on this thread, above the list of threads.
 */
export function initialState(size: Size, glyphs: Glyphs, threadId?: string): State {
  const threads = viewOf({ screen: 'threads', query: {} });
  return {
    size,
    glyphs,
    shelf: { asked: new Set(), awaited: new Set(), loaded: new Map() },
    views: threadId === undefined ? [threads] : [threads, viewOf({ screen: 'thread', threadId })],
    rest: undefined,
    prompt: undefined,
    notice: undefined,
    quotes: 'all',
    hideBots: false,
    checking: undefined,
    ahead: [],
  };
}

/** The view that is seen. */
export function topView(state: State): View {
  return state.views[state.views.length - 1] ?? state.views[0];
}

/** Where one stands in a pane of a view. */
export function paneOf(view: View, name: PaneName): Pane {
  return view.panes[name] ?? START;
}

/** The state with another view on top of the stack in place of the one that is there. */
export function withTop(state: State, view: View): State {
  const [first, ...rest] = state.views;
  return { ...state, views: rest.length === 0 ? [view] : [first, ...rest.slice(0, -1), view] };
}

/** The view with one of its panes changed. */
export function withPane(view: View, name: PaneName, pane: Pane): View {
  return { ...view, panes: { ...view.panes, [name]: pane } };
}

const LOADING = { status: 'loading' } as const;

/** A request as one text: equal requests have one name. */
export function requestName(request: Request): string {
  return JSON.stringify(Object.entries(request).sort());
}

/** What came of a request so far. */
export function loadedOf<K extends RequestKind>({ shelf }: State, request: RequestOf<K>): Loaded<Answers[K]> {
  // The shelf holds under the name of a request nothing but what came of it.
  return (shelf.loaded.get(requestName(request)) as Loaded<Answers[K]> | undefined) ?? LOADING;
}

/** A thread of the shelf. */
export function loadedPage(state: State, threadId: string): Loaded<ThreadPage> {
  const loaded = loadedOf<'thread'>(state, { kind: 'thread', id: threadId });
  if (loaded.status !== 'ready') return loaded;
  // A thread that is not there is put on the shelf as failed.
  return loaded.value === undefined ? LOADING : { status: 'ready', value: loaded.value };
}

/** A page of the shelf, where it is there. */
export function pageOf(state: State, threadId: string): ThreadPage | undefined {
  const page = loadedPage(state, threadId);
  return page.status === 'ready' ? page.value : undefined;
}
