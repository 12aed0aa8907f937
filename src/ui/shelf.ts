import type { ThreadPage } from './data.ts';
import { claimUnder } from './panes.ts';
import {
  type Answer,
  type Effect,
  type Loaded,
  type Request,
  type Shelf,
  START,
  type State,
  type Step,
  topView,
  traceKey,
  type View,
  withPane,
} from './state.ts';

/** Threads that stay on the shelf; more are put away, the oldest first. */
const MOST_PAGES = 24;

/** What the screen on top has to know. */
function needs(state: State): readonly Request[] {
  const { place } = topView(state);
  switch (place.screen) {
    case 'threads':
      return [{ kind: 'threads' }];
    case 'thread':
      return [{ kind: 'thread', id: place.threadId }];
    case 'claims': {
      const own: Request = place.threadId === undefined ? { kind: 'claims' } : { kind: 'thread', id: place.threadId };
      const claim = claimUnder(state, topView(state));
      return claim === undefined ? [own] : [own, { kind: 'thread', id: claim.threadId }];
    }
    case 'claim':
      return [{ kind: 'thread', id: place.threadId }];
    case 'trace':
      return [
        { kind: 'thread', id: place.threadId },
        { kind: 'trace', checkId: place.checkId, side: place.side },
      ];
    case 'search':
      return [{ kind: 'search', query: place.query }];
    case 'help':
      return [];
  }
}

/** Asks for what the top screen needs and nobody asked for yet. */
export function askForNeeds(state: State): Step {
  const effects: Effect[] = [];
  let { shelf } = state;
  for (const request of needs(state)) {
    if (isAsked(shelf, request)) continue;
    effects.push({ kind: 'load', request });
    shelf = asked(shelf, request);
  }
  return { state: shelf === state.shelf ? state : { ...state, shelf }, effects };
}

/** Asks again for all that the top screen needs; what is there stays in sight until the answer comes. */
export function askAgain(state: State): readonly Effect[] {
  return needs(state).map((request) => ({ kind: 'load', request }));
}

const LOADING = { status: 'loading' } as const;

function isAsked(shelf: Shelf, request: Request): boolean {
  switch (request.kind) {
    case 'threads':
      return shelf.asked.has('threads');
    case 'claims':
      return shelf.asked.has('claims');
    case 'thread':
      return shelf.pages.has(request.id);
    case 'trace':
      return shelf.traces.has(traceKey(request.checkId, request.side));
    case 'search':
      return shelf.hits.has(request.query);
  }
}

function asked(shelf: Shelf, request: Request): Shelf {
  switch (request.kind) {
    case 'threads':
    case 'claims':
      return { ...shelf, asked: new Set([...shelf.asked, request.kind]) };
    case 'thread':
      return { ...shelf, pages: new Map([...shelf.pages, [request.id, LOADING]]) };
    case 'trace':
      return { ...shelf, traces: new Map([...shelf.traces, [traceKey(request.checkId, request.side), LOADING]]) };
    case 'search':
      return { ...shelf, hits: new Map([...shelf.hits, [request.query, LOADING]]) };
  }
}

/** Puts an answer on the shelf. */
export function shelved(state: State, answer: Answer): State {
  const { shelf } = state;
  switch (answer.kind) {
    case 'threads':
      return { ...state, shelf: { ...shelf, threads: ready(answer.value) } };
    case 'claims':
      return { ...state, shelf: { ...shelf, claims: ready(answer.value) } };
    case 'thread': {
      if (answer.value === undefined) {
        return withPage(state, answer.id, {
          status: 'failed',
          says: `There is no thread with the message <${answer.id}>.`,
        });
      }
      return withPage(renamed(state, answer.id, answer.value.threadId), answer.value.threadId, ready(answer.value));
    }
    case 'trace': {
      const traces = new Map([...shelf.traces, [traceKey(answer.checkId, answer.side), ready(answer.value)]]);
      return { ...state, shelf: { ...shelf, traces } };
    }
    case 'search':
      return { ...state, shelf: { ...shelf, hits: new Map([...shelf.hits, [answer.query, ready(answer.value)]]) } };
  }
}

/** A thread that was asked for by another of its messages goes by its own name from now on, and opens on that message. */
function renamed(state: State, asked: string, threadId: string): State {
  if (asked === threadId) return state;
  const [first, ...rest] = state.views.map((view) =>
    view.place.screen === 'thread' && view.place.threadId === asked
      ? withPane({ ...view, place: { ...view.place, threadId } }, 'tree', { ...START, anchor: asked })
      : view,
  );
  const pages = new Map(state.shelf.pages);
  pages.delete(asked);
  return first === undefined ? state : { ...state, shelf: { ...state.shelf, pages }, views: [first, ...rest] };
}

/** Puts on the shelf that a request failed, unless an older answer is there, which is better than nothing. */
export function failed(state: State, request: Request, says: string): State {
  const { shelf } = state;
  const failure = { status: 'failed', says } as const;
  const notice = { text: `could not read: ${says}`, role: 'error' } as const;
  switch (request.kind) {
    case 'threads':
      return isReady(shelf.threads) ? { ...state, notice } : { ...state, shelf: { ...shelf, threads: failure } };
    case 'claims':
      return isReady(shelf.claims) ? { ...state, notice } : { ...state, shelf: { ...shelf, claims: failure } };
    case 'thread':
      return isReady(shelf.pages.get(request.id)) ? { ...state, notice } : withPage(state, request.id, failure);
    case 'trace': {
      const key = traceKey(request.checkId, request.side);
      return { ...state, shelf: { ...shelf, traces: new Map([...shelf.traces, [key, failure]]) } };
    }
    case 'search':
      return { ...state, shelf: { ...shelf, hits: new Map([...shelf.hits, [request.query, failure]]) } };
  }
}

function ready<T>(value: T): Loaded<T> {
  return { status: 'ready', value };
}

function isReady(loaded: Loaded<unknown> | undefined): boolean {
  return loaded?.status === 'ready';
}

function withPage(state: State, id: string, page: Loaded<ThreadPage>): State {
  const pages = new Map([...state.shelf.pages, [id, page]]);
  const inUse = new Set(state.views.map(threadOf));
  for (const old of pages.keys()) {
    if (pages.size <= MOST_PAGES) break;
    if (old !== id && !inUse.has(old)) pages.delete(old);
  }
  return { ...state, shelf: { ...state.shelf, pages } };
}

/** The thread that a screen is about. */
export function threadOf({ place }: View): string | undefined {
  return 'threadId' in place ? place.threadId : undefined;
}
