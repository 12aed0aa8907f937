import type { Answers, ClaimItem, HunkItem, MessageItem, ThreadPage } from './data.ts';
import {
  keptCheckingRows,
  keptClaimListRows,
  keptClaimRows,
  keptClaims,
  keptComparisonRows,
  keptHelpRows,
  keptHitRows,
  keptLaneRows,
  keptOutputRows,
  keptPeople,
  keptReaderRows,
  keptSeries,
  keptSeriesRows,
  keptSortedClaims,
  keptSortedSeries,
  keptSortedThreads,
  keptStepRows,
  keptSummaryRows,
  keptThreadRows,
  keptThreads,
  keptTreeRows,
} from './kept.ts';
import type { PaneName } from './layout.ts';
import {
  checkOf,
  claimOf,
  comparisonOf,
  comparisonRequest,
  messageOf,
  patchesRequest,
  traceRequest,
} from './lookup.ts';
import { lineOfAnchor } from './reader-anchors.ts';
import { textWidth } from './room.ts';
import { type Row, type Rows, rowsOf, type Segment, textRow } from './rows.ts';
import { claimsHeads, partNotice } from './rows-claims.ts';
import { seriesHeads } from './rows-series.ts';
import { failedRows, LOADING_ROWS } from './rows-status.ts';
import { threadsHeads } from './rows-threads.ts';
import { lanesHeader } from './rows-trace.ts';
import { type Loaded, loadedOf, loadedPage, type Place, pageOf, paneOf, type State, type View } from './state.ts';
import { textLines } from './text-lines.ts';
import { versionNames } from './version-name.ts';

/** What a pane shows. */
export interface Content {
  readonly title: string;
  /** The heads of the columns, which then stand in the place of the title. */
  readonly heads?: readonly Segment[];
  readonly rows: Rows;
}

/** Whether what the focused pane shows is still read. */
export function isWaiting(state: State, view: View): boolean {
  return contentOf(state, view, view.focus).rows === LOADING_ROWS;
}

/** The row that the cursor of a pane is on. */
export function rowUnder(state: State, view: View, name: PaneName): Row {
  const { rows } = contentOf(state, view, name);
  return rows.at(Math.min(paneOf(view, name).cursor, rows.length - 1));
}

const NONE: readonly ClaimItem[] = [];
const NO_PATCHES: Answers['patches'] = new Map();
const NO_CLAIM_ROWS = rowsOf([textRow('none', 'No claim here.', 'muted')]);

type Painter<P> = (state: State, view: View, place: P) => Content;
type Painters = {
  readonly [S in Place['screen']]: Readonly<Partial<Record<PaneName, Painter<Extract<Place, { screen: S }>>>>>;
};

const PAINTERS: Painters = {
  threads: { list: threadsContent },
  series: { list: seriesContent },
  thread: { tree: treeContent, reader: threadReader, beside: besideReader },
  claims: { list: claimsContent, beside: besideList },
  claim: { page: claimContent, reader: claimReader },
  trace: { lanes: lanesContent, step: stepContent },
  compare: { diff: diffContent, beside: besideList },
  checks: { list: checksContent },
  search: { list: hitsContent },
  output: { list: (_, view, place) => titled(place.command, keptOutputRows(place.text, view.filter)) },
  help: { list: (_, view, place) => titled(`keys of ${place.of}`, keptHelpRows(place.of, view.filter)) },
};

/** What a pane shows now: a projection of the data, made for the width that the pane has. */
export function contentOf(state: State, view: View, name: PaneName): Content {
  const painters: Readonly<Partial<Record<PaneName, Painter<never>>>> = PAINTERS[view.place.screen];
  const paint = painters[name];
  if (paint === undefined) throw new Error(`expected a pane of ${view.place.screen}, not ${name}`);
  return paint(state, view, view.place as never);
}

function titled(title: string, rows: Rows): Content {
  return { title, rows };
}

/** Rows of what is there, or why it is not. */
function whenReady<T>(title: string, loaded: Loaded<T>, show: (value: T) => Content): Content {
  if (loaded.status === 'loading') return titled(title, LOADING_ROWS);
  return loaded.status === 'failed' ? titled(title, failedRows(loaded.says)) : show(loaded.value);
}

function threadsContent(state: State, view: View, { query }: Extract<Place, { screen: 'threads' }>): Content {
  return whenReady('threads', loadedOf<'threads'>(state, { kind: 'threads', query }), (threads) => ({
    title: 'threads',
    heads: threadsHeads(textWidth(state, view, 'list'), state.glyphs),
    rows: keptThreadRows(
      keptSortedThreads(keptThreads(threads, view.filter), view.order),
      textWidth(state, view, 'list'),
      state.glyphs,
      view.filter,
    ),
  }));
}

