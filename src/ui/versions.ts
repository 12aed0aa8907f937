import type { SeriesFilter } from '../store/view-series.ts';
import type { Comparison, SeriesItem, VersionItem } from './data.ts';
import { noticed, pushed } from './go.ts';
import { comparisonOf, messageOf } from './lookup.ts';
import { claimUnder, readMessage, rowUnder } from './panes.ts';
import { threadOf } from './shelf.ts';
import { loadedOf, pageOf, type State, topView, viewOf, withTop } from './state.ts';

/** Compares the newest versions of the series that the cursor is on, or that the thread is a version of. */
export function compared(state: State): State {
  const seriesId = seriesUnder(state);
  if (seriesId === undefined) return noticed(state, 'this is no part of a series');
  return pushed(state, viewOf({ screen: 'compare', seriesId, from: undefined, to: undefined }));
}

function seriesUnder(state: State): string | undefined {
  const view = topView(state);
  if (view.place.screen === 'series') return seriesOfRow(state, view.place.query);
  const claim = claimUnder(state, view);
  const page = pageOf(state, claim?.threadId ?? threadOf(view) ?? '');
  const about = messageOf(page, claim?.anchor?.messageId) ?? readMessage(state, view);
  return about?.seriesId ?? page?.messages.find(({ seriesId }) => seriesId !== undefined)?.seriesId;
}

function seriesOfRow(state: State, query: SeriesFilter): string | undefined {
  const all = loadedOf<'series'>(state, { kind: 'series', query });
  const { anchor } = rowUnder(state, topView(state), 'list');
  const items: readonly SeriesItem[] = all.status === 'ready' ? all.value : [];
  return items.find(({ seriesId }) => seriesId === anchor)?.seriesId;
}

/** Compares the next two versions of the series, or the two before. */
export function versionsMoved(state: State, direction: 1 | -1): State {
  const { place } = topView(state);
  const shown = place.screen === 'compare' ? comparisonOf(state, place) : undefined;
  if (place.screen !== 'compare' || shown === undefined) return state;
  const at = placeOf(shown, shown.to) + direction;
  const [from, to] = [shown.versions[at - 1], shown.versions[at]];
  if (from === undefined || to === undefined)
    return noticed(state, direction === 1 ? 'these are the last versions' : 'these are the first versions');
  return withTop(state, viewOf({ ...place, from: from.head, to: to.head }));
}

/** Compares the later version with the one before the earlier; after the first, with the one right before it again. */
export function versionsWidened(state: State): State {
  const { place } = topView(state);
  const shown = place.screen === 'compare' ? comparisonOf(state, place) : undefined;
  if (place.screen !== 'compare' || shown === undefined) return state;
  const from = shown.versions[placeOf(shown, shown.from) - 1] ?? shown.versions[placeOf(shown, shown.to) - 1];
  if (from === undefined || from.head === shown.from.head) return noticed(state, 'there is no version further back');
  return withTop(state, viewOf({ ...place, from: from.head, to: shown.to.head }));
}

function placeOf({ versions }: Comparison, { head }: VersionItem): number {
  return versions.findIndex((version) => version.head === head);
}
