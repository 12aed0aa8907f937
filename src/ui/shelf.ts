import type { Request, ThreadPage } from './data.ts';
import { checkOf, patchesRequest } from './lookup.ts';
import { claimUnder } from './panes.ts';
import {
  type Answer,
  type Effect,
  type Loaded,
  type Place,
  pageOf,
  requestName,
  type Shelf,
  START,
  type State,
  type Step,
  topView,
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
      return [{ kind: 'threads', query: place.query }];
    case 'series':
      return [{ kind: 'series', query: place.query }];
    case 'thread':
    case 'claim':
      return [threadRequest(place.threadId)];
    case 'claims': {
      const own: Request =
        place.threadId === undefined ? { kind: 'claims', query: place.query } : threadRequest(place.threadId);
      return [own, ...ofClaimUnder(state)];
    }
    case 'trace': {
      const check = checkOf(state, place);
      return [
        threadRequest(place.threadId),
        { kind: 'trace', checkId: place.checkId, side: place.side },
        ...(check === undefined ? [] : [{ kind: 'property', name: check.property } as const]),
      ];
    }
    case 'compare':
      return [{ kind: 'comparison', seriesId: place.seriesId, from: place.from, to: place.to }, ...ofClaimUnder(state)];
    case 'checks':
      return [...(place.threadId === undefined ? [] : [threadRequest(place.threadId)]), ...elsewhere(state, place)];
    case 'search':
      return [{ kind: 'search', query: place.query }];
    case 'output':
    case 'help':
      return [];
  }
}

/** What the checks say of patches that are not of the screen's own thread. */
function elsewhere(state: State, place: Extract<Place, { screen: 'checks' }>): readonly Request[] {
  const request = patchesRequest(state, place);
  return request.messageIds.length === 0 ? [] : [request];
}

function threadRequest(id: string): Request {
  return { kind: 'thread', id };
}

/** The thread of the claim that the cursor is on, which is shown beside it. */
function ofClaimUnder(state: State): readonly Request[] {
  const claim = claimUnder(state, topView(state));
  return claim === undefined ? [] : [threadRequest(claim.threadId)];
}

/** Asks for what the top screen needs and nobody asked for since something was written. */
export function askForNeeds(state: State): Step {
  const wanted = needs(state).filter((request) => !state.shelf.asked.has(requestName(request)));
  if (wanted.length === 0) return { state, effects: [] };
  const effects = wanted.map((request): Effect => ({ kind: 'load', request }));
  const names = wanted.map(requestName);
  const asked = new Set([...state.shelf.asked, ...names]);
  const awaited = new Set([...state.shelf.awaited, ...names]);
  return { state: { ...state, shelf: { ...state.shelf, asked, awaited } }, effects };
}

/** Takes all that was read for old: what is there stays in sight until the screen that shows it has asked again. */
export function outdated(state: State): State {
  return { ...state, shelf: { ...state.shelf, asked: new Set() } };
}

/** Puts an answer on the shelf. */
export function shelved(before: State, { request, value }: Answer): State {
  const state = withoutAwaited(before, request);
  if (request.kind !== 'thread') return withLoaded(state, requestName(request), { status: 'ready', value });
  const page = value as ThreadPage | undefined;
  if (page === undefined) {
    const says = `There is no thread with the message <${request.id}>.`;
    return withLoaded(state, requestName(request), { status: 'failed', says });
  }
  return withPage(renamed(state, request.id, page.threadId), page);
}

/** Puts on the shelf that a request failed, unless an older answer is there, which is better than nothing. */
export function failed(before: State, request: Request, says: string): State {
  const state = withoutAwaited(before, request);
  const name = requestName(request);
  if (state.shelf.loaded.get(name)?.status !== 'ready') return withLoaded(state, name, { status: 'failed', says });
  return { ...state, notice: { text: `could not read: ${says}`, role: 'error' } };
}

function withoutAwaited(state: State, request: Request): State {
  const awaited = new Set(state.shelf.awaited);
  awaited.delete(requestName(request));
  return { ...state, shelf: { ...state.shelf, awaited } };
}

/** A thread that was asked for by another of its messages goes by its own name from now on, and opens on that message. */
function renamed(state: State, asked: string, threadId: string): State {
  if (asked === threadId) return state;
  const [first, ...rest] = state.views.map((view) =>
    view.place.screen === 'thread' && view.place.threadId === asked
      ? withPane({ ...view, place: { ...view.place, threadId } }, 'tree', { ...START, anchor: asked })
      : view,
  );
  return first === undefined ? state : { ...state, views: [first, ...rest] };
}

function withLoaded(state: State, name: string, loaded: Loaded<unknown>): State {
  return { ...state, shelf: { ...state.shelf, loaded: new Map([...state.shelf.loaded, [name, loaded]]) } };
}

/** Puts a thread on the shelf as the newest there, and puts others away where they are too many. */
function withPage(state: State, page: ThreadPage): State {
  const name = requestName(threadRequest(page.threadId));
  const asked = new Set([...state.shelf.asked, name]);
  const loaded = new Map(state.shelf.loaded);
  loaded.delete(name);
  loaded.set(name, { status: 'ready', value: page });
  const inUse = new Set(state.views.flatMap((view) => requestName(threadRequest(threadOf(view) ?? ''))));
  const pages = [...loaded.keys()].filter((key) => PAGE_NAME.test(key));
  for (const old of pages.slice(0, Math.max(0, pages.length - MOST_PAGES))) {
    if (inUse.has(old)) continue;
    loaded.delete(old);
    asked.delete(old);
  }
  const shelf: Shelf = { ...state.shelf, asked, loaded };
  return { ...state, shelf };
}

const PAGE_NAME = /\["kind","thread"\]/;

/** Changes a thread that is on the shelf; leaves the state as it is where it is not. */
export function withChangedPage(state: State, threadId: string, change: (page: ThreadPage) => ThreadPage): State {
  const page = pageOf(state, threadId);
  return page === undefined ? state : withPage(state, change(page));
}

/** The thread that a screen is about. */
export function threadOf({ place }: View): string | undefined {
  return 'threadId' in place ? place.threadId : undefined;
}