function seriesContent(state: State, view: View, { query }: Extract<Place, { screen: 'series' }>): Content {
  const width = textWidth(state, view, 'list');
  return whenReady('series', loadedOf<'series'>(state, { kind: 'series', query }), (series) => ({
    title: 'series',
    heads: seriesHeads(width, state.glyphs),
    rows: keptSeriesRows(
      keptSortedSeries(keptSeries(series, view.filter), view.order),
      width,
      state.glyphs,
      view.filter,
    ),
  }));
}

function diffContent(state: State, view: View, place: Extract<Place, { screen: 'compare' }>): Content {
  return whenReady('versions', loadedOf<'comparison'>(state, comparisonRequest(place)), (comparison) =>
    comparison === undefined
      ? titled('versions', failedRows('There are not two versions of this series here.'))
      : titled(
          versionNames(comparison),
          keptComparisonRows(comparison, view.toggled, textWidth(state, view, 'diff'), state.glyphs),
        ),
  );
}

function checksContent(state: State, view: View, place: Extract<Place, { screen: 'checks' }>): Content {
  const page = place.threadId === undefined ? undefined : pageOf(state, place.threadId);
  const others = loadedOf<'patches'>(state, patchesRequest(state, place));
  const patches = others.status === 'ready' ? others.value : NO_PATCHES;
  return titled(
    state.checking?.title ?? 'checks',
    keptCheckingRows(state.checking, page, patches, textWidth(state, view, 'list'), state.glyphs),
  );
}

function hitsContent(state: State, _view: View, place: Extract<Place, { screen: 'search' }>): Content {
  const title = `mail with “${place.query}”`;
  return whenReady(title, loadedOf<'search'>(state, { kind: 'search', query: place.query }), (hits) =>
    titled(title, keptHitRows(hits, place.query, state.glyphs)),
  );
}

function treeContent(state: State, view: View, place: Extract<Place, { screen: 'thread' }>): Content {
  return whenReady('thread', loadedPage(state, place.threadId), (page) =>
    titled('thread', keptTreeRows(page, view.toggled, state.hideBots, state.glyphs)),
  );
}

/** The message that the reader of a screen shows. */
export function readMessage(state: State, view: View): MessageItem | undefined {
  const { place } = view;
  if (place.screen === 'thread') {
    const { target } = rowUnder(state, view, 'tree');
    return target?.kind === 'message' ? messageOf(pageOf(state, place.threadId), target.messageId) : undefined;
  }
  if (place.screen !== 'claim') return undefined;
  const page = pageOf(state, place.threadId);
  const claim = claimOf(page, place.claimId);
  return messageOf(page, claim?.anchor?.messageId) ?? messageOf(page, claim?.messageId);
}

function reading(
  state: State,
  view: View,
  name: PaneName,
  page: ThreadPage,
  message: MessageItem | undefined,
): Content {
  if (message === undefined) return titled('mail', LOADING_ROWS);
  const width = textWidth(state, view, name);
  const title = message.hunks.length > 0 ? 'patch' : message.isGhost ? 'mail that nobody delivered' : 'mail';
  return titled(title, keptReaderRows(page, message, state.quotes, view.toggled, state.hideBots, width, state.glyphs));
}

function threadReader(state: State, view: View, place: Extract<Place, { screen: 'thread' }>): Content {
  return whenReady('mail', loadedPage(state, place.threadId), (page) =>
    reading(state, view, 'reader', page, readMessage(state, view)),
  );
}

function claimReader(state: State, view: View, place: Extract<Place, { screen: 'claim' }>): Content {
  return whenReady('mail', loadedPage(state, place.threadId), (page) =>
    reading(state, view, 'reader', page, readMessage(state, view)),
  );
}

function besideReader(state: State, view: View, place: Extract<Place, { screen: 'thread' }>): Content {
  return whenReady('claim', loadedPage(state, place.threadId), (page) => {
    const width = textWidth(state, view, 'beside');
    const claim = claimOf(page, rowUnder(state, view, 'reader').claimIds?.[0]);
    if (claim !== undefined) return titled('claim', keptClaimRows(claim, page, view.toggled, width, state.glyphs));
    const messageId = readMessage(state, view)?.messageId;
    return titled('claims here', keptSummaryRows(page, messageId, view.toggled, width, state.glyphs));
  });
}

/** The claim that the keys for claims mean: under the cursor of the list or the reader, or the one of the screen. */
export function claimUnder(state: State, view: View): ClaimItem | undefined {
  const { place } = view;
  switch (place.screen) {
    case 'thread': {
      const page = pageOf(state, place.threadId);
      const { target } = rowUnder(state, view, view.focus === 'beside' ? 'beside' : 'reader');
      return target?.kind === 'claim' ? claimOf(page, target.claimId) : undefined;
    }
    case 'claims': {
      const { target } = rowUnder(state, view, 'list');
      return target?.kind === 'claim'
        ? listedClaims(state, view, place).find(({ claimId }) => claimId === target.claimId)
        : undefined;
    }
    case 'claim':
      return claimOf(pageOf(state, place.threadId), place.claimId);
    case 'trace':
      return claimOf(pageOf(state, place.threadId), checkOf(state, place)?.claimId);
    case 'compare': {
      const { target } = rowUnder(state, view, 'diff');
      if (target?.kind !== 'claim') return undefined;
      return comparisonOf(state, place)?.claims.find(({ claimId }) => claimId === target.claimId);
    }
    default:
      return undefined;
  }
}

/** The hunk that the cursor of the reader is in. */
export function hunkUnder(state: State, view: View): HunkItem | undefined {
  if (view.focus !== 'reader') return undefined;
  const message = readMessage(state, view);
  if (message === undefined) return undefined;
  const number = lineOfAnchor(rowUnder(state, view, 'reader').anchor, message.messageId);
  return number === undefined ? undefined : textLines(message)[number]?.hunk;
}

function listedClaims(state: State, view: View, place: Extract<Place, { screen: 'claims' }>): readonly ClaimItem[] {
  const claims = loadedOf<'claims'>(state, { kind: 'claims', query: place.query });
  const ofAll = claims.status === 'ready' ? claims.value.items : NONE;
  const all = place.threadId === undefined ? ofAll : (pageOf(state, place.threadId)?.claims ?? NONE);
  return keptSortedClaims(keptClaims(keptPeople(all, state.hideBots), view.filter), view.order);
}

function claimsContent(state: State, view: View, place: Extract<Place, { screen: 'claims' }>): Content {
  const loaded: Loaded<unknown> =
    place.threadId === undefined
      ? loadedOf<'claims'>(state, { kind: 'claims', query: place.query })
      : loadedPage(state, place.threadId);
  return whenReady('claims', loaded, () => ({
    title: 'claims',
    heads: claimsHeads(textWidth(state, view, 'list'), state.glyphs),
    rows: keptClaimListRows(
      listedClaims(state, view, place),
      textWidth(state, view, 'list'),
      state.glyphs,
      view.filter,
    ),
  }));
}

function besideList(state: State, view: View): Content {
  const claim = claimUnder(state, view);
  if (claim === undefined) return titled('claim', NO_CLAIM_ROWS);
  return whenReady('claim', loadedPage(state, claim.threadId), (page) =>
    titled('claim', keptClaimRows(claim, page, view.toggled, textWidth(state, view, 'beside'), state.glyphs)),
  );
}

function claimContent(state: State, view: View, place: Extract<Place, { screen: 'claim' }>): Content {
  return whenReady('claim', loadedPage(state, place.threadId), (page) => {
    const claim = claimOf(page, place.claimId);
    if (claim === undefined) return titled('claim', failedRows('The claim is not in the database any more.'));
    return titled('claim', keptClaimRows(claim, page, view.toggled, textWidth(state, view, 'page'), state.glyphs));
  });
}

function lanesContent(state: State, view: View, place: Extract<Place, { screen: 'trace' }>): Content {
  return whenReady('trace', loadedOf<'trace'>(state, traceRequest(place)), (steps) => {
    const width = textWidth(state, view, 'lanes');
    return {
      title: 'trace',
      heads: lanesHeader(steps, width),
      rows: keptLaneRows(steps, checkOf(state, place), width, state.glyphs),
    };
  });
}

function stepContent(state: State, view: View, place: Extract<Place, { screen: 'trace' }>): Content {
  return whenReady('step', loadedOf<'trace'>(state, traceRequest(place)), (steps) => {
    const { cursor } = paneOf(view, 'lanes');
    const check = checkOf(state, place);
    const property = loadedOf<'property'>(state, { kind: 'property', name: check?.property ?? '' });
    const demands = property.status === 'ready' ? property.value : '';
    return titled(
      'step',
      keptStepRows(steps, cursor, check?.property, demands, textWidth(state, view, 'step'), state.glyphs),
    );
  });
}

/** What the title says of a list that was read in part. */
export function partOf(state: State, place: Place): string | undefined {
  if (place.screen !== 'claims' || place.threadId !== undefined) return undefined;
  const claims = loadedOf<'claims'>(state, { kind: 'claims', query: place.query });
  return claims.status === 'ready' ? partNotice(claims.value) : undefined;
}
